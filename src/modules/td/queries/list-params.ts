import { type Params, Query, type QueryParamsResponse } from "../../../gen/verana/td/v1.js";
import * as dec from "../../../keeper/dec.js";
import { defineQuery, type Json } from "../../../keeper/query.js";
import { params } from "../../../keeper/query-params.js";
import { textJson } from "../../../keeper/spec-json.js";
import type { TrustDepositKeeper } from "../keeper.js";

/** [MOD-TD-QRY-2] List Module Parameters; it takes no parameters [MOD-TD-QRY-2-2]. */
export const listParams = (k: { readonly deposits: TrustDepositKeeper }) =>
  defineQuery({
    rule: "MOD-TD-QRY-2",
    method: Query.Params,

    /** [MOD-TD-QRY-2-3] */
    run: (ctx): QueryParamsResponse => ({ params: k.deposits.params(ctx) }),

    spec: {
      path: "/td/v1/params",
      params: params({}),
      toRequest: () => ({}),
      /** [MOD-TD-QRY-2-4] */
      render: (response) => ({ params: paramsJson(response.params) }),
    },
  });

/** [D-WIRE-04] Rates and the share value with 18 digits after the point. */
const paramsJson = (p: Params): Json => ({
  trust_deposit_share_value: dec.format(p.trustDepositShareValue),
  trust_deposit_rate: dec.format(p.trustDepositRate),
  trust_deposit_max_yield_rate: dec.format(p.trustDepositMaxYieldRate),
  trust_deposit_block_reward_share: dec.format(p.trustDepositBlockRewardShare),
  wallet_user_agent_reward_rate: dec.format(p.walletUserAgentRewardRate),
  user_agent_reward_rate: dec.format(p.userAgentRewardRate),
  trust_deposit_reclaim_burn_rate: dec.format(p.trustDepositReclaimBurnRate),
  yield_intermediate_pool: textJson(p.yieldIntermediatePool),
});
