import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import * as group from "../../src/gen/cosmos/group/v1.js";
import type { Any } from "../../src/wire/descriptor.js";
import { message } from "../support/world.js";
import { decisionOf, signable } from "./group-decisions.js";
import { membersOf, rulesOf, somebody, updatesOf, usually } from "./group-parts.js";
import {
  corporateGroup,
  newestGroups,
  operatorOfGroup,
  policyOf,
  signingMembers,
} from "./group-view.js";
import type { Operation, Operations, Scene } from "./scene.js";

/** Groups, their policies and proposals. */
export const groupOperations: Operations = {
  name: "groups",
  weight: 3,
  events: ["cosmos.group.v1.EventExec", "cosmos.group.v1.EventProposalPruned"],
  make: groupOperation,
};

/**
 * A random operation on groups: mostly by who may, on what is there; sometimes by a stranger, on what
 * was decided, or with what a rule refuses.
 */
function groupOperation(scene: Scene): Operation {
  const { random } = scene;
  const corporate = random.chance(150) ? corporateGroup(scene) : undefined;
  const groups = newestGroups(scene);
  if (corporate === undefined && (groups.length === 0 || random.chance(40))) {
    return foundation(scene);
  }
  const one = corporate ?? random.pick(groups);
  const made = random.chance(400) ? changeOf(scene, one) : decisionOf(scene, one);
  return made ?? foundation(scene);
}

function foundation(scene: Scene): Operation {
  const by = somebody(scene);
  const founded = { admin: by, members: membersOf(scene) };
  if (scene.random.chance(150)) return { by, message: message(group.MsgCreateGroup, founded) };
  return {
    by,
    message: message(group.MsgCreateGroupWithPolicy, {
      ...founded,
      groupPolicyAsAdmin: scene.random.chance(300),
      decisionPolicy: rulesOf(scene),
    }),
  };
}

/** An operation of the administrators, or a member who leaves; undefined where nobody could. */
function changeOf(scene: Scene, one: group.GroupInfo): Operation | undefined {
  const { random } = scene;
  const operator = operatorOfGroup(scene, one.id);
  if (operator !== undefined) return changeOfCorporation(scene, one, operator);
  const policy = random.chance(500) ? policyOf(scene, one.id) : undefined;
  if (policy !== undefined) return changeOfPolicy(scene, policy);
  const { id: groupId, admin } = one;
  const by = usually(scene, admin);
  const own = { admin: by, groupId };
  const members = signingMembers(scene, groupId);
  if (members.length === 0) return undefined;
  const member = usually(scene, random.pick(members));
  const metadata = "m".repeat(random.below(270));
  const makers: readonly (() => Operation)[] = [
    () => ({
      by,
      message: message(group.MsgUpdateGroupMembers, {
        ...own,
        memberUpdates: updatesOf(scene, groupId),
      }),
    }),
    () => ({
      by,
      message: message(group.MsgUpdateGroupAdmin, { ...own, newAdmin: somebody(scene) }),
    }),
    () => ({ by, message: message(group.MsgUpdateGroupMetadata, { ...own, metadata }) }),
    () => ({ by: member, message: message(group.MsgLeaveGroup, { address: member, groupId }) }),
    () => ({
      by,
      message: message(group.MsgCreateGroupPolicy, { ...own, decisionPolicy: rulesOf(scene) }),
    }),
  ];
  return signable(scene, random.pick(makers)());
}

/** What leaves the corporation its operator: other members come, go and are weighed. */
function changeOfCorporation(
  scene: Scene,
  { id: groupId, admin }: group.GroupInfo,
  operator: string,
): Operation {
  const { random } = scene;
  const others = signingMembers(scene, groupId).filter((one) => one !== operator);
  if (others.length > 0 && random.chance(200)) {
    const address = random.pick(others);
    return { by: address, message: message(group.MsgLeaveGroup, { address, groupId }) };
  }
  const memberUpdates = updatesOf(scene, groupId);
  const changed = message(group.MsgUpdateGroupMembers, { admin, groupId, memberUpdates });
  return signable(scene, { by: admin, message: changed });
}

function changeOfPolicy(scene: Scene, { address, admin }: group.GroupPolicyInfo): Operation {
  const by = usually(scene, admin);
  const named = { admin: by, groupPolicyAddress: address };
  const makers: readonly (() => Any)[] = [
    () => message(group.MsgUpdateGroupPolicyAdmin, { ...named, newAdmin: somebody(scene) }),
    () =>
      message(group.MsgUpdateGroupPolicyDecisionPolicy, {
        ...named,
        decisionPolicy: rulesOf(scene),
      }),
    () => message(group.MsgUpdateGroupPolicyMetadata, { ...named, metadata: "changed" }),
    () =>
      message(bank.MsgSend, {
        fromAddress: by,
        toAddress: address,
        amount: [{ denom: "uvna", amount: 10_000n }],
      }),
  ];
  return signable(scene, { by, message: scene.random.pick(makers)() });
}
