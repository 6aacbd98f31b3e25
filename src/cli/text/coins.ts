import { type Coin, parseCoins } from "../../keeper/coins.js";
import { CliError } from "../failure.js";

/** Reads `1000uvna,5foo`. Throws CliError. */
export function readCoins(text: string): readonly Coin[] {
  const coins = parseCoins(text);
  if (coins === undefined)
    throw new CliError(`${text} are no coins; expected a form like 1000uvna`);
  return coins;
}
