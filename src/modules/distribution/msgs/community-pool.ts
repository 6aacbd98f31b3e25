import {
  MsgCommunityPoolSpend,
  MsgCommunityPoolSpendResponse,
  MsgFundCommunityPool,
  MsgFundCommunityPoolResponse,
} from "../../../gen/cosmos/distribution/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { refuse } from "../../../keeper/errors.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import type { DistributionKeeper } from "../keeper.js";
import { checkAccount, checkCoins } from "./checks.js";

/** x/distribution MsgFundCommunityPool. */
export const fundCommunityPool = (
  keeper: DistributionKeeper,
): Handler<MsgFundCommunityPool, AnyAccount, string, MsgFundCommunityPoolResponse> => ({
  type: MsgFundCommunityPool,
  response: MsgFundCommunityPoolResponse,
  authorize: anyAccount,

  check(ctx, { depositor, amount }) {
    const from = checkAccount(ctx, depositor, "invalid depositor address");
    checkCoins(amount);
    return from;
  },

  execute(ctx, { amount }, _by, from) {
    keeper.fundPool(ctx, from, amount);
    return {};
  },
});

/** x/distribution MsgCommunityPoolSpend: governance pays from the community pool. */
export const communityPoolSpend = (
  keeper: DistributionKeeper,
  blocked: ReadonlySet<string>,
): Handler<MsgCommunityPoolSpend, Governance, string, MsgCommunityPoolSpendResponse> => ({
  type: MsgCommunityPoolSpend,
  response: MsgCommunityPoolSpendResponse,
  authorize: governance,

  check(ctx, { recipient, amount }) {
    checkCoins(amount);
    const to = checkAccount(ctx, recipient, "invalid recipient address");
    if (blocked.has(to)) {
      refuse(sdkErrors.unauthorized, { log: `${to} is not allowed to receive external funds` });
    }
    return to;
  },

  execute(ctx, { amount }, _by, to) {
    keeper.spendPool(ctx, to, amount);
    return {};
  },
});
