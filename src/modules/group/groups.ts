import {
  type GroupInfo,
  type GroupMember,
  type GroupPolicyInfo,
  type MemberRequest,
  ProposalStatus,
} from "../../gen/cosmos/group/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { u64Key } from "../../keeper/keys.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import type { Any } from "../../wire/descriptor.js";
import { checkAccount, checkLength, checkMemberRequests, checkNewMembers } from "./checks.js";
import { checkDecisionPolicy } from "./decision-policy.js";
import { groupCreated, groupUpdated, policyCreated, policyUpdated } from "./events.js";
import type { MembershipChange } from "./membership.js";
import { policyAddress, policyCredential } from "./policy-account.js";
import type { AccountsPort } from "./ports.js";
import type { GroupState } from "./state.js";

/** A group that was checked and can be stored. */
export interface NewGroup {
  readonly admin: string;
  readonly metadata: string;
  readonly members: readonly MemberRequest[];
  /** Sum of the members' weights. */
  readonly totalWeight: string;
}

/** A group policy that was checked and can be stored. */
export interface NewPolicy {
  readonly admin: string;
  readonly metadata: string;
  readonly decisionPolicy: Any;
}

/** Groups, their members and their policies. Addresses are lower-case bech32 texts. */
export class Groups {
  constructor(
    private readonly state: GroupState,
    private readonly accounts: AccountsPort,
  ) {}

  find(ctx: ReadContext, id: bigint): GroupInfo | undefined {
    return this.state.groups.get(ctx, id);
  }

  /** Refuses with `sdk` 38. */
  load(ctx: ReadContext, id: bigint): GroupInfo {
    return this.find(ctx, id) ?? refuse(sdkErrors.notFound, { log: "group" });
  }

  findPolicy(ctx: ReadContext, address: string): GroupPolicyInfo | undefined {
    return this.state.policies.get(ctx, address);
  }

  /** Refuses with `sdk` 38. */
  loadPolicy(ctx: ReadContext, address: string, log = "group policy"): GroupPolicyInfo {
    return this.findPolicy(ctx, address) ?? refuse(sdkErrors.notFound, { log });
  }

  member(ctx: ReadContext, groupId: bigint, address: string): GroupMember | undefined {
    return this.state.members.get(ctx, [groupId, address]);
  }

  /** Checks a group that somebody asks for. */
  check(ctx: ReadContext, asked: Omit<NewGroup, "totalWeight">): NewGroup {
    const admin = checkAccount(ctx, asked.admin, `invalid admin address: ${asked.admin}`);
    const members = checkMemberRequests(ctx, asked.members);
    checkLength(asked.metadata, "group metadata");
    const totalWeight = checkNewMembers(members);
    return { admin, metadata: asked.metadata, members, totalWeight };
  }

  /** Checks a policy that somebody asks for. */
  checkPolicy(
    ctx: ReadContext,
    asked: Omit<NewPolicy, "decisionPolicy"> & { readonly decisionPolicy?: Any | undefined },
  ): NewPolicy {
    checkLength(asked.metadata, "group policy metadata");
    const decisionPolicy = checkDecisionPolicy(asked.decisionPolicy).packed;
    const admin = checkAccount(ctx, asked.admin, "request admin");
    return { admin, metadata: asked.metadata, decisionPolicy };
  }

  /** Stores a group and its members; its id. */
  create(ctx: WriteContext, group: NewGroup): bigint {
    const id = this.state.groupIds.next(ctx);
    const { admin, metadata, totalWeight } = group;
    const createdAt = ctx.blockTime;
    this.state.groups.set(ctx, id, { id, admin, metadata, version: 1n, totalWeight, createdAt });
    for (const request of group.members) {
      const member = { ...request, addedAt: ctx.blockTime };
      this.state.members.set(ctx, [id, request.address], { groupId: id, member });
    }
    ctx.emit(groupCreated(id));
    return id;
  }

  /** The group of which `admin` is the administrator. Refuses with `sdk` 38 and 4. */
  loadOf(ctx: ReadContext, id: bigint, admin: string): GroupInfo {
    const group = this.load(ctx, id);
    if (group.admin === admin) return group;
    const log = `not group admin; got ${admin}, expected ${group.admin}`;
    return refuse(sdkErrors.unauthorized, { log });
  }

  /** The policy of which `admin` is the administrator. Refuses with `sdk` 7, 38 and 4. */
  loadPolicyOf(ctx: ReadContext, address: string, admin: string): GroupPolicyInfo {
    const at = checkAccount(ctx, address, "group policy address");
    const by = checkAccount(ctx, admin, "group policy admin");
    const policy = this.loadPolicy(ctx, at, "load group policy");
    if (policy.admin !== by) refuse(sdkErrors.unauthorized, { log: "not group policy admin" });
    return policy;
  }

  /** Stores a policy and makes its account; its address. */
  createPolicy(ctx: WriteContext, groupId: bigint, policy: NewPolicy): string {
    const address = this.openAccount(ctx);
    this.state.policies.set(ctx, address, {
      address,
      groupId,
      admin: policy.admin,
      metadata: policy.metadata,
      version: 1n,
      decisionPolicy: policy.decisionPolicy,
      createdAt: ctx.blockTime,
    });
    ctx.emit(policyCreated(address));
    return address;
  }

  /** Makes a policy the admin of its group and of itself. */
  makeOwnAdmin(ctx: WriteContext, groupId: bigint, address: string): void {
    this.update(ctx, this.load(ctx, groupId), { admin: address });
    this.updatePolicy(ctx, this.loadPolicy(ctx, address), { admin: address });
  }

  /** Stores a change of a group as its next version. */
  update(ctx: WriteContext, group: GroupInfo, change: Partial<GroupInfo>): void {
    this.store(ctx, group, change);
    ctx.emit(groupUpdated(group.id));
  }

  /** Stores who is a member from now on, and the group's next version; votes stay as they are. */
  changeMembers(ctx: WriteContext, change: MembershipChange): void {
    const { group, stored, removed, totalWeight } = change;
    const { members } = this.state;
    for (const address of removed) members.delete(ctx, [group.id, address]);
    for (const next of stored) members.set(ctx, [group.id, next.member?.address ?? ""], next);
    this.store(ctx, group, { totalWeight });
  }

  /**
   * Stores a change of a policy as its next version; proposals that are being voted on were made
   * under other rules, and are given up.
   */
  updatePolicy(ctx: WriteContext, policy: GroupPolicyInfo, change: Partial<GroupPolicyInfo>): void {
    const { address } = policy;
    this.state.policies.set(ctx, address, { ...policy, ...change, version: policy.version + 1n });
    const { proposals, proposalsByPolicy } = this.state;
    for (const proposal of [...proposals.where(ctx, proposalsByPolicy, address)]) {
      if (proposal.status !== ProposalStatus.PROPOSAL_STATUS_SUBMITTED) continue;
      const status = ProposalStatus.PROPOSAL_STATUS_ABORTED;
      proposals.set(ctx, proposal.id, { ...proposal, status });
    }
    ctx.emit(policyUpdated(address));
  }

  /** Members of a group in the order of their address bytes. */
  *members(ctx: ReadContext, groupId: bigint): IterableIterator<GroupMember> {
    const start = u64Key.encode(groupId);
    for (const [, member] of this.state.members.entries(ctx, { start })) yield member;
  }

  private store(ctx: WriteContext, group: GroupInfo, change: Partial<GroupInfo>): void {
    this.state.groups.set(ctx, group.id, { ...group, ...change, version: group.version + 1n });
  }

  /** The account of the next policy number whose address nobody has yet. */
  private openAccount(ctx: WriteContext): string {
    for (;;) {
      const number = this.state.policyNumbers.next(ctx);
      const address = policyAddress(ctx.chain.prefix, number);
      if (this.accounts.exists(ctx, address)) continue;
      this.accounts.create(ctx, address, policyCredential(number));
      return address;
    }
  }
}
