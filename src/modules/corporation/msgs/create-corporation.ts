import { MsgCreateCorporation, MsgCreateCorporationResponse } from "../../../gen/verana/co/v1.js";
import { parseAccount } from "../../../keeper/addresses.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import type { GroupWithPolicyPlan } from "../../group/index.js";
import { coErrors } from "../errors.js";
import type { CorporationKeeper } from "../keeper.js";
import type { DidControllerPort, FrameworkPort, GroupPort } from "../ports.js";
import { ensureDidFree, ensureGiven, ensureWellFormed, register } from "../registration.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: CorporationKeeper;
  readonly groups: GroupPort;
  readonly frameworks: FrameworkPort;
  readonly didControllers: readonly DidControllerPort[];
}

type CreateCorporation = Handler<
  MsgCreateCorporation,
  AnyAccount,
  GroupWithPolicyPlan,
  MsgCreateCorporationResponse
>;

const RULE = "D-CO-02";

/** [D-CO-02] Anyone creates a group, a policy that administers both, and the corporation at once. */
export const createCorporation = (deps: Deps): CreateCorporation => ({
  rule: "MOD-CO-MSG-1",
  type: MsgCreateCorporation,
  response: MsgCreateCorporationResponse,

  /** [D-CO-02] [MOD-CO-MSG-1-2-1] Members and decision policy are the group module's to check. */
  parse(message) {
    const { signer, members, decisionPolicy } = message;
    const { prefix } = deps.settings;
    ensureGiven(message, { signer });
    const account = parseAccount(prefix, signer);
    ensure(account !== undefined, RULE, coErrors.malformedSigner, { signer });
    ensure(members.length > 0, RULE, coErrors.noMembers);
    for (const { address } of members) {
      const member = parseAccount(prefix, address);
      ensure(member !== undefined, RULE, coErrors.malformedMember, { address });
    }
    ensure(decisionPolicy !== undefined, RULE, coErrors.noDecisionPolicy);
    ensureWellFormed(message);
  },

  authorize: anyAccount,

  /** [MOD-CO-MSG-1-2] What the group module refuses comes last. */
  check(ctx, message, { account }) {
    ensureDidFree(ctx, deps, message.did);
    return deps.groups.checkGroupWithPolicy(ctx, {
      admin: account,
      members: message.members,
      metadata: message.groupMetadata,
      policyMetadata: message.groupPolicyMetadata,
      decisionPolicy: message.decisionPolicy,
      policyAsAdmin: true,
    });
  },

  /** [MOD-CO-MSG-1-3] The group module emits its own events first. */
  execute(ctx, message, _by, plan) {
    const { groupId, policyAddress } = deps.groups.createPlanned(ctx, plan);
    register(ctx, deps, { id: groupId, policyAddress }, message);
    return { corporationId: groupId, policyAddress };
  },
});
