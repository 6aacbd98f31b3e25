import {
  type GroupPolicyInfo,
  MsgUpdateGroupPolicyDecisionPolicy,
  MsgUpdateGroupPolicyDecisionPolicyResponse,
} from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import type { Any } from "../../../wire/descriptor.js";
import { checkDecisionPolicy } from "../decision-policy.js";
import type { Groups } from "../groups.js";

interface NewRules {
  readonly policy: GroupPolicyInfo;
  readonly decisionPolicy: Any;
}

type UpdateGroupPolicyDecisionPolicy = Handler<
  MsgUpdateGroupPolicyDecisionPolicy,
  AnyAccount,
  NewRules,
  MsgUpdateGroupPolicyDecisionPolicyResponse
>;

/**
 * x/group MsgUpdateGroupPolicyDecisionPolicy: the admin changes how votes decide; open proposals are
 * given up, accepted ones may still be executed.
 */
export const updateGroupPolicyDecisionPolicy = (
  groups: Groups,
): UpdateGroupPolicyDecisionPolicy => ({
  type: MsgUpdateGroupPolicyDecisionPolicy,
  response: MsgUpdateGroupPolicyDecisionPolicyResponse,
  authorize: anyAccount,

  check(ctx, { admin, groupPolicyAddress, decisionPolicy }) {
    const { packed } = checkDecisionPolicy(decisionPolicy);
    return { policy: groups.loadPolicyOf(ctx, groupPolicyAddress, admin), decisionPolicy: packed };
  },

  execute(ctx, _message, _by, { policy, decisionPolicy }) {
    groups.updatePolicy(ctx, policy, { decisionPolicy });
    return {};
  },
});
