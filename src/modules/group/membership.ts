import type { GroupInfo, GroupMember, MemberRequest } from "../../gen/cosmos/group/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { StateFault } from "../../keeper/state-fault.js";
import { checkLength, checkWeight } from "./checks.js";
import type { Groups } from "./groups.js";
import { addWeights, storedWeight, subtractWeights, type Weight, weightText } from "./weight.js";

/** What becomes of a group's members, checked. */
export interface MembershipChange {
  readonly group: GroupInfo;
  /** Members that join, or weigh something else from now on. */
  readonly stored: readonly GroupMember[];
  /** Addresses of members that go. */
  readonly removed: readonly string[];
  /** Sum of the weights afterwards. */
  readonly totalWeight: string;
}

/** Each request stores a member, or with weight zero removes one; no address stands twice. */
export function planUpdates(
  ctx: ReadContext,
  groups: Groups,
  group: GroupInfo,
  requests: readonly MemberRequest[],
): MembershipChange {
  const stored: GroupMember[] = [];
  const removed: string[] = [];
  let total = storedWeight(group.totalWeight);
  for (const request of requests) {
    checkLength(request.metadata, "group member metadata");
    const before = groups.member(ctx, group.id, request.address);
    const weight = checkWeight(request.weight);
    if (before !== undefined) total = less(total, before);
    if (weight.digits === 0n) {
      if (before === undefined) refuse(sdkErrors.notFound, { log: "unknown member" });
      removed.push(request.address);
      continue;
    }
    total = addWeights(total, weight);
    const addedAt = before?.member?.addedAt ?? ctx.blockTime;
    stored.push({ groupId: group.id, member: { ...request, addedAt } });
  }
  return { group, stored, removed, totalWeight: weightText(total) };
}

/** One member goes. Refuses an account that is none with `sdk` 38. */
export function planLeave(
  ctx: ReadContext,
  groups: Groups,
  group: GroupInfo,
  address: string,
): MembershipChange {
  const member = groups.member(ctx, group.id, address);
  if (member === undefined) {
    return refuse(sdkErrors.notFound, { log: `${address} is not part of group ${group.id}` });
  }
  const totalWeight = weightText(less(storedWeight(group.totalWeight), member));
  return { group, stored: [], removed: [address], totalWeight };
}

function less(total: Weight, { groupId, member }: GroupMember): Weight {
  const rest = subtractWeights(total, storedWeight(member?.weight ?? ""));
  if (rest === undefined) throw new StateFault(`a member outweighs group ${groupId}`);
  return rest;
}
