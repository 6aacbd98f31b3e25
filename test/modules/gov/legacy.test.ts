import { afterEach, expect, it } from "vitest";
import * as gov from "../../../src/gen/cosmos/gov/v1.js";
import * as v1beta1 from "../../../src/gen/cosmos/gov/v1beta1.js";
import { GOV, NO, uvna, YES } from "../../support/gov-messages.js";
import type { StakeChain } from "../../support/stake-chain.js";
import { message } from "../../support/world.js";
import { govChain, proposalOf } from "./gov-world.js";

let chain: StakeChain;
afterEach(async () => {
  expect(chain.faults()).toEqual([]);
  await chain.close();
});

it("the messages of v1beta1 do what those of v1 do", async () => {
  chain = await govChain();
  const [who, other] = [chain.account(3), chain.account(0)];
  const content = { title: "Words", description: "Nothing but words" };
  const text = {
    typeUrl: v1beta1.TextProposal.typeUrl,
    value: v1beta1.TextProposal.encode(content),
  };
  const events = await chain.deliver(
    3,
    message(v1beta1.MsgSubmitProposal, {
      content: text,
      initialDeposit: uvna(9_000_000n),
      proposer: who,
    }),
  );
  expect(events[1]).toEqual([
    "submit_proposal",
    ["proposal_id", "1"],
    ["proposal_proposer", who],
    ["proposal_messages", ",/cosmos.gov.v1.MsgExecLegacyContent"],
  ]);
  const amount = uvna(1_000_000n);
  await chain.deliver(3, message(v1beta1.MsgDeposit, { proposalId: 1n, depositor: who, amount }));
  await chain.deliver(0, message(v1beta1.MsgVote, { proposalId: 1n, voter: other, option: YES }));
  const options = [
    { option: YES, weight: 900_000_000_000_000_000n },
    { option: NO, weight: 100_000_000_000_000_000n },
  ];
  const weighted = { proposalId: 1n, voter: chain.account(1), options };
  await chain.deliver(1, message(v1beta1.MsgVoteWeighted, weighted));
  const proposal = await proposalOf(chain, 1n);
  expect(proposal).toMatchObject({ title: "Words", summary: "Nothing but words", proposer: who });
  expect(gov.MsgExecLegacyContent.decode(proposal.messages[0]?.value ?? new Uint8Array())).toEqual({
    content: text,
    authority: GOV,
  });
  const { votes } = chain.section("gov");
  expect(votes.find((one: { voter: string }) => one.voter === chain.account(1)).options).toEqual([
    { option: "VOTE_OPTION_YES", weight: "0.900000000000000000" },
    { option: "VOTE_OPTION_NO", weight: "0.100000000000000000" },
  ]);
  await chain.block({ seconds: 11n });
  expect(await proposalOf(chain, 1n)).toMatchObject({
    status: gov.ProposalStatus.PROPOSAL_STATUS_PASSED,
    finalTallyResult: { yesCount: "19000000", noCount: "1000000" },
  });
});

it("v1beta1 answers what was proposed, and one odd proposal does not spoil a list", async () => {
  chain = await govChain();
  const who = chain.account(3);
  const content = { title: "Words", description: "d" };
  const text = {
    typeUrl: v1beta1.TextProposal.typeUrl,
    value: v1beta1.TextProposal.encode(content),
  };
  const exec = message(gov.MsgExecLegacyContent, { authority: GOV, content: text });
  const initialDeposit = uvna(1_000_000n);
  const texts = { title: "Two", summary: "at once", metadata: "m" };
  await chain.deliver(
    3,
    message(v1beta1.MsgSubmitProposal, { content: text, initialDeposit, proposer: who }),
    message(gov.MsgSubmitProposal, {
      ...texts,
      messages: [exec, exec],
      initialDeposit,
      proposer: who,
    }),
  );
  const { proposals } = await chain.ask<object, v1beta1.QueryProposalsResponse>(
    v1beta1.Query.Proposals,
    {},
  );
  const contents = proposals.map((one) =>
    v1beta1.TextProposal.decode(one.content?.value ?? new Uint8Array()),
  );
  expect(contents).toEqual([content, { title: "Two", description: "at once" }]);
});
