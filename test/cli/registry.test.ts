import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { afterAll, beforeAll, expect, it } from "vitest";
import { devGenesis } from "../../src/cli/dev-accounts.js";
import { readDocument, writeDocument } from "../../src/cli/genesis/file.js";
import { openKeyring } from "../../src/cli/keyring/open.js";
import { makeHome } from "../../src/cli/new-home.js";
import { program } from "../../src/cli/program.js";
import { readKeyFile } from "../../src/engine/embedded/keys.js";
import { homePaths } from "../../src/engine/home/paths.js";
import { startFast, vprd } from "./in-process.js";

const folder = mkdtempSync(join(tmpdir(), "registry-"));
const home = join(folder, "home");
let node: Awaited<ReturnType<typeof startFast>> | undefined;
let rpc = "";

beforeAll(async () => {
  const loopback = "tcp://127.0.0.1:0";
  const { nodeId } = makeHome({
    ...{ home, moniker: "dev", chainId: "registry-1", denom: "uvna", overwrite: false },
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

/** Runs a transaction that must succeed; what it answers by name. */
async function tx(line: string): Promise<Record<string, string>> {
  const ended = await raw(`tx ${line} --node ${rpc} --keyring-backend test -y --wait -o brief`);
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

const DOC = `--doc-url https://example.com/d --doc-digest-sri sha384-${"A".repeat(64)}`;
const DIGEST = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

it("takes a corporation from its creation to an archive, by commands alone", async () => {
  await tx(`co create --from alice --did did:example:acme ${DOC}`);
  const { execution } = await tx(
    "corporation grant-operator bob --with-feegrant --feegrant-spend-limit 5000000uvna --from alice",
  );
  expect(execution).toBe("success");

  await tx(`digest store-digest ${DIGEST} --from bob`);
  expect((await ask(`di get-digest ${DIGEST}`)).digest.digest).toBe(DIGEST);
  await tx("co update did:example:acme2 --from bob");
  await tx("co archive --archive --from bob");
  const { corporation } = await ask("co get-corporation 1");
  expect(corporation).toMatchObject({ did: "did:example:acme2", archived: expect.any(String) });
  await tx("co archive-corporation --from bob");

  const grants = "GrantOperatorAuthorization,RevokeOperatorAuthorization";
  await tx(`co grant-operator carol --msg-types ${grants} --from alice`);
  await tx("de grant-operator-authz dave --msg-types StoreDigest,UpdateCorporation --from carol");
  const listed = await ask("de list-operator-authorizations --corporation-id 1");
  expect(listed.operator_authorizations).toHaveLength(3);
  await tx("delegation revoke-operator-authz dave --from carol");
  await tx("co revoke-operator bob --from alice");
  const left = await ask("de list-operator-authorizations");
  expect(left.operator_authorizations).toHaveLength(1);
}, 180_000);

it("proposes rates and oracles to governance, and refuses an oracle that is none", async () => {
  const deposit = "--deposit 10000000uvna --from alice";
  const pair = "--base-asset-type fiat --base-asset EUR --quote-asset-type coin --quote-asset uvna";
  await tx(`xr create-exchange-rate ${pair} --rate 2500000 --rate-scale 2 ${deposit}`);
  await tx(`xr set-exchange-rate-state 1 --state ${deposit}`);
  await tx(`xr grant-exchange-rate-authz 1 bob --expiration +30d --min-interval 10s ${deposit}`);
  await tx(`exchange-rate revoke-exchange-rate-authz 1 bob ${deposit}`);
  const { proposals } = await ask("gov proposals");
  expect(
    proposals.map(({ messages }: { readonly messages: readonly object[] }) => messages[0]),
  ).toMatchObject([
    {
      "@type": "/verana.xr.v1.MsgCreateExchangeRate",
      base_asset_type: "FIAT",
      base_asset: "EUR",
      rate: "2500000",
      rate_scale: 2,
      validity_duration: "86400s",
      state: false,
    },
    { "@type": "/verana.xr.v1.MsgSetExchangeRateState", id: "1", state: true },
    { "@type": "/verana.xr.v1.MsgGrantExchangeRateAuthorization", min_interval: "10s" },
    { "@type": "/verana.xr.v1.MsgRevokeExchangeRateAuthorization", xr_id: "1" },
  ]);
  const push = "tx xr update-exchange-rate 1 2510000 --from bob --gas 300000 -y --wait";
  const refused = await raw(`${push} --node ${rpc} --keyring-backend test`);
  expect([refused.code, refused.stderr.includes("(xr 2)")], refused.stderr).toEqual([1, true]);
}, 180_000);

it("[D-GEN-04] shows an example in the help of every command of these modules", () => {
  const tx = program().commands.find((command) => command.name() === "tx");
  const names = ["co", "de", "di", "xr"];
  const modules = (tx?.commands ?? []).filter((module) => names.includes(module.name()));
  expect(modules).toHaveLength(4);
  const helpOf = (command: Command): string => {
    let help = "";
    const hear = (text: string) => {
      help += text;
    };
    command.configureOutput({ writeOut: hear }).outputHelp();
    return help;
  };
  for (const command of modules.flatMap(({ commands }) => commands)) {
    expect(helpOf(command)).toMatch(
      new RegExp(`Example:\\n {2}vprd tx \\w+ ${command.name()}.* --from \\w+`),
    );
  }
});
