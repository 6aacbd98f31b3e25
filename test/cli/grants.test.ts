import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

const folder = mkdtempSync(join(tmpdir(), "grants-"));
const home = join(folder, "home");
let node: Awaited<ReturnType<typeof startFast>> | undefined;
let rpc = "";

beforeAll(async () => {
  const loopback = "tcp://127.0.0.1:0";
  const { nodeId } = makeHome({
    ...{ home, moniker: "dev", chainId: "grants-1", denom: "uvna", overwrite: false },
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

const raw = (line: string) => vprd(folder, [...line.split(" "), "--home", home]);
const flags = () => `--node ${rpc} --keyring-backend test -y -o json`;

async function tx(line: string): Promise<{ readonly code: number; readonly codespace: string }> {
  const { stdout, stderr } = await raw(`tx ${line} ${flags()} --wait`);
  expect(stdout, stderr).not.toBe("");
  return JSON.parse(stdout);
}

async function ask(line: string) {
  const { code, stdout, stderr } = await raw(`q ${line} --node ${rpc} -o json`);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

const addressOf = async (name: string) =>
  (await raw(`keys show ${name} -a --keyring-backend test`)).stdout.trim();

it("grants, uses, shows and revokes fee allowances with Cosmos SDK's commands", async () => {
  const [alice, bob] = [await addressOf("alice"), await addressOf("bob")];
  const given = "feegrant grant alice bob --spend-limit 900000uvna --expiration +24h";
  const limits = "--period 3600 --period-limit 60000uvna";
  const only = "--allowed-messages /cosmos.bank.v1beta1.MsgSend,/cosmos.gov.v1.MsgVote";
  expect(await tx(`${given} ${limits} ${only}`)).toMatchObject({ code: 0 });
  const { allowance } = await ask("feegrant grant alice bob");
  expect(allowance).toMatchObject({
    granter: alice,
    grantee: bob,
    allowance: {
      "@type": "/cosmos.feegrant.v1beta1.AllowedMsgAllowance",
      allowance: {
        "@type": "/cosmos.feegrant.v1beta1.PeriodicAllowance",
        basic: { spend_limit: [{ denom: "uvna", amount: "900000" }] },
        period: "3600s",
        period_spend_limit: [{ denom: "uvna", amount: "60000" }],
      },
      allowed_messages: ["/cosmos.bank.v1beta1.MsgSend", "/cosmos.gov.v1.MsgVote"],
    },
  });
  const send = "bank send bob carol 1uvna --fee-granter alice --gas 200000 --fees";
  expect(await tx(`${send} 50000uvna`)).toMatchObject({ code: 0 });
  expect(await raw(`tx ${send} 50000uvna ${flags()}`)).toMatchObject({ code: 1 });
  expect((await ask("feegrant grants-by-grantee bob")).allowances).toHaveLength(1);
  const [one] = (await ask("feegrant grants-by-granter alice")).allowances;
  expect(one.allowance.allowance.period_can_spend).toEqual([{ denom: "uvna", amount: "10000" }]);
  expect(await tx("feegrant revoke alice bob")).toMatchObject({ code: 0 });
  expect(await tx("feegrant prune --from bob")).toMatchObject({ code: 0 });
  expect((await ask("feegrant grants-by-granter alice")).allowances).toEqual([]);
});

it("tells what is missing or does not fit in a fee allowance", async () => {
  const wrong = async (line: string) => (await raw(`tx ${line} ${flags()}`)).stderr;
  const grant = "feegrant grant alice bob";
  expect(await wrong(`${grant} --period 60`)).toContain("go together");
  expect(await wrong(`${grant} --spend-limit much`)).toContain("no coins");
  expect(await wrong(`${grant} --expiration soon`)).toContain("no time");
  const late = "--expiration +10s --period 1h --period-limit 5uvna";
  expect(await wrong(`${grant} ${late}`)).toContain("after the expiration");
});

it("authorizes an account, sends for another, and takes it back with Cosmos SDK's commands", async () => {
  const [alice, bob] = [await addressOf("alice"), await addressOf("bob")];
  const carol = await addressOf("carol");
  const grant = "authz grant bob";
  const sending = `${grant} send --spend-limit 100uvna --allow-list carol --from alice`;
  expect(await tx(`${sending} --expiration +1h`)).toMatchObject({ code: 0 });
  const vote = "/cosmos.group.v1.MsgVote";
  expect(await tx(`${grant} generic --msg-type ${vote} --from alice`)).toMatchObject({ code: 0 });
  for (const kind of ["delegate", "unbond", "redelegate", "cancel-unbond"]) {
    const staking = `${grant} ${kind} --spend-limit 5uvna --allowed-validators alice --from alice`;
    expect(await tx(staking)).toMatchObject({ code: 0 });
  }
  const { grants } = await ask("authz grants alice bob");
  expect(grants).toHaveLength(6);
  const [one] = (await ask("authz grants alice bob /cosmos.bank.v1beta1.MsgSend")).grants;
  expect(one.authorization).toEqual({
    "@type": "/cosmos.bank.v1beta1.SendAuthorization",
    spend_limit: [{ denom: "uvna", amount: "100" }],
    allow_list: [carol],
  });
  expect((await ask("authz grants-by-granter alice")).grants[0]).toMatchObject({ granter: alice });
  expect((await ask("authz grants-by-grantee bob")).grants[0]).toMatchObject({ grantee: bob });

  const made = await raw(`tx bank send alice carol 60uvna --generate-only ${flags()}`);
  writeFileSync(join(folder, "send.json"), made.stdout);
  expect(await tx("authz exec send.json --from bob")).toMatchObject({ code: 0 });
  expect(await raw(`tx authz exec send.json --from bob ${flags()}`)).toMatchObject({ code: 1 });
  expect(await tx(`authz revoke bob ${vote} --from alice`)).toMatchObject({ code: 0 });
  expect((await ask("authz grants alice bob")).grants).toHaveLength(5);
});

it("tells what is missing or does not fit in an authorization", async () => {
  const wrong = async (line: string) =>
    (await raw(`tx authz ${line} --from alice ${flags()}`)).stderr;
  expect(await wrong("grant bob everything")).toContain("none of send, generic");
  expect(await wrong("grant bob generic")).toContain("--msg-type");
  expect(await wrong("grant bob delegate --spend-limit 5uvna")).toContain("--allowed-validators");
  expect(await wrong("grant bob delegate --spend-limit 5uvna,6abc")).toContain("one amount");
  expect(await wrong("exec nothing.json")).toContain("nothing.json");
});
