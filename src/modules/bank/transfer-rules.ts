import { checkAddress } from "../../keeper/check-address.js";
import { type Coin, formatCoins, isValidCoins } from "../../keeper/coins.js";
import type { ReadContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { bankErrors } from "./errors.js";
import type { BankKeeper } from "./keeper.js";

/** An account's address in canonical form. Refuses with `sdk` 7, `what` before the reason. */
export const checkAccount = (ctx: ReadContext, text: string, what: string): string =>
  checkAddress(ctx.chain.prefix, text, what);

/** Sorted, no denomination twice, every amount above zero. Refuses with `sdk` 10. */
export function checkCoins(coins: readonly Coin[]): void {
  if (!isValidCoins(coins)) refuse(sdkErrors.invalidCoins, { log: formatCoins(coins) });
}

/** What x/bank asks of every plain transfer beside balances. */
export class TransferRules {
  constructor(
    private readonly keeper: BankKeeper,
    private readonly blocked: ReadonlySet<string>,
  ) {}

  /** Refuses denominations whose transfers are switched off. */
  checkEnabled(ctx: ReadContext, coins: readonly Coin[]): void {
    for (const { denom } of coins) {
      if (!this.keeper.isSendEnabled(ctx, denom)) {
        refuse(bankErrors.sendDisabled, { log: `${denom} transfers are currently disabled` });
      }
    }
  }

  /** Refuses module accounts that take no plain transfers (D-TX-11). */
  checkRecipient(address: string): void {
    if (this.blocked.has(address)) {
      refuse(sdkErrors.unauthorized, { log: `${address} is not allowed to receive funds` });
    }
  }

  /** Refuses a list of recipients that names one of them twice with `bank` 8. */
  checkDistinct(recipients: readonly string[]): void {
    if (new Set(recipients).size !== recipients.length) refuse(bankErrors.duplicateEntry);
  }
}
