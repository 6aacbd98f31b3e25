import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { startEmbedded } from "../../src/engine/embedded/node.js";
import { ValidatorUpdate } from "../../src/gen/tendermint/abci.js";
import { newHome, nodeForTest, removeHome, type TestNode, utf8 } from "../support/embedded.js";
import { KvApp } from "../support/kv-app.js";
import { recordedResult } from "../support/recorded-rpc.js";
import { shapeDifferences } from "../support/skeleton.js";

// biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes
async function answer({ url }: Pick<TestNode, "url">, method: string, params = {}): Promise<any> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  return (await fetch(url, { method: "POST", body })).json();
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("a block that changes the validators", () => {
  it("says so in its results and to subscribers, as recorded", async () => {
    const app = new KvApp();
    const node = await nodeForTest({ app, blockTimeMs: 20 });
    const socket = new WebSocket(`${node.url.replace("http", "ws")}/websocket`);
    onTestFinished(() => socket.terminate());
    await new Promise((resolve) => socket.on("open", resolve));
    const frames: string[] = [];
    socket.on("message", (data) => frames.push(String(data)));
    const query = "tm.event='ValidatorSetUpdates'";
    socket.send(JSON.stringify({ id: 1, method: "subscribe", params: { query } }));
    while (frames.length === 0) await sleep(5);

    const key = Buffer.alloc(32, 7);
    app.updates = [ValidatorUpdate.create({ pubKey: { ed25519: key }, power: 2n })];
    while (frames.length < 2) await sleep(5);
    expect(JSON.parse(frames[1] ?? "")).toMatchObject({
      id: 1,
      result: {
        data: {
          type: "tendermint/event/ValidatorSetUpdates",
          value: {
            validator_updates: [
              {
                pub_key: { type: "tendermint/PubKeyEd25519", value: key.toString("base64") },
                voting_power: "2",
                proposer_priority: "0",
              },
            ],
          },
        },
      },
    });
    const changed = app.finalized.length;
    for (let height = 1; height <= changed; height += 1) {
      const { result } = await answer(node, "block_results", { height: String(height) });
      if (result.validator_updates === null) continue;
      const wanted = recordedResult("block_results", { height: "165" });
      const ignore = [/txs_results|finalize_block_events|consensus_param_updates/];
      expect(shapeDifferences(wanted, result, ignore)).toEqual([]);
      return;
    }
    throw new Error("no block tells of the change");
  });
});

describe("transactions that wait", () => {
  it("are counted and listed, at most as many as asked for", async () => {
    const node = await nodeForTest({ blockTimeMs: 100_000 });
    const texts = Array.from({ length: 35 }, (_, n) => `k${n}=v`);
    for (const text of texts) await node.backend.mempool.add(utf8(text));
    const total_bytes = String(texts.join("").length);
    const counts = { total: "35", total_bytes };
    const { result } = await answer(node, "num_unconfirmed_txs");
    expect(result).toEqual({ n_txs: "35", ...counts, txs: null });
    const list = async (limit?: string) =>
      (await answer(node, "unconfirmed_txs", limit === undefined ? {} : { limit })).result;
    expect(await list("2")).toEqual({ n_txs: "2", ...counts, txs: texts.slice(0, 2).map(base64) });
    expect((await list()).n_txs).toBe("30");
    expect((await list("100")).n_txs).toBe("35");
  });

  it("make broadcast_tx_commit give up after its time, and stay", async () => {
    const node = await nodeForTest({ blockTimeMs: 100_000, commitTimeoutMs: 100 });
    const { error } = await answer(node, "broadcast_tx_commit", { tx: base64("a=1") });
    expect(error).toMatchObject({
      code: -32603,
      data: "timed out waiting for tx to be included in a block",
    });
    expect(node.backend.mempool.size).toBe(1);
    const again = await answer(node, "broadcast_tx_commit", { tx: base64("a=1") });
    expect(again.error.data).toBe("tx already exists in cache");
  });

  it("are refused when there is no room, by every broadcast", async () => {
    const node = await nodeForTest({ blockTimeMs: 100_000, mempool: { size: 1 } });
    await node.backend.mempool.add(utf8("a=1"));
    for (const kind of ["sync", "async", "commit"]) {
      const { error } = await answer(node, `broadcast_tx_${kind}`, { tx: base64("b=1") });
      expect(error.code).toBe(-32603);
      expect(error.data).toMatch(
        /^mempool is full: number of txs 1 \(max: 1\), total txs bytes 3 \(max: \d+\)$/,
      );
    }
  });

  it("go into as few blocks as they fit when they come at once in instant mode", async () => {
    const node = await nodeForTest({ blockTimeMs: 100_000, instant: true });
    const before = node.backend.chain.height;
    const waits = Array.from({ length: 200 }, (_, n) =>
      node.backend.mempool.addAndWait(utf8(`k${n}=v`)),
    );
    const heights = (await Promise.all(waits)).map(({ found }) => found?.height ?? 0n);
    expect(new Set(heights).size).toBeLessThan(20);
    expect(heights.every((height) => height > before)).toBe(true);
  });
});

describe("a large genesis", () => {
  it("comes in chunks of 16 MiB, and not in one piece", async () => {
    const text = "x".repeat(17 * 1024 * 1024);
    const home = newHome({ app_state: { text } });
    onTestFinished(() => removeHome(home));
    const node = await nodeForTest({ home });
    const { error } = await answer(node, "genesis");
    expect(error.data).toBe(
      "genesis response is large, please use the genesis_chunked API instead",
    );
    const chunks: Buffer[] = [];
    for (const chunk of ["0", "1"]) {
      const { result } = await answer(node, "genesis_chunked", { chunk });
      expect([result.chunk, result.total]).toEqual([chunk, "2"]);
      chunks.push(Buffer.from(result.data, "base64"));
    }
    expect(chunks[0]).toHaveLength(16 * 1024 * 1024);
    const whole = JSON.parse(Buffer.concat(chunks).toString());
    expect([whole.chain_id, whole.app_state.text.length]).toEqual(["kv-1", text.length]);
    const beyond = await answer(node, "genesis_chunked", { chunk: "2" });
    expect(beyond.error.data).toBe("there are 1 chunks, 2 is invalid");
    expect((await answer(node, "genesis_chunked", { chunk: "-1" })).error.code).toBe(-32603);
  });
});

describe("before the first block", () => {
  it("status waits for it, and everything else answers or says that there is none", async () => {
    const soon = new Date(Date.now() + 1_500).toISOString();
    const home = newHome({ genesis_time: soon });
    const started = await startEmbedded({
      home,
      app: new KvApp(),
      rpcListen: "tcp://127.0.0.1:0",
      blockTimeMs: 20,
    });
    onTestFinished(async () => {
      await started.stop();
      removeHome(home);
    });
    const node = { url: started.rpcAddress.replace("tcp:", "http:") };
    const status = answer(node, "status");
    for (const method of ["health", "net_info", "abci_info", "genesis", "consensus_params"]) {
      expect([method, (await answer(node, method)).error]).toEqual([method, undefined]);
    }
    for (const method of ["block", "header", "commit", "block_results", "blockchain"]) {
      const found = await answer(node, method);
      expect([method, found.error?.code ?? found.result]).not.toEqual([method, -32602]);
    }
    expect((await answer(node, "tx_search", { query: "tx.height>0" })).result.txs).toEqual([]);
    const { result } = await status;
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(soon));
    expect(Number(result.sync_info.latest_block_height)).toBeGreaterThan(0);
    expect(result.sync_info.catching_up).toBe(false);
  });
});
