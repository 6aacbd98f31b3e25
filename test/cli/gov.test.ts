import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sectionOf } from "../../src/cli/genesis/file.js";
import { GOV } from "../support/gov-messages.js";
import { until } from "../support/until.js";
import { DevHome } from "./dev-home.js";

let chain: DevHome;

beforeAll(async () => {
  chain = await DevHome.start("gov", (document) => {
    const gov = sectionOf(document, "gov");
    const params = { ...Object(gov.params), voting_period: "15s", expedited_voting_period: "10s" };
    return { ...document, app_state: { ...document.app_state, gov: { ...gov, params } } };
  });
});

afterAll(() => chain?.stop());

const proposal = { title: "A title", summary: "A summary", metadata: "", deposit: "1000000uvna" };

it("proposes, deposits, votes and cancels by commands with Cosmos SDK's names", async () => {
  const { params } = await chain.ask("gov params");
  const update = {
    "@type": "/cosmos.gov.v1.MsgUpdateParams",
    authority: GOV,
    params: { ...params, burn_vote_quorum: true },
  };
  chain.file("proposal.json", { ...proposal, messages: [update] });
  const { proposal_id: id } = await chain.tx("gov submit-proposal proposal.json --from bob");
  expect(id).toBe("1");
  await chain.tx("gov deposit 1 9000000uvna --from carol");
  expect((await chain.ask("gov deposits 1")).deposits).toHaveLength(2);
  expect(
    (await chain.ask("gov proposals --proposal-status PROPOSAL_STATUS_VOTING_PERIOD")).proposals,
  ).toEqual([expect.objectContaining({ id: "1", title: "A title" })]);
  await chain.tx("gov vote 1 no_with_veto --from alice");
  await chain.tx("gov weighted-vote 1 yes=0.75,abstain=0.25 --metadata why --from alice");
  const { votes } = await chain.ask("gov votes 1");
  expect(votes[0]).toMatchObject({
    options: [{ weight: "0.750000000000000000" }, { option: "VOTE_OPTION_ABSTAIN" }],
    metadata: "why",
  });
  const { tally } = await chain.ask("gov tally 1");
  expect(BigInt(tally.yes_count)).toBe(3n * BigInt(tally.abstain_count));

  await chain.raw("tx gov draft-proposal MsgCommunityPoolSpend");
  const drafted = JSON.parse(readFileSync(join(chain.folder, "draft_proposal.json"), "utf8"));
  expect(drafted.messages).toEqual([
    expect.objectContaining({ "@type": "/cosmos.distribution.v1beta1.MsgCommunityPoolSpend" }),
  ]);
  chain.file("filled.json", {
    ...drafted,
    ...proposal,
    messages: [],
    metadata: "m",
    expedited: true,
  });
  await chain.tx("gov submit-proposal filled.json --from bob");
  expect((await chain.ask("gov proposal 2")).proposal).toMatchObject({ expedited: true });
  await chain.tx("gov cancel-proposal 2 --from bob");
  expect((await chain.ask("gov proposals")).proposals).toHaveLength(1);

  await chain.tx(
    "gov submit-legacy-proposal --title Words --description Only --deposit 10000000uvna --from bob",
  );
  const content = { title: "Words", description: "Only" };
  expect((await chain.ask("gov proposal 3")).proposal.messages).toEqual([
    expect.objectContaining({ content: expect.objectContaining(content) }),
  ]);
  await until(
    async () => (await chain.ask("gov proposal 1")).proposal.status === "PROPOSAL_STATUS_PASSED",
  );
  expect((await chain.ask("gov params voting")).params.burn_vote_quorum).toBe(true);
  expect((await chain.ask("gov constitution")).constitution ?? "").toBe("");
}, 180_000);

it.each([
  ["a vote that is none", "tx gov vote 1 maybe", "no vote is yes"],
  ["a weight that is none", "tx gov weighted-vote 1 yes=much", "expected an option"],
  ["a proposal that is no id", "tx gov vote one yes", "not an id"],
  ["a deposit that is none", "tx gov deposit 1 much", "are no coins"],
  ["a proposal that is no file", "tx gov submit-proposal none.json", "cannot read"],
  ["a legacy proposal without a title", "tx gov submit-legacy-proposal", "--title is missing"],
  [
    "a legacy proposal of another kind",
    "tx gov submit-legacy-proposal --title t --description d --type parameter_change",
    "only text is known",
  ],
])("refuses %s", async (_what, line, why) => {
  const ended = await chain.raw(`${line} --from alice --keyring-backend test`);
  expect([ended.code, ended.stdout]).toEqual([1, ""]);
  expect(ended.stderr).toContain(why);
});
