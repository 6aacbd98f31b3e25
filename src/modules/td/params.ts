import { MsgUpdateParams, MsgUpdateParamsResponse, Params } from "../../gen/verana/td/v1.js";
import { addressText, moduleAddress, parseAccount } from "../../keeper/addresses.js";
import { format, ONE } from "../../keeper/dec.js";
import { ensure } from "../../keeper/errors.js";
import { moduleParams, type ParamsBinding } from "../../keeper/module-params.js";
import { tdErrors } from "./errors.js";
import type { TrustDepositKeeper } from "./keeper.js";

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

/**
 * [MOD-TD-MSG-4] Update Module Parameters: the six of [D-GLO-02] by their keys [MOD-TD-MSG-4-1]
 * [MOD-TD-MSG-4-2] [MOD-TD-MSG-4-2-2] [MOD-TD-MSG-4-3], all of them by the typed message.
 */
export const trustDepositParams = (keeper: TrustDepositKeeper, prefix: string): ParamsBinding =>
  moduleParams({
    module: "td",
    type: Params,
    typed: { type: MsgUpdateParams, response: MsgUpdateParamsResponse },
    get: (ctx) => keeper.params(ctx),
    set: (ctx, next) => keeper.state.params.set(ctx, next),
    check: (_ctx, next) => checkParams(next, prefix),
    /** [D-GLO-03] A proposal of days ago cannot turn the live value back. */
    kept: (given, now) => ({ ...given, trustDepositShareValue: now.trustDepositShareValue }),
    keys: {
      rule: "MOD-TD-MSG-4-2-1",
      names: [
        "trust_deposit_share_value",
        "trust_deposit_rate",
        "trust_deposit_max_yield_rate",
        "trust_deposit_block_reward_share",
        "wallet_user_agent_reward_rate",
        "user_agent_reward_rate",
      ],
      check(ctx, next, now) {
        const grows = next.trustDepositShareValue >= now.trustDepositShareValue;
        const parameter = "trustDepositShareValue";
        ensure(grows, "D-GLO-03", tdErrors.invalidParams, { parameter, below: "the live value" });
        const value = next.trustDepositShareValue;
        const covered = value === now.trustDepositShareValue || keeper.covers(ctx, value);
        ensure(covered, "D-GLO-03", tdErrors.shareValueUncovered, { value: format(value) });
      },
    },
  });
