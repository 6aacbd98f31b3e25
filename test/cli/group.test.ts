import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DevHome } from "./dev-home.js";

let chain: DevHome;

beforeAll(async () => {
  chain = await DevHome.start("group");
});

afterAll(() => chain?.stop());

const member = (address: string, weight = "1") => ({ address, weight });
const rules = (threshold: string) => ({
  "@type": "/cosmos.group.v1.ThresholdDecisionPolicy",
  threshold,
  windows: { voting_period: "3600s", min_execution_period: "0s" },
});

it("changes members, rules and admins of a group by commands with Cosmos SDK's names", async () => {
  chain.file("members.json", { members: [member("alice"), member("bob"), member("carol")] });
  chain.file("two.json", rules("2"));
  const { group_id: id } = await chain.tx("group create-group alice about members.json");
  const { address: policy } = await chain.tx(
    `group create-group-policy alice ${id} about two.json`,
  );

  chain.file("updates.json", { members: [member("carol", "0"), member("dave", "2.5")] });
  await chain.tx(`group update-group-members alice ${id} updates.json`);
  await chain.tx(`group leave-group bob ${id}`);
  await chain.tx(`group update-group-metadata alice ${id} changed`);
  await chain.tx(`group update-group-admin alice ${id} bob`);
  const { info } = await chain.ask(`group group-info ${id}`);
  expect(info).toMatchObject({ total_weight: "3.5", metadata: "changed", version: "5" });
  expect(info.admin).toBe(await chain.addressOf("bob"));
  const { members } = await chain.ask(`group group-members ${id}`);
  expect(members).toHaveLength(2);

  chain.file("one.json", rules("1"));
  await chain.tx(`group update-group-policy-metadata alice ${policy} changed`);
  await chain.tx(`group update-group-policy-decision-policy alice ${policy} one.json`);
  await chain.tx(`group update-group-policy-admin alice ${policy} carol`);
  const { info: changed } = await chain.ask(`group group-policy-info ${policy}`);
  expect(changed).toMatchObject({
    metadata: "changed",
    version: "4",
    decision_policy: { threshold: "1" },
    admin: await chain.addressOf("carol"),
  });
  const late = `tx group update-group-metadata alice ${id} mine --gas 300000 -y --wait`;
  const refused = await chain.raw(`${late} --node ${chain.rpc} --keyring-backend test`);
  expect([refused.code, refused.stderr.includes("(sdk 4)")]).toEqual([1, true]);

  await chain.raw("tx group draft-proposal MsgSend MsgLeaveGroup");
  const drafted = JSON.parse(readFileSync(join(chain.folder, "draft_group_proposal.json"), "utf8"));
  const [send, leave] = drafted.messages;
  expect([send["@type"], leave]).toEqual([
    "/cosmos.bank.v1beta1.MsgSend",
    { "@type": "/cosmos.group.v1.MsgLeaveGroup", address: "", group_id: "0" },
  ]);
  chain.file("filled.json", {
    ...drafted,
    ...{ group_policy_address: policy, proposers: ["alice"], title: "t", summary: "s" },
    messages: [],
  });
  const { proposal_id: first } = await chain.tx("group submit-proposal filled.json");
  await chain.tx(`group withdraw-proposal ${first} alice`);
  const { proposal } = await chain.ask(`group proposal ${first}`);
  expect(proposal.status).toBe("PROPOSAL_STATUS_WITHDRAWN");
  const { proposal_id: second } = await chain.tx("group submit-proposal filled.json");
  await chain.tx(`group withdraw-proposal ${second} --from carol`);
  expect((await chain.ask(`group proposals-by-group-policy ${policy}`)).proposals).toHaveLength(2);
}, 180_000);

it("lets an operator act for a corporation by one command: proposed, voted, executed", async () => {
  const doc = `--doc-url https://example.com/d --doc-digest-sri sha384-${"A".repeat(64)}`;
  const made = await chain.tx(
    `corporation create --from alice --member alice,bob,carol,dave --threshold 3 --did did:a:b ${doc}`,
  );
  const grant = await chain.tx(
    `corporation grant-operator erin --corporation ${made.corporation_id} --from alice --voter bob --voter carol,dave`,
  );
  // Carol's vote decided; dave was not asked.
  expect(grant.execution).toBe("success");
  const { votes } = await chain.ask(`group votes-by-voter ${await chain.addressOf("dave")}`);
  expect(votes).toEqual([]);
  const { operator_authorizations: operators } = await chain.ask(
    `de list-operator-authorizations --operator ${await chain.addressOf("erin")}`,
  );
  expect(operators).toHaveLength(1);
}, 180_000);

it.each([
  [
    "voters of a transaction that is only printed",
    "tx corporation grant-operator erin --from alice --voter bob --generate-only",
    "--generate-only",
  ],
  [
    "voters beside one account's sequence",
    "tx corporation grant-operator erin --from alice --voter bob --sequence 7",
    "--sequence",
  ],
  [
    "voters, where nobody waits for the proposal",
    "tx corporation grant-operator erin --from alice --voter bob --no-wait",
    "goes with --wait",
  ],
  ["a draft whose file is there", "tx group draft-proposal", "is there already"],
  ["a draft of an unknown message", "tx group draft-proposal MsgNothing", "no such message"],
  ["a draft of one name for several", "tx group draft-proposal MsgVote", "more than one message"],
  ["members that are no file", "tx group update-group-members alice 1 none.json", "cannot read"],
  ["a group that is no id", "tx group leave-group alice one", "not an id"],
])("refuses %s", async (_what, line, why) => {
  chain.file("draft_group_proposal.json", {});
  const ended = await chain.raw(
    `${line} ${line.includes("draft") ? "" : "--keyring-backend test"}`.trim(),
  );
  expect([ended.code, ended.stdout]).toEqual([1, ""]);
  expect(ended.stderr).toContain(why);
});
