import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  MsgCreateGroupWithPolicyResponse,
  MsgSubmitProposalResponse,
} from "../../src/gen/cosmos/group/v1.js";
import type { Any } from "../../src/wire/descriptor.js";
import { AppChain, type Person, responseOf } from "../support/app-chain.js";
import * as m from "../support/messages.js";

/** Events of a message in order, each with the names of its attributes in order. */
type Told = readonly (readonly [type: string, names: readonly string[]])[];

const recorded: readonly { readonly message: string; readonly events: Told }[] = JSON.parse(
  readFileSync(new URL("../recorded/group-events.json", import.meta.url), "utf8"),
);

/** A group and what becomes of it; the events of every message by its type, those of fees left out. */
async function story(): Promise<ReadonlyMap<string, readonly Told[]>> {
  const chain = await AppChain.start({ people: 3 });
  const told = new Map<string, Told[]>();
  const [alice, bob, carol] = [0, 1, 2].map((n) => chain.person(n)) as [Person, Person, Person];
  const send = async (person: Person, message: Any) => {
    const result = await chain.send(person, message);
    const own = result.events
      .map(({ type, attributes }) => [type, attributes.map(({ key }) => key)] as const)
      .filter(([, names]) => names.includes("msg_index"));
    told.set(message.typeUrl, [...(told.get(message.typeUrl) ?? []), own]);
    return result;
  };
  const people = [alice.address, bob.address, carol.address];
  const founding = m.createGroupWithPolicy(alice.address, people, false);
  const founded = await send(alice, founding);
  const { groupId, groupPolicyAddress: policy } = responseOf(
    MsgCreateGroupWithPolicyResponse,
    founded,
  );
  await send(alice, m.transfer(alice.address, policy, 2_000n));
  const propose = async (amount: bigint, exec: 0 | 1 = 0): Promise<bigint> => {
    const payment = m.transfer(policy, bob.address, amount);
    const submitted = await send(alice, m.propose(policy, alice.address, [payment], exec));
    return responseOf(MsgSubmitProposalResponse, submitted).proposalId;
  };
  await propose(1_000n, 1);
  await send(bob, m.vote(await propose(1_000n), bob.address, 1));
  const unpaid = await propose(1_000n);
  await send(bob, m.vote(unpaid, bob.address));
  await send(carol, m.execute(unpaid, carol.address));
  await send(alice, m.withdrawProposal(await propose(1n), alice.address));
  await send(alice, m.updateMembers(alice.address, groupId, { [bob.address]: "2" }));
  await send(alice, m.updateGroupMetadata(alice.address, groupId, "changed"));
  await send(alice, m.updatePolicyMetadata(alice.address, policy, "changed"));
  await send(carol, m.leaveGroup(carol.address, groupId));
  await chain.close();
  return told;
}

const told = await story();

it.each(recorded.map(({ message, events }) => [message, events.length, events] as const))(
  "%s tells the %i events that were recorded, with their attributes in order",
  (message, _count, events) => {
    expect(told.get(message)).toContainEqual(events);
  },
);
