import { checkAddress } from "../../../keeper/check-address.js";
import { type Coin, formatCoins, isValidCoins } from "../../../keeper/coins.js";
import type { ReadContext } from "../../../keeper/context.js";
import { refuse } from "../../../keeper/errors.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";

/** An account's address in canonical form. Refuses with `sdk` 7, `what` before the reason. */
export const checkAccount = (ctx: ReadContext, text: string, what: string): string =>
  checkAddress(ctx.chain.prefix, text, what);

/** An operator's address in canonical form. Refuses with `sdk` 7. */
export const checkOperator = (ctx: ReadContext, text: string): string =>
  checkAddress(`${ctx.chain.prefix}valoper`, text, "invalid validator address");

/** Refuses what is no set of coins above zero with `sdk` 10. */
export function checkCoins(coins: readonly Coin[]): void {
  if (!isValidCoins(coins)) refuse(sdkErrors.invalidCoins, { log: formatCoins(coins) });
}
