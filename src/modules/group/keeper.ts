import type { GroupInfo, GroupPolicyInfo, MemberRequest } from "../../gen/cosmos/group/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { Any } from "../../wire/descriptor.js";
import type { Groups, NewGroup, NewPolicy } from "./groups.js";
import type { GroupState } from "./state.js";

/** A group and its first policy, as somebody asks for them. */
export interface GroupWithPolicyRequest {
  readonly admin: string;
  readonly members: readonly MemberRequest[];
  /** Metadata of the group; up to 255 bytes. */
  readonly metadata: string;
  /** Metadata of the policy; up to 255 bytes. */
  readonly policyMetadata: string;
  /** A packed `cosmos.group.v1` decision policy. */
  readonly decisionPolicy: Any | undefined;
  /** The policy administers the group and itself, instead of `admin`. */
  readonly policyAsAdmin: boolean;
}

/** A group and its first policy, checked. */
export interface GroupWithPolicyPlan {
  readonly group: NewGroup;
  readonly policy: NewPolicy;
  readonly policyAsAdmin: boolean;
}

/** What creating both leaves behind. */
export interface CreatedGroup {
  readonly groupId: bigint;
  readonly policyAddress: string;
}

/** What other modules may ask of groups. Addresses are lower-case bech32 texts. */
export class GroupKeeper {
  constructor(
    private readonly state: GroupState,
    private readonly groups: Groups,
  ) {}

  /** The policy whose account this is. */
  policy(ctx: ReadContext, address: string): GroupPolicyInfo | undefined {
    return this.groups.findPolicy(ctx, address);
  }

  group(ctx: ReadContext, id: bigint): GroupInfo | undefined {
    return this.groups.find(ctx, id);
  }

  /** Policies of a group in the order of their address bytes. */
  policiesOf(ctx: ReadContext, groupId: bigint): IterableIterator<GroupPolicyInfo> {
    return this.state.policies.where(ctx, this.state.policiesByGroup, groupId);
  }

  /** Refuses as MsgCreateGroupWithPolicy does, and writes nothing. */
  checkGroupWithPolicy(ctx: ReadContext, request: GroupWithPolicyRequest): GroupWithPolicyPlan {
    const { admin, members, metadata, policyMetadata, decisionPolicy, policyAsAdmin } = request;
    const group = this.groups.check(ctx, { admin, members, metadata });
    const policy = this.groups.checkPolicy(ctx, {
      admin,
      metadata: policyMetadata,
      decisionPolicy,
    });
    return { group, policy, policyAsAdmin };
  }

  /** Stores what was checked, with the events of MsgCreateGroupWithPolicy. */
  createPlanned(ctx: WriteContext, plan: GroupWithPolicyPlan): CreatedGroup {
    const groupId = this.groups.create(ctx, plan.group);
    const policyAddress = this.groups.createPolicy(ctx, groupId, plan.policy);
    if (plan.policyAsAdmin) this.groups.makeOwnAdmin(ctx, groupId, policyAddress);
    return { groupId, policyAddress };
  }

  /** Checks and stores at once. */
  createGroupWithPolicy(ctx: WriteContext, request: GroupWithPolicyRequest): CreatedGroup {
    return this.createPlanned(ctx, this.checkGroupWithPolicy(ctx, request));
  }
}
