import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { makeHome } from "../../src/cli/new-home.js";
import { COMET_BIN, freePort } from "../support/comet.js";
import { testKey } from "../support/signed-tx.js";
import { vprd as here } from "./in-process.js";
import { begin, cleanAfterEach, newFolder, startNode, vprd } from "./run.js";

cleanAfterEach();

const TO_PORT_ZERO = ["--abci.laddr", "tcp://127.0.0.1:0"];
const NO_PEERS = ["--p2p.laddr", "tcp://127.0.0.1:0"];

/** A home as `vprd init` makes it. Commands run in processes of their own, or in this one by `quick`. */
function newHome() {
  const folder = newFolder();
  const home = join(folder, "home");
  makeHome({
    ...{ home, moniker: "m1", chainId: "test-1", denom: "uvna", overwrite: false },
    ...{ development: false, rpc: "tcp://127.0.0.1:26657", api: "tcp://127.0.0.1:1317" },
  });
  const run = (...args: readonly string[]) => vprd(folder, [...args, "--home", home]);
  const quick = (...args: readonly string[]) => here(folder, [...args, "--home", home]);
  const signer = () => readFileSync(join(home, "data", "priv_validator_state.json"), "utf8");
  return { folder, home, run, quick, signer };
}

/** Process id of the CometBFT that runs in a home; undefined where none does. */
function cometOf(home: string): number | undefined {
  try {
    const found = execFileSync("pgrep", ["-f", `cometbft start --home ${home} `]);
    return Number(found.toString().trim().split("\n")[0]);
  } catch {
    return undefined;
  }
}

const status = z.object({
  result: z.object({
    node_info: z.object({ id: z.string() }),
    sync_info: z.object({ latest_block_height: z.coerce.number() }),
    validator_info: z.object({ pub_key: z.object({ value: z.string() }) }),
  }),
});

async function statusOf(rpc: string) {
  return status.parse(await (await fetch(`${rpc}/status`)).json()).result;
}

async function heightAbove(rpc: string, height: number): Promise<number> {
  for (;;) {
    const found = await statusOf(rpc).catch(() => undefined);
    const now = found?.sync_info.latest_block_height ?? 0;
    if (now > height) return now;
    await sleep(100);
  }
}

describe.runIf(COMET_BIN)("a node with a CometBFT of its own", () => {
  const START = ["start", "--with-comet", "--comet.bin", COMET_BIN ?? "", ...NO_PEERS];

  it("runs in a home of vprd init, outlives a kill of CometBFT, and either signal ends both", async () => {
    const { folder, home, run, quick, signer } = newHome();
    await quick("keys", "add", "ann");
    await quick("genesis", "add-genesis-account", "ann", "1000000uvna");
    const start = () => startNode(folder, [...START, ...TO_PORT_ZERO, "--home", home]);
    const node = await start();
    const before = await heightAbove(node.rpc, 1);
    const sent = await run(
      "tx",
      "bank",
      "send",
      "ann",
      "ann",
      "1uvna",
      "--yes",
      "--node",
      node.rpc,
    );
    expect(JSON.parse(sent.stdout).code).toBe(0);

    const { node_info, validator_info } = await statusOf(node.rpc);
    const id = await quick("comet", "show-node-id");
    expect(id.stdout.trim()).toBe(node_info.id);
    const shown = await quick("tendermint", "show-validator");
    expect(JSON.parse(shown.stdout)).toEqual({
      "@type": "/cosmos.crypto.ed25519.PubKey",
      key: validator_info.pub_key.value,
    });
    const refused = await run("comet", "unsafe-reset-all");
    expect(refused.stderr).toContain("stop the node first");

    process.kill(cometOf(home) ?? 0, "SIGKILL");
    await heightAbove(node.rpc, before);
    const ended = await node.stop();
    expect(ended.code).toBe(0);
    expect(cometOf(home)).toBeUndefined();
    const remembered = signer();
    expect(JSON.parse(remembered).height).not.toBe("0");

    const again = await start();
    const after = await heightAbove(again.rpc, before);
    expect(after).toBeGreaterThan(before);
    process.kill(cometOf(home) ?? 0, "SIGTERM");
    const { code, stdout } = await again.ended;
    expect([code, stdout.includes("cometbft was asked to stop")]).toEqual([0, true]);
    expect(Number(JSON.parse(signer()).height)).toBeGreaterThanOrEqual(
      Number(JSON.parse(remembered).height),
    );

    const reset = await run("cometbft", "unsafe-reset-all");
    expect(reset.code).toBe(0);
    expect(existsSync(join(home, "data", "application.db"))).toBe(false);
    expect(JSON.parse(signer())).toEqual({ height: "0", round: 0, step: 0 });
  });

  it("names a taken port of either", async () => {
    const { folder, home } = newHome();
    const other = newHome();
    const node = await startNode(folder, [...START, ...TO_PORT_ZERO, "--home", home]);
    const taken = node.rpc.replace("http:", "tcp:");
    const abci = await other.run(...START, "--abci.laddr", taken, "--no-api.enable");
    expect(abci.code).toBe(1);
    expect(abci.stderr).toContain(`CometBFT: cannot listen on ${taken}`);
    const rpc = await other.run(...START, ...TO_PORT_ZERO, "--rpc.laddr", taken, "--no-api.enable");
    expect(rpc.code).toBe(1);
    expect(rpc.stderr).toContain("address already in use");
    await node.stop();
  });
});

describe("a CometBFT that cannot run", () => {
  it("stops the node with its reason and last words", async () => {
    const { folder, run } = newHome();
    const bin = join(folder, "cometbft");
    const text =
      '#!/bin/sh\n[ "$1" = version ] && echo 0.38.0 && exit\necho the last words\nexit 7\n';
    writeFileSync(bin, text, { mode: 0o755 });
    const rpc = ["--rpc.laddr", `tcp://127.0.0.1:${await freePort()}`];
    const ended = await run("start", "--with-comet", "--comet.bin", bin, ...rpc, ...TO_PORT_ZERO);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("CometBFT: cometbft ended 4 times in a row");
    expect(ended.stderr).toContain("status 7: the last words");
  });

  it.each([
    ["is not there", ["--comet.bin", "/none/cometbft"], "/none/cometbft does not run"],
    ["is of another version", ["--comet.bin", "echo"], "is version"],
    ["is to run beside the embedded engine", ["--engine", "embedded"], "does not go with"],
    ["takes a port that nobody is told", ["--rpc.laddr", "tcp://127.0.0.1:0"], "needs a port"],
  ])("is refused before anything starts where it %s", async (_, flags, reason) => {
    const { folder, run } = newHome();
    const bin = join(folder, "echo");
    writeFileSync(bin, "#!/bin/sh\necho 1.0.1\n", { mode: 0o755 });
    const given = flags.map((flag) => (flag === "echo" ? bin : flag));
    const ended = await run("start", "--with-comet", ...given);
    expect([ended.code, ended.stdout]).toEqual([1, ""]);
    expect(ended.stderr).toContain(reason);
  });

  it("is not started over the state of an embedded engine's chain", async () => {
    const { folder, home, run } = newHome();
    const node = await startNode(folder, ["start", "--home", home]);
    await heightAbove(node.rpc, 0);
    await node.stop();
    const bin = join(folder, "cometbft");
    writeFileSync(bin, "#!/bin/sh\necho 0.38.0\n", { mode: 0o755 });
    const ended = await run("start", "--with-comet", "--comet.bin", bin, ...TO_PORT_ZERO);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("--engine embedded");
  });

  it("is not asked for by flags that only it has", async () => {
    const { run } = newHome();
    const ended = await run("start", "--engine", "comet", "--p2p.seeds", "a@b:1");
    expect(ended.stderr).toContain("--with-comet");
    expect(ended.code).toBe(1);
  });
});

describe("the data of the engine", () => {
  it("is removed by reset-state, which keeps what the validator signed", async () => {
    const { folder, home, quick, signer } = newHome();
    const node = begin(folder, [
      "start",
      "--home",
      home,
      "--rpc.laddr",
      "tcp://127.0.0.1:0",
      "--no-api.enable",
    ]);
    await node.says("committed block");
    node.child.kill("SIGTERM");
    await node.ended;
    writeFileSync(join(home, "data", "priv_validator_state.json"), '{"height":"9"}');
    const reset = await quick("comet", "reset-state");
    expect(reset.code).toBe(0);
    expect(existsSync(join(home, "data", "engine.db"))).toBe(false);
    expect(existsSync(join(home, "data", "application.db"))).toBe(true);
    expect(signer()).toBe('{"height":"9"}');
  });

  it("has keys that init makes", async () => {
    const folder = newFolder();
    const shown = await here(folder, ["comet", "show-node-id", "--home", join(folder, "none")]);
    expect([shown.code, shown.stderr.includes("vprd init")]).toEqual([1, true]);
    const version = await here(folder, ["comet", "version"]);
    expect(version.stdout.split("\n").slice(0, 2)).toEqual(["ABCI: 2.0.0", "BlockProtocol: 11"]);
  });
});

describe("vprd testnet", () => {
  it("makes homes that share a genesis and know each other", async () => {
    const folder = newFolder();
    const out = join(folder, "net");
    const made = await here(folder, [
      ...["testnet", "--validators", "3", "--output-dir", out, "--chain-id", "net-1"],
      ...["--account", `${testKey(1).address}=5uvna`],
    ]);
    expect(made.code, made.stderr).toBe(0);
    const file = (index: number, name: string) =>
      readFileSync(join(out, `node${index}`, "config", name), "utf8");
    const genesis = JSON.parse(file(0, "genesis.json"));
    expect(genesis.validators).toBeUndefined();
    expect(genesis.app_state.genutil.gen_txs).toHaveLength(3);
    expect(genesis.app_state.bank.balances).toHaveLength(4);
    const shown = await here(folder, ["keys", "show", "node1", "-a", "--home", join(out, "node1")]);
    const held = genesis.app_state.bank.balances.map(({ address }: { address: string }) => address);
    expect(held).toContain(shown.stdout.trim());
    for (const index of [1, 2]) expect(file(index, "genesis.json")).toBe(file(0, "genesis.json"));
    const peers = /^persistent_peers = "(.*)"$/m.exec(file(0, "config.toml"))?.[1]?.split(",");
    const id = await here(folder, ["comet", "show-node-id", "--home", join(out, "node1")]);
    expect(peers).toHaveLength(2);
    expect(peers?.[0]).toBe(`${id.stdout.trim()}@127.0.0.1:26666`);
    const valid = await here(folder, ["genesis", "validate", "--home", join(out, "node2")]);
    expect(valid.code).toBe(0);
    const again = await here(folder, ["testnet", "--validators", "3", "--output-dir", out]);
    expect([again.code, again.stderr.includes("left as it is")]).toEqual([1, true]);
  });

  it.each([
    ["no validator", ["--validators", "0"], "1 to 100"],
    ["hosts for others", ["--validators", "2", "--host", "a"], "1 hosts for 2"],
    ["an account without coins", ["--account", "verana1x"], "is no account"],
    ["an account of nobody", ["--account", "verana1x=5uvna"], "neither an account address"],
  ])("refuses %s", async (_, flags, reason) => {
    const folder = newFolder();
    const ended = await here(folder, ["testnet", "--output-dir", join(folder, "net"), ...flags]);
    expect([ended.code, existsSync(join(folder, "net"))]).toEqual([1, false]);
    expect(ended.stderr).toContain(reason);
  });
});
