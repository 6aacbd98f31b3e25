import type { GasPrice } from "../../abci/ante/ports.js";
import type { Coin } from "../../keeper/coins.js";
import { ceil, mulInt, parseStrict, truncateInt } from "../../keeper/dec.js";
import { CliError } from "../failure.js";

/** Reads `0.025uvna,1foo`; none for an empty text. Throws CliError. */
export function readGasPrices(text: string): readonly GasPrice[] {
  if (text === "") return [];
  return text.split(",").map((part) => {
    const match = /^([0-9.]+)([a-zA-Z][a-zA-Z0-9/:._-]{2,127})$/.exec(part.trim());
    const amount = parseStrict(match?.[1] ?? "");
    if (match?.[2] === undefined || amount === undefined) {
      throw new CliError(`${part} is no gas price; expected a form like 0.025uvna`);
    }
    return { denom: match[2], amount };
  });
}

/** What that much gas costs, rounded up. */
export function feesFor(gas: bigint, prices: readonly GasPrice[]): readonly Coin[] {
  return prices
    .map(({ denom, amount }) => ({ denom, amount: truncateInt(ceil(mulInt(amount, gas))) }))
    .filter(({ amount }) => amount > 0n);
}
