import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { vprd as here } from "./in-process.js";
import { begin, cleanAfterEach, newFolder, startNode, vprd } from "./run.js";

cleanAfterEach();

const ANSWER_KEYS = [
  ...["height", "txhash", "codespace", "code", "data", "raw_log", "logs", "info"],
  ...["gas_wanted", "gas_used", "tx", "timestamp", "events"],
];

/** A home with two funded keys. Commands run in this process, or by `apart` in one of their own. */
async function fundedHome() {
  const folder = newFolder();
  const home = join(folder, "home");
  const run = (...args: readonly string[]) => here(folder, [...args, "--home", home]);
  const apart = (...args: readonly string[]) => vprd(folder, [...args, "--home", home]);
  await run("init", "m1", "--chain-id", "test-1");
  for (const name of ["ann", "ben"]) {
    await run("keys", "add", name);
    await run("genesis", "add-genesis-account", name, "1000000uvna");
  }
  const start = (...args: readonly string[]) =>
    startNode(folder, ["start", "--home", home, "--block-time", "200ms", ...args]);
  const json = async (...args: readonly string[]) =>
    JSON.parse((await run(...args, "-o", "json")).stdout);
  return { folder, home, run, apart, start, json };
}

describe("a node made with init", () => {
  it("sends coins and prints the recorded shapes", async () => {
    const { run, apart, start, json } = await fundedHome();
    const node = await start();
    const at = ["--node", node.rpc];
    const ben = (await run("keys", "show", "ben", "-a")).stdout.trim();

    const status = await apart("status", ...at);
    expect(status.stdout.trim().split("\n")).toHaveLength(1);
    expect(Object.keys(JSON.parse(status.stdout))).toEqual([
      ...["node_info", "sync_info", "validator_info"],
    ]);

    const sent = await apart("tx", "bank", "send", "ann", ben, "7uvna", "--yes", "--wait", ...at);
    expect(sent.stderr).toMatch(/^gas estimate: \d+\n$/);
    const answer = JSON.parse(sent.stdout);
    expect(Object.keys(answer)).toEqual([...ANSWER_KEYS, "msg_responses"]);
    expect(answer.code).toBe(0);
    const { balances } = await json("q", "bank", "balances", "ben", ...at);
    expect(balances).toEqual([{ denom: "uvna", amount: "1000007" }]);
    const text = await apart("q", "bank", "balance", ben, "uvna", ...at);
    expect(text.stdout).toBe('balance:\n  amount: "1000007"\n  denom: uvna\n');

    const sync = ["tx", "bank", "send", "ann", "ben", "1uvna", "--yes", "--gas", "90000", ...at];
    const broadcast = JSON.parse((await run(...sync, "--sign-mode", "amino-json")).stdout);
    expect(Object.keys(broadcast)).toEqual(ANSWER_KEYS);
    expect(broadcast).toMatchObject({ height: "0", code: 0, tx: null, gas_wanted: "0" });
    const waited = await json("q", "wait-tx", broadcast.txhash, ...at);
    expect(waited.code).toBe(0);
    const found = await json("q", "txs", "--query", `tx.hash='${broadcast.txhash}'`, ...at);
    expect(found.txs[0].txhash).toBe(broadcast.txhash);
    const block = await json("q", "block", waited.height, ...at);
    expect(block.block.data.txs).toHaveLength(1);
    await node.stop();
  });

  it("ends with 1 where the chain or the keyring refuses, and says why", async () => {
    const { run, apart, start } = await fundedHome();
    const node = await start("--minimum-gas-prices", "0.01uvna");
    const at = ["--node", node.rpc, "--yes"];
    const send = ["tx", "bank", "send", "ann", "ben"];

    const wrong = ["--sequence", "9", "--account-number", "0", "--gas", "90000"];
    const sequence = await apart(...send, "1uvna", ...at, ...wrong);
    expect(sequence.code).toBe(1);
    expect(JSON.parse(sequence.stdout)).toMatchObject({ code: 32, codespace: "sdk" });
    expect(sequence.stderr).toContain("account sequence mismatch, expected 0, got 9");

    const cheap = await run(...send, "1uvna", ...at, "--gas", "90000", "--fees", "1uvna");
    expect(JSON.parse(cheap.stdout)).toMatchObject({ code: 13, codespace: "sdk" });
    const chain = await run(...send, "1uvna", ...at, "--gas", "90000", "--chain-id", "other");
    expect(JSON.parse(chain.stdout)).toMatchObject({ code: 4, codespace: "sdk" });
    expect([cheap.code, chain.code]).toEqual([1, 1]);

    const poor = await apart(...send, "9999999999uvna", ...at);
    expect(poor.code).toBe(1);
    expect(poor.stdout).toBe("");
    expect(poor.stderr).toContain("insufficient funds");
    for (const [args, reason] of [
      [["tx", "bank", "send", "nobody", "ben", "1uvna", ...at], "key not found"],
      [["tx", "bank", "send", "ann", "nobody", "1uvna", ...at], "neither an account address"],
      [[...send, "money", ...at], "are no coins"],
      [[...send, "1uvna", "--node", node.rpc], "use --yes"],
      [["q", "group", "group-info", "1", "--node", node.rpc], "code = NotFound"],
      [["q", "group", "group-info", "--node", node.rpc], "missing argument group-id"],
      [["q", "tx", "00", "--node", node.rpc], "is no hash"],
    ] as const) {
      const refused = await run(...args);
      expect([refused.code, refused.stdout]).toEqual([1, ""]);
      expect(refused.stderr).toContain(reason);
    }
    await node.stop();
  });

  it("prints an unsigned transaction without a node, and only estimates in a dry run", async () => {
    const { run, start } = await fundedHome();
    const send = ["tx", "bank", "send", "ann", "ben", "5uvna"];
    const unsigned = JSON.parse((await run(...send, "--generate-only", "--note", "hi")).stdout);
    expect(unsigned.body.memo).toBe("hi");
    expect(unsigned.body.messages[0]["@type"]).toBe("/cosmos.bank.v1beta1.MsgSend");
    expect(unsigned.signatures).toEqual([]);
    const node = await start();
    const dry = await run(...send, "--dry-run", "--node", node.rpc);
    expect(dry).toMatchObject({ code: 0, stdout: "" });
    expect(dry.stderr).toMatch(/^gas estimate: \d+\n$/);
    await node.stop();
  });

  it("tells of every block in JSON when asked", async () => {
    const { start } = await fundedHome();
    const node = await start("--log_format", "json");
    const { code, stdout } = await node.stop();
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const blocks = lines.filter(({ message }) => message === "committed block");
    expect(blocks.map(({ height }) => height)).toEqual(blocks.map((_, at) => String(at + 1)));
    expect(blocks[0].app_hash).toMatch(/^[0-9A-F]{64}$/);
  });
});

describe("a part that cannot start", () => {
  it("stops the whole node and names the port that is taken", async () => {
    const { apart, start } = await fundedHome();
    const other = await fundedHome();
    const node = await start();
    const taken = (url: string) => url.replace("http://", "tcp://");
    const rpc = await other.apart("start", "--rpc.laddr", taken(node.rpc), "--no-api.enable");
    expect(rpc.code).toBe(1);
    expect(rpc.stderr).toContain(new URL(node.rpc).host);
    const free = ["--rpc.laddr", "tcp://127.0.0.1:0"];
    const api = await other.apart("start", ...free, "--api.address", taken(node.api));
    expect(api.code).toBe(1);
    expect(api.stderr).toContain(`API: `);
    expect(api.stderr).toContain(new URL(node.api).host);
    const comet = ["start", "--engine", "comet", "--abci.laddr", taken(node.rpc)];
    const abci = await other.apart(...comet);
    expect(abci.code).toBe(1);
    expect(abci.stderr).toContain("ABCI server: ");
    const same = await apart("start", ...free, "--no-api.enable");
    expect(same.stderr).toContain("in use by another process");
    await node.stop();
  });

  it("refuses a genesis that cannot start a chain", async () => {
    const { home, apart } = await fundedHome();
    const { readFileSync, writeFileSync } = await import("node:fs");
    const path = join(home, "config/genesis.json");
    writeFileSync(path, readFileSync(path, "utf8").replace("1000000", "-1"));
    const refused = await apart("start", "--rpc.laddr", "tcp://127.0.0.1:0", "--no-api.enable");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("app_state.bank");
  });
});

describe("a node that waits for CometBFT", () => {
  it("stops in good order before the chain began", async () => {
    const { home, folder } = await fundedHome();
    const abci = ["--abci.laddr", "tcp://127.0.0.1:0"];
    const started = begin(folder, ["start", "--home", home, "--engine", "comet", ...abci]);
    await started.says("waiting for CometBFT");
    started.child.kill("SIGTERM");
    const { code, stdout } = await started.ended;
    expect(code).toBe(0);
    expect(stdout).toContain("the node has stopped");
  });
});
