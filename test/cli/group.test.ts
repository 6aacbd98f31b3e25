import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { devGenesis } from "../../src/cli/dev-accounts.js";
import { readDocument, writeDocument } from "../../src/cli/genesis/file.js";
import { openKeyring } from "../../src/cli/keyring/open.js";
import { makeHome } from "../../src/cli/new-home.js";
import { readKeyFile } from "../../src/engine/embedded/keys.js";
import { homePaths } from "../../src/engine/home/paths.js";
import { startFast, vprd } from "./in-process.js";

const folder = mkdtempSync(join(tmpdir(), "group-"));
const home = join(folder, "home");
let node: Awaited<ReturnType<typeof startFast>> | undefined;
let rpc = "";

beforeAll(async () => {
  const loopback = "tcp://127.0.0.1:0";
  const { nodeId } = makeHome({
    ...{ home, moniker: "dev", chainId: "group-1", denom: "uvna", overwrite: false },
    ...{ development: true, rpc: loopback, api: loopback },
  });
  const { genesis, validatorKey } = homePaths(home);
  const made = { denom: "uvna", nodeId, validatorKey: readKeyFile(validatorKey).publicKey };
  const keyring = openKeyring("test", home, "verana");
  writeDocument(genesis, await devGenesis(readDocument(genesis), made, keyring));
  node = await startFast(home, {
    blockTimeMs: 100,
    instant: true,
    snapshots: { interval: 0, keepRecent: 0 },
  });
  rpc = node.rpcAddress.replace("tcp:", "http:");
});

afterAll(async () => {
  await node?.stop();
  rmSync(folder, { recursive: true });
});

const file = (name: string, value: object) =>
  writeFileSync(join(folder, name), JSON.stringify(value));
const raw = (line: string) => vprd(folder, [...line.split(" "), "--home", home]);

/** Runs a transaction that must succeed; what it answers by name. */
async function tx(line: string): Promise<Record<string, string>> {
  const ended = await raw(`${line} --node ${rpc} --keyring-backend test -y --wait -o brief`);
  expect([ended.code, ended.stderr.includes("refused")], ended.stderr).toEqual([0, false]);
  const pairs = ended.stdout
    .trim()
    .split("\n")
    .map((said) => said.split(": "));
  return Object.fromEntries(pairs);
}

async function ask(line: string) {
  const { code, stdout, stderr } = await raw(`q ${line} --node ${rpc} -o json`);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

const addressOf = async (name: string) =>
  (await raw(`keys show ${name} -a --keyring-backend test`)).stdout.trim();

const member = (address: string, weight = "1") => ({ address, weight });
const rules = (threshold: string) => ({
  "@type": "/cosmos.group.v1.ThresholdDecisionPolicy",
  threshold,
  windows: { voting_period: "3600s", min_execution_period: "0s" },
});

it("changes members, rules and admins of a group by commands with Cosmos SDK's names", async () => {
  file("members.json", { members: [member("alice"), member("bob"), member("carol")] });
  file("two.json", rules("2"));
  const { group_id: id } = await tx("tx group create-group alice about members.json");
  const { address: policy } = await tx(`tx group create-group-policy alice ${id} about two.json`);

  file("updates.json", { members: [member("carol", "0"), member("dave", "2.5")] });
  await tx(`tx group update-group-members alice ${id} updates.json`);
  await tx(`tx group leave-group bob ${id}`);
  await tx(`tx group update-group-metadata alice ${id} changed`);
  await tx(`tx group update-group-admin alice ${id} bob`);
  const { info } = await ask(`group group-info ${id}`);
  expect(info).toMatchObject({ total_weight: "3.5", metadata: "changed", version: "5" });
  expect(info.admin).toBe(await addressOf("bob"));
  const { members } = await ask(`group group-members ${id}`);
  expect(members).toHaveLength(2);

  file("one.json", rules("1"));
  await tx(`tx group update-group-policy-metadata alice ${policy} changed`);
  await tx(`tx group update-group-policy-decision-policy alice ${policy} one.json`);
  await tx(`tx group update-group-policy-admin alice ${policy} carol`);
  const { info: changed } = await ask(`group group-policy-info ${policy}`);
  expect(changed).toMatchObject({
    metadata: "changed",
    version: "4",
    decision_policy: { threshold: "1" },
    admin: await addressOf("carol"),
  });
  const late = `tx group update-group-metadata alice ${id} mine --gas 300000 -y --wait`;
  const refused = await raw(`${late} --node ${rpc} --keyring-backend test`);
  expect([refused.code, refused.stderr.includes("(sdk 4)")]).toEqual([1, true]);

  await raw("tx group draft-proposal MsgSend MsgLeaveGroup");
  const drafted = JSON.parse(readFileSync(join(folder, "draft_group_proposal.json"), "utf8"));
  const [send, leave] = drafted.messages;
  expect([send["@type"], leave]).toEqual([
    "/cosmos.bank.v1beta1.MsgSend",
    { "@type": "/cosmos.group.v1.MsgLeaveGroup", address: "", group_id: "0" },
  ]);
  file("filled.json", {
    ...drafted,
    ...{ group_policy_address: policy, proposers: ["alice"], title: "t", summary: "s" },
    messages: [],
  });
  const { proposal_id: first } = await tx("tx group submit-proposal filled.json");
  await tx(`tx group withdraw-proposal ${first} alice`);
  const { proposal } = await ask(`group proposal ${first}`);
  expect(proposal.status).toBe("PROPOSAL_STATUS_WITHDRAWN");
  const { proposal_id: second } = await tx("tx group submit-proposal filled.json");
  await tx(`tx group withdraw-proposal ${second} --from carol`);
  expect((await ask(`group proposals-by-group-policy ${policy}`)).proposals).toHaveLength(2);
}, 180_000);

it("lets an operator act for a corporation by one command: proposed, voted, executed", async () => {
  const doc = `--doc-url https://example.com/d --doc-digest-sri sha384-${"A".repeat(64)}`;
  const made = await tx(
    `tx corporation create --from alice --member alice,bob,carol,dave --threshold 3 --did did:a:b ${doc}`,
  );
  const grant = await tx(
    `tx corporation grant-operator erin --corporation ${made.corporation_id} --from alice --voter bob --voter carol,dave`,
  );
  // Carol's vote decided; dave was not asked.
  expect(grant.execution).toBe("success");
  const { votes } = await ask(`group votes-by-voter ${await addressOf("dave")}`);
  expect(votes).toEqual([]);
  const { operator_authorizations: operators } = await ask(
    `de list-operator-authorizations --operator ${await addressOf("erin")}`,
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
  ["a draft whose file is there", "tx group draft-proposal", "is there already"],
  ["a draft of an unknown message", "tx group draft-proposal MsgNothing", "no such message"],
  ["a draft of one name for several", "tx group draft-proposal MsgVote", "more than one message"],
  ["members that are no file", "tx group update-group-members alice 1 none.json", "cannot read"],
  ["a group that is no id", "tx group leave-group alice one", "not an id"],
])("refuses %s", async (_what, line, why) => {
  file("draft_group_proposal.json", {});
  const ended = await raw(
    `${line} ${line.includes("draft") ? "" : "--keyring-backend test"}`.trim(),
  );
  expect([ended.code, ended.stdout]).toEqual([1, ""]);
  expect(ended.stderr).toContain(why);
});
