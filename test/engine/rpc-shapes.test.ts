import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { removeHome, startNode, type TestNode, utf8 } from "../support/embedded.js";
import { recordedResult, recordedRpc } from "../support/recorded-rpc.js";
import { shapeDifferences } from "../support/skeleton.js";

let node: TestNode;
let sent: { readonly hash: string; readonly height: string };
const tx = Buffer.from("color=red").toString("base64");

beforeAll(async () => {
  node = await startNode({ instant: true, blockTimeMs: 30 });
  sent = await call("broadcast_tx_commit", { tx });
  await call("broadcast_tx_commit", { tx: Buffer.from("a=b").toString("base64") });
});

afterAll(async () => {
  await node.stop();
  removeHome(node.home);
});

// biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes
async function call(method: string, params: unknown = {}): Promise<any> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const response = await fetch(node.url, { method: "POST", body });
  const answer = (await response.json()) as { readonly result: unknown; readonly error: unknown };
  if (answer.result === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.result;
}

/** The recorded result of the first exchange of a method that has one. */
function anyRecorded(method: string, note?: string): unknown {
  const found = recordedRpc.find(
    ({ request, response, note: text }) =>
      request.startsWith("POST / ") &&
      request.includes(`"method":"${method}"`) &&
      JSON.stringify(response).includes('"result"') &&
      (note === undefined || text === note),
  );
  if (found === undefined) throw new Error(`no recording of ${method}`);
  return (found.response as { readonly result: unknown }).result;
}

describe("answers have the recorded shapes", () => {
  it.each([
    ["health", {}],
    ["status", {}],
    ["net_info", {}],
    ["abci_info", {}],
    ["block", { height: "1" }],
    ["commit", {}],
    ["validators", {}],
    ["consensus_params", {}],
    ["consensus_state", {}],
    ["dump_consensus_state", {}],
    ["genesis_chunked", {}],
    ["num_unconfirmed_txs", {}],
    ["unconfirmed_txs", {}],
    ["blockchain", { minHeight: "1", maxHeight: "2" }],
  ])("of %s", async (method, params) => {
    const wanted = method === "block" ? recordedResult("block", params) : anyRecorded(method);
    expect(shapeDifferences(wanted, await call(method, params))).toEqual([]);
  });

  it("of block, header, commit and results of a block with a transaction", async () => {
    const { height } = sent;
    for (const method of ["block", "header", "commit"]) {
      const wanted = recordedResult(method, { height: "162" });
      expect(shapeDifferences(wanted, await call(method, { height }))).toEqual([]);
    }
    const wanted = recordedResult("block_results", { height: "162" });
    const found = await call("block_results", { height });
    // The test application changes no parameters in its blocks.
    expect(shapeDifferences(wanted, found, [/consensus_param_updates/])).toEqual([]);
  });

  it("of tx with and without proof, tx_search and block_search", async () => {
    const hash = Buffer.from(sent.hash, "hex").toString("base64");
    const recordedHash = "ABEhyUBQUpcMxgemjWbw5XpRjHPlNhHjA0L4iPcAhiA=";
    const proven = recordedResult("tx", { hash: recordedHash, prove: true });
    expect(shapeDifferences(proven, await call("tx", { hash, prove: true }))).toEqual([]);
    const plain = recordedResult("tx", { hash: recordedHash });
    expect(shapeDifferences(plain, await call("tx", { hash }))).toEqual([]);
    const search = await call("tx_search", { query: `tx.height=${sent.height}` });
    expect(shapeDifferences(anyRecorded("tx_search"), search)).toEqual([]);
    expect(search).toMatchObject({ total_count: "1", txs: [{ hash: sent.hash }] });
    const blocks = await call("block_search", { query: `block.height=${sent.height}` });
    expect(shapeDifferences(anyRecorded("block_search"), blocks)).toEqual([]);
  });

  it("of an unknown block, header and search", async () => {
    const hash = Buffer.alloc(32, 7).toString("base64");
    expect(await call("block_by_hash", { hash })).toEqual({
      block_id: { hash: "", parts: { total: 0, hash: "" } },
      block: null,
    });
    expect(await call("header_by_hash", { hash: "00".repeat(32) })).toEqual({ header: null });
    expect(await call("tx_search", { query: "tx.height=1" })).toEqual({
      txs: [],
      total_count: "0",
    });
  });

  it("of broadcasts and check_tx, accepted and refused", async () => {
    const bytes = (text: string) => ({ tx: Buffer.from(text).toString("base64") });
    const accepted = await call("broadcast_tx_sync", bytes("s=1"));
    expect(shapeDifferences(anyRecorded("broadcast_tx_sync", "accepted"), accepted)).toEqual([]);
    const refused = await call("broadcast_tx_sync", bytes("nonsense"));
    expect(shapeDifferences(anyRecorded("broadcast_tx_sync", "no transaction"), refused)).toEqual(
      [],
    );
    expect(refused).toMatchObject({ code: 2, codespace: "kv", data: "" });
    const later = await call("broadcast_tx_async", bytes("l=1"));
    expect(shapeDifferences(anyRecorded("broadcast_tx_async"), later)).toEqual([]);
    const check = await call("check_tx", bytes("c=1"));
    expect(shapeDifferences(anyRecorded("check_tx"), check)).toEqual([]);
    const commit = await call("broadcast_tx_commit", bytes("fail=1"));
    const failed = anyRecorded("broadcast_tx_commit", "passes CheckTx, fails in the block");
    expect(shapeDifferences(failed, commit)).toEqual([]);
    expect(commit.tx_result).toMatchObject({ code: 5, data: null });
    const turnedAway = await call("broadcast_tx_commit", bytes("rubbish"));
    const wanted = anyRecorded(
      "broadcast_tx_commit",
      "refused by CheckTx: tx_result empty, height 0",
    );
    expect(shapeDifferences(wanted, turnedAway)).toEqual([]);
    expect(turnedAway.height).toBe("0");
  });

  it("of abci_query", async () => {
    const found = await call("abci_query", {
      path: "/kv",
      data: Buffer.from("color").toString("hex"),
    });
    expect(shapeDifferences(anyRecorded("abci_query"), found)).toEqual([]);
    expect(found.response.value).toBe(Buffer.from("red").toString("base64"));
    const none = await call("abci_query", { path: "/kv", data: "00" });
    expect(none.response).toMatchObject({ value: null, proofOps: null, code: 0, index: "0" });
    expect((await call("abci_query", { path: "" })).response).toMatchObject({ code: 6, key: null });
  });

  it("of the genesis", async () => {
    const { genesis } = await call("genesis");
    expect(
      shapeDifferences((anyRecorded("genesis") as { genesis: object }).genesis, genesis, [
        /\.app_state/,
      ]),
    ).toEqual([]);
    const chunk = await call("genesis_chunked", { chunk: "0" });
    expect(JSON.parse(Buffer.from(chunk.data, "base64").toString())).toEqual(genesis);
  });
});

describe("events over the WebSocket have the recorded shapes", () => {
  it.each(["NewBlock", "NewBlockHeader", "NewBlockEvents", "Tx"])("%s", async (kind) => {
    const wanted = recordedRpc.find(({ request }) => request === `WS event of tm.event='${kind}'`);
    const frames = await subscribed(kind);
    expect(frames[0]).toEqual({ jsonrpc: "2.0", id: "mine", result: {} });
    // The id is that of the subscription; events and parameter changes are the application's.
    const ignore = [/^\.id$/, /^\.result\.events$/, /consensus_param_updates/];
    expect(shapeDifferences(wanted?.frame, frames[1], ignore)).toEqual([]);
    expect(frames[1]).toMatchObject({ id: "mine", result: { events: { "tm.event": [kind] } } });
  });
});

/** The answer to a subscription and its first event. */
async function subscribed(kind: string): Promise<readonly unknown[]> {
  const socket = new WebSocket(`${node.url.replace("http", "ws")}/websocket`);
  const frames: unknown[] = [];
  const done = new Promise<void>((resolve) => {
    socket.addEventListener("message", ({ data }) => {
      frames.push(JSON.parse(String(data)));
      if (frames.length === 1 && kind === "Tx") void node.backend.mempool.add(utf8("w=1"));
      if (frames.length === 2) resolve();
    });
  });
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  const params = { query: `tm.event='${kind}'` };
  socket.send(JSON.stringify({ jsonrpc: "2.0", id: "mine", method: "subscribe", params }));
  await done;
  socket.close();
  return frames;
}
