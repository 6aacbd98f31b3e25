import type { Params } from "../../gen/verana/td/v1.js";
import { addressText, moduleAddress, parseAccount } from "../../keeper/addresses.js";
import { ONE } from "../../keeper/dec.js";
import { ensure } from "../../keeper/errors.js";
import { tdErrors } from "./errors.js";

/**
 * [D-GLO-01] [D-GLO-02] Defaults of the specification's initial data, scaled by 10^18. The pool and the
 * burn rate are the wire's alone: kept and returned, without effect [D-WIRE-05].
 */
export const defaultParams = (prefix: string): Params => ({
  trustDepositShareValue: ONE,
  trustDepositRate: ONE / 5n,
  trustDepositMaxYieldRate: ONE / 5n,
  trustDepositBlockRewardShare: ONE / 5n,
  walletUserAgentRewardRate: ONE / 10n,
  userAgentRewardRate: ONE / 10n,
  trustDepositReclaimBurnRate: 0n,
  yieldIntermediatePool: addressText(prefix, moduleAddress("yield_intermediate_pool")),
});

const RATES = [
  "trustDepositRate",
  "trustDepositMaxYieldRate",
  "trustDepositBlockRewardShare",
  "walletUserAgentRewardRate",
  "userAgentRewardRate",
  "trustDepositReclaimBurnRate",
] as const satisfies readonly (keyof Params)[];

/** [D-GLO-02] Rates are fractions from 0 to 1, the share value is above 0, the pool an account or unset. */
export function checkParams(params: Params, prefix: string): void {
  const rule = "D-GLO-02";
  const worth = params.trustDepositShareValue > 0n;
  ensure(worth, rule, tdErrors.invalidParams, { parameter: "trustDepositShareValue" });
  for (const parameter of RATES) {
    const rate = params[parameter];
    ensure(rate >= 0n && rate <= ONE, rule, tdErrors.invalidParams, { parameter });
  }
  const pool = params.yieldIntermediatePool;
  const formed = pool === "" || parseAccount(prefix, pool) !== undefined;
  ensure(formed, rule, tdErrors.invalidParams, { parameter: "yieldIntermediatePool" });
}
