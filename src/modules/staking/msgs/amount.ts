import { type Coin, isValidCoins } from "../../../keeper/coins.js";
import type { ReadContext } from "../../../keeper/context.js";
import { refuse } from "../../../keeper/errors.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import type { StakingKeeper } from "../keeper.js";

/** Refuses what is no coin above zero with `sdk` 18. */
export function checkAmount(amount: Coin, what: string): void {
  if (!isValidCoins([amount])) refuse(sdkErrors.invalidRequest, { log: what });
}

/** Refuses another denomination than that of stakes with `sdk` 18. */
export function checkBondDenom(ctx: ReadContext, keeper: StakingKeeper, { denom }: Coin): void {
  const { bondDenom } = keeper.params(ctx);
  if (denom === bondDenom) return;
  const log = `invalid coin denomination: got ${denom}, expected ${bondDenom}`;
  refuse(sdkErrors.invalidRequest, { log });
}
