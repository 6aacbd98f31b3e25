import type { DeliverTxResponse } from "@cosmjs/stargate";
import { expect } from "vitest";
import { ThresholdDecisionPolicy } from "../../src/gen/cosmos/group/v1.js";
import { pack } from "../../src/wire/any.js";
import type { Any } from "../../src/wire/descriptor.js";
import { type People, SECOND, told } from "./registry-people.js";

const GROUP = "/cosmos.group.v1.";
const YES = 1;
const TRY = 1;

/**
 * Members of equal weight form a group with a policy of its own, of which `threshold` decide; the founder
 * pays `funds` base units to the policy. The policy's address.
 */
export async function formGroup<N extends string>(
  people: People<N>,
  founder: N,
  members: readonly N[],
  threshold: number,
  funds = 50_000_000n,
): Promise<string> {
  const founded = await people.send(founder, `${GROUP}MsgCreateGroupWithPolicy`, {
    admin: people.addressOf(founder),
    members: members.map((name) => ({
      address: people.addressOf(name),
      weight: "1",
      metadata: "",
    })),
    groupMetadata: "a group",
    groupPolicyMetadata: `${threshold} of ${members.length}`,
    groupPolicyAsAdmin: true,
    decisionPolicy: pack(
      ThresholdDecisionPolicy,
      ThresholdDecisionPolicy.create({
        threshold: threshold.toString(),
        windows: { votingPeriod: 3600n * SECOND, minExecutionPeriod: 0n },
      }),
    ),
  });
  const policy = JSON.parse(told(founded, "cosmos.group.v1.EventCreateGroupPolicy", "address"));
  await people.send(founder, "/cosmos.bank.v1beta1.MsgSend", {
    fromAddress: people.addressOf(founder),
    toAddress: policy,
    amount: [{ denom: "uvna", amount: funds.toString() }],
  });
  return policy;
}

/** The first proposes, which is a yes as well; the others' yes completes it, and it is carried out. */
export async function decide<N extends string>(
  people: People<N>,
  [proposer, ...others]: readonly [N, ...N[]],
  policy: string,
  message: Any,
): Promise<DeliverTxResponse> {
  const submitted = await people.send(proposer, `${GROUP}MsgSubmitProposal`, {
    groupPolicyAddress: policy,
    proposers: [people.addressOf(proposer)],
    metadata: "",
    messages: [message],
    exec: TRY,
    title: "Who acts for us",
    summary: "An operator",
  });
  const id = JSON.parse(told(submitted, "cosmos.group.v1.EventSubmitProposal", "proposal_id"));
  let last = submitted;
  for (const voter of others) {
    last = await people.send(voter, `${GROUP}MsgVote`, {
      proposalId: BigInt(id),
      voter: people.addressOf(voter),
      option: YES,
      metadata: "",
      exec: TRY,
    });
  }
  const result = told(last, "cosmos.group.v1.EventExec", "result");
  expect(JSON.parse(result)).toBe("PROPOSAL_EXECUTOR_RESULT_SUCCESS");
  return last;
}
