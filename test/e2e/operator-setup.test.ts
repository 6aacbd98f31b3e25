import { execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { SigningStargateClient } from "@cosmjs/stargate";
import { afterAll, beforeAll, expect, it } from "vitest";
import { command } from "../cli/in-process.js";
import { begin, cleanAfterEach, newFolder, vprd } from "../cli/run.js";
import { COMET_BIN } from "../support/comet.js";
import { freePorts } from "../support/network.js";
import { DEV_PHRASE, VPRD } from "../support/vprd.js";

cleanAfterEach();

const SCRIPT = fileURLToPath(new URL("operator-setup.sh", import.meta.url));
const CHAIN_ID = "operated-1";

let made: Awaited<ReturnType<typeof runScript>>;

beforeAll(async () => {
  made = await runScript();
}, 240_000);

afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

/** Runs the operator's script; its home, and where a node of it listens. */
async function runScript() {
  const folder = mkdtempSync(join(tmpdir(), "vprd-operated-"));
  const bin = join(folder, "vprd");
  writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${VPRD}" "$@"\n`);
  chmodSync(bin, 0o755);
  const [rpc = 0, api = 0, p2p = 0, abci = 0] = await freePorts(4);
  const home = join(folder, "home");
  await promisify(execFile)("sh", [SCRIPT], {
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      PHRASE: DEV_PHRASE,
      HOME_DIR: home,
      CHAIN_ID,
      ...{ RPC_PORT: String(rpc), API_PORT: String(api) },
      ...{ P2P_PORT: String(p2p), ABCI_PORT: String(abci) },
    },
  });
  return { folder, home, rpc: `http://127.0.0.1:${rpc}`, api: `http://127.0.0.1:${api}` };
}

/** A home of a test's own, just as the script left it. */
function setUp() {
  const folder = newFolder();
  const home = join(folder, "home");
  cpSync(made.home, home, { recursive: true });
  return { ...made, folder, home };
}

/** JSON of an answer of REST, asked until there is one. */
async function ask(url: string) {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.status === 200) return JSON.parse(await response.text());
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no answer at ${url}`);
}

it.each(
  COMET_BIN === undefined
    ? [["the embedded engine", []]]
    : [
        ["the embedded engine", ["--instant"]],
        ["CometBFT", ["--with-comet", "--comet.bin", COMET_BIN]],
      ],
)("a set-up script of a Cosmos chain gives a running chain on %s", async (_, flags) => {
  const { folder, home, rpc, api } = setUp();
  const [gentx = ""] = readdirSync(join(home, "config/gentx"));
  expect(gentx).toMatch(/^gentx-[0-9a-f]{40}\.json$/);
  const genesis = JSON.parse(readFileSync(join(home, "config/genesis.json"), "utf8"));
  expect(genesis.validators).toBeUndefined();
  const collected = JSON.parse(readFileSync(join(home, "config/gentx", gentx), "utf8"));
  expect(genesis.app_state.genutil.gen_txs).toEqual([collected]);

  const node = begin(folder, ["start", "--home", home, ...flags]);
  const { validators } = await ask(`${api}/cosmos/staking/v1beta1/validators`);
  expect(validators).toMatchObject([{ status: "BOND_STATUS_BONDED", tokens: "1000000000" }]);
  const at = await ask(`${rpc}/validators`);
  expect(at.result.validators).toMatchObject([{ voting_power: "1000" }]);
  // Its minted coins are the proof that the validator earns.
  const operator = validators[0].operator_address;
  const path = `${api}/cosmos/distribution/v1beta1/validators/${operator}/outstanding_rewards`;
  let rewards: readonly unknown[] = [];
  while (rewards.length === 0) ({ rewards } = (await ask(path)).rewards);

  const wallet = await DirectSecp256k1HdWallet.fromMnemonic(DEV_PHRASE, { prefix: "verana" });
  const [{ address } = { address: "" }] = await wallet.getAccounts();
  const client = await SigningStargateClient.connectWithSigner(rpc, wallet);
  expect(await client.getSequence(address)).toMatchObject({ sequence: 1 });
  const fee = { amount: [{ denom: "uvna", amount: "5000" }], gas: "300000" };
  const stake = { denom: "uvna", amount: "1000000" };
  const sent = await client.delegateTokens(address, operator, stake, fee);
  expect(sent.code).toBe(0);
  client.disconnect();

  node.child.kill("SIGTERM");
  expect((await node.ended).code).toBe(0);
  const checked = await vprd(folder, ["invariants", "--home", home]);
  expect(checked.stdout).toContain("bank/total-supply: holds");
  expect(checked.code).toBe(0);
});

it("tells what is wrong with a validator's transaction, and leaves the genesis as it is", async () => {
  const { home } = setUp();
  const at = ["--home", home];
  const keyring = ["--keyring-backend", "test"];
  const file = join(home, "config/genesis.json");
  const before = readFileSync(file, "utf8");
  const refused = async (...args: readonly string[]) => {
    const { code, stderr } = await command(...args, ...at);
    expect(code).toBe(1);
    return stderr;
  };
  const sign = (amount: string, ...more: readonly string[]) =>
    refused("gentx", "validator", amount, ...keyring, ...more);
  expect(await sign("1000000000000001uvna")).toMatch(/has only 1000000000000000uvna/);
  expect(await sign("1000ufoo")).toMatch(/stakes uvna, not ufoo/);
  expect(await sign("1000uvna", "--chain-id", "other-1")).toMatch(/operated-1, not other-1/);
  expect(await sign("1000uvna", "--commission-rate", "0.3")).toMatch(/commission/);
  expect(await sign("1000uvna", "--min-self-delegation", "2000")).toMatch(/self delegation/);

  const folderOf = join(home, "config/gentx");
  const [own = ""] = readdirSync(folderOf);
  const good = readFileSync(join(folderOf, own), "utf8");
  const copy = join(folderOf, "zz.json");
  writeFileSync(copy, good);
  expect(await refused("collect-gentxs")).toMatch(/zz\.json: the validator .* is in gentx-/);
  for (const [bad, reason] of [
    ["{", /own\.json: .*JSON/],
    [good.replace("1000000000", "2000000000"), /own\.json: .*signature/],
    [good.replace("MsgCreateValidator", "MsgDelegate"), /own\.json: /],
    [good.replace(/"memo":"[^"]*"/, '"memo":"nobody"'), /own\.json: its memo "nobody"/],
  ] as const) {
    const other = newFolder();
    writeFileSync(join(other, "own.json"), bad);
    expect(await refused("collect-gentxs", "--gentx-dir", other)).toMatch(reason);
  }
  expect(await refused("collect-gentxs", "--gentx-dir", newFolder())).toMatch(/no gentx/);
  expect(readFileSync(file, "utf8")).toBe(before);

  const add = ["add-genesis-account", "validator", "5uvna", ...keyring, ...at];
  expect((await command(...add)).code).toBe(1);
  expect((await command(...add, "--append")).code).toBe(0);
  const { app_state: state } = JSON.parse(readFileSync(file, "utf8"));
  expect(state.bank.balances[0].coins).toEqual([{ denom: "uvna", amount: "1000000000000005" }]);
  expect(state.bank.supply).toEqual([{ denom: "uvna", amount: "1000000000001005" }]);
  expect(state.auth.accounts[1]).toMatchObject({
    "@type": "/cosmos.vesting.v1beta1.DelayedVestingAccount",
    base_vesting_account: { end_time: "4102444800", original_vesting: [{ amount: "600" }] },
  });
});
