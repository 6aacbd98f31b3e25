import { type Coin, formatCoins } from "../../keeper/coins.js";
import { CliError } from "../failure.js";
import { readCoins } from "../text/coins.js";
import { feesFor, readGasPrices } from "../text/gas.js";
import type { TxSession } from "./session.js";

/** Gas limit and fees of a transaction. */
export interface Cost {
  readonly gas: bigint;
  readonly fees: readonly Coin[];
}

/** Fees of that much gas, as the flags or the home's configuration say. */
export function feesOf({ flags, surroundings }: TxSession, gas: bigint): readonly Coin[] {
  if (flags.fees !== undefined) {
    if (flags.gasPrices !== undefined) throw new CliError("give --fees or --gas-prices, not both");
    return readCoins(flags.fees);
  }
  const { client } = surroundings;
  const usual = client["gas-prices"] === "" ? `0.025${client.denom}` : client["gas-prices"];
  return feesFor(gas, readGasPrices(flags.gasPrices ?? usual));
}

/** One line on what a transaction costs. */
export function costText({ gas, fees }: Cost): string {
  return `gas ${gas}, fees ${fees.length === 0 ? "none" : formatCoins(fees)}`;
}
