import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { devGenesis } from "../../src/cli/dev-accounts.js";
import { readDocument, sectionOf, writeDocument } from "../../src/cli/genesis/file.js";
import { openKeyring } from "../../src/cli/keyring/open.js";
import { makeHome } from "../../src/cli/new-home.js";
import { readKeyFile } from "../../src/engine/embedded/keys.js";
import { homePaths } from "../../src/engine/home/paths.js";
import { GOV } from "../support/gov-messages.js";
import { until } from "../support/until.js";
import { startFast, vprd } from "./in-process.js";

const folder = mkdtempSync(join(tmpdir(), "gov-"));
const home = join(folder, "home");
let node: Awaited<ReturnType<typeof startFast>> | undefined;
let rpc = "";

beforeAll(async () => {
  const loopback = "tcp://127.0.0.1:0";
  const { nodeId } = makeHome({
    ...{ home, moniker: "dev", chainId: "gov-1", denom: "uvna", overwrite: false },
    ...{ development: true, rpc: loopback, api: loopback },
  });
  const { genesis, validatorKey } = homePaths(home);
  const made = { denom: "uvna", nodeId, validatorKey: readKeyFile(validatorKey).publicKey };
  const keyring = openKeyring("test", home, "verana");
  const document = await devGenesis(readDocument(genesis), made, keyring);
  const gov = sectionOf(document, "gov");
  const params = { ...Object(gov.params), voting_period: "15s", expedited_voting_period: "10s" };
  const app_state = { ...document.app_state, gov: { ...gov, params } };
  writeDocument(genesis, { ...document, app_state });
  node = await startFast(home, {
    ...{ blockTimeMs: 100, instant: true, snapshots: { interval: 0, keepRecent: 0 } },
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
const FLAGS = "--keyring-backend test -y --wait";

/** Runs a transaction that must succeed; what it answers by name. */
async function tx(line: string): Promise<Record<string, string>> {
  const ended = await raw(`${line} --node ${rpc} ${FLAGS} -o brief`);
  expect([ended.code, ended.stderr.includes("refused")], ended.stderr).toEqual([0, false]);
  const pairs = ended.stdout
    .trim()
    .split("\n")
    .map((said) => said.split(": "));
  return Object.fromEntries(pairs);
}

async function ask(line: string) {
  const { code, stdout, stderr } = await raw(`q gov ${line} --node ${rpc} -o json`);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

const proposal = { title: "A title", summary: "A summary", metadata: "", deposit: "1000000uvna" };

it("proposes, deposits, votes and cancels by commands with Cosmos SDK's names", async () => {
  const { params } = await ask("params");
  const update = {
    "@type": "/cosmos.gov.v1.MsgUpdateParams",
    authority: GOV,
    params: { ...params, burn_vote_quorum: true },
  };
  file("proposal.json", { ...proposal, messages: [update] });
  const { proposal_id: id } = await tx("tx gov submit-proposal proposal.json --from bob");
  expect(id).toBe("1");
  await tx("tx gov deposit 1 9000000uvna --from carol");
  expect((await ask("deposits 1")).deposits).toHaveLength(2);
  expect(
    (await ask("proposals --proposal-status PROPOSAL_STATUS_VOTING_PERIOD")).proposals,
  ).toEqual([expect.objectContaining({ id: "1", title: "A title" })]);
  await tx("tx gov vote 1 no_with_veto --from alice");
  await tx("tx gov weighted-vote 1 yes=0.75,abstain=0.25 --metadata why --from alice");
  const { votes } = await ask("votes 1");
  expect(votes[0]).toMatchObject({
    options: [{ weight: "0.750000000000000000" }, { option: "VOTE_OPTION_ABSTAIN" }],
    metadata: "why",
  });
  const { tally } = await ask("tally 1");
  expect(BigInt(tally.yes_count)).toBe(3n * BigInt(tally.abstain_count));

  await raw("tx gov draft-proposal MsgCommunityPoolSpend");
  const drafted = JSON.parse(readFileSync(join(folder, "draft_proposal.json"), "utf8"));
  expect(drafted.messages).toEqual([
    expect.objectContaining({ "@type": "/cosmos.distribution.v1beta1.MsgCommunityPoolSpend" }),
  ]);
  file("filled.json", { ...drafted, ...proposal, messages: [], metadata: "m", expedited: true });
  await tx("tx gov submit-proposal filled.json --from bob");
  expect((await ask("proposal 2")).proposal).toMatchObject({ expedited: true });
  await tx("tx gov cancel-proposal 2 --from bob");
  expect((await ask("proposals")).proposals).toHaveLength(1);

  await tx(
    "tx gov submit-legacy-proposal --title Words --description Only --deposit 10000000uvna --from bob",
  );
  const content = { title: "Words", description: "Only" };
  expect((await ask("proposal 3")).proposal.messages).toEqual([
    expect.objectContaining({ content: expect.objectContaining(content) }),
  ]);
  await until(async () => (await ask("proposal 1")).proposal.status === "PROPOSAL_STATUS_PASSED");
  expect((await ask("params voting")).params.burn_vote_quorum).toBe(true);
  expect((await ask("constitution")).constitution ?? "").toBe("");
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
  const ended = await raw(`${line} --from alice --keyring-backend test`);
  expect([ended.code, ended.stdout]).toEqual([1, ""]);
  expect(ended.stderr).toContain(why);
});
