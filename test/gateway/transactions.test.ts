import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MsgSend } from "../../src/gen/cosmos/bank/v1beta1.js";
import { TxMsgData } from "../../src/gen/cosmos/base/abci/v1beta1.js";
import { broadcast, deliver, packed, signNow } from "../support/gateway-story.js";
import {
  type ChainWorld,
  faults,
  type GatewayWorld,
  included,
  OTHER,
  RICH,
  serveGateway,
  startChain,
  THIRD,
} from "../support/gateway-world.js";
import { sendOne, signedTx } from "../support/signed-tx.js";

let chain: ChainWorld;
let rest: GatewayWorld;

beforeAll(async () => {
  chain = await startChain();
  rest = await serveGateway(chain);
});

afterAll(async () => {
  await rest.close();
  await chain.stop();
  expect(faults).toEqual([]);
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

const send = (amount: bigint) =>
  packed(MsgSend, {
    fromAddress: OTHER.address,
    toAddress: THIRD.address,
    amount: [{ denom: "uvna", amount }],
  });

describe("a broadcast", () => {
  it("is answered with the hash, and found in its block afterwards", async () => {
    const tx = await signNow(rest, RICH, [sendOne(RICH.address)]);
    const sent = await broadcast(rest, tx);
    expect(sent.status).toBe(200);
    expect(sent.json).toEqual({
      tx_response: {
        height: "0",
        txhash: expect.stringMatching(/^[0-9A-F]{64}$/),
        codespace: "",
        code: 0,
        data: "",
        raw_log: "",
        logs: [],
        info: "",
        gas_wanted: "0",
        gas_used: "0",
        tx: null,
        timestamp: "",
        events: [],
      },
    });
    const { json } = await included(rest, sent.json.tx_response.txhash.toLowerCase());
    const found = json.tx_response;
    expect(found.data).toMatch(/^[0-9A-F]+$/);
    const { msgResponses } = TxMsgData.decode(Buffer.from(found.data, "hex"));
    expect(msgResponses[0]?.typeUrl).toBe("/cosmos.bank.v1beta1.MsgSendResponse");
    expect(found.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(found.tx).toEqual({ "@type": "/cosmos.tx.v1beta1.Tx", ...json.tx });
    expect(json.tx.body.messages[0]["@type"]).toBe("/cosmos.bank.v1beta1.MsgSend");
  });

  it("of the same bytes is told that the pool has them", async () => {
    const tx = await signNow(rest, RICH, [sendOne(RICH.address)]);
    const first = await broadcast(rest, tx);
    const again = await broadcast(rest, tx);
    expect([again.status, again.json.tx_response]).toMatchObject([
      200,
      { code: 19, codespace: "sdk", raw_log: "", txhash: first.json.tx_response.txhash },
    ]);
    await included(rest, first.json.tx_response.txhash);
  });

  it("that the node refuses is HTTP 200 with the SDK's code and words", async () => {
    const tx = signedTx(THIRD, { sequence: 99n, accountNumber: await numberOf(THIRD.address) });
    const { status, json } = await broadcast(rest, tx);
    expect([status, json.tx_response]).toMatchObject([
      200,
      {
        code: 32,
        codespace: "sdk",
        raw_log: "account sequence mismatch, expected 0, got 99: incorrect account sequence",
      },
    ]);
  });

  it("may be left to itself", async () => {
    const sent = await broadcast(
      rest,
      await signNow(rest, OTHER, [send(1n)]),
      "BROADCAST_MODE_ASYNC",
    );
    expect([sent.status, sent.json.tx_response.code]).toEqual([200, 0]);
    await included(rest, sent.json.tx_response.txhash);
  });

  it.each([
    [{ tx_bytes: "AAAA", mode: "BROADCAST_MODE_BLOCK" }, "unsupported return type"],
    [{ tx_bytes: "AAAA" }, "unsupported return type"],
    [{ mode: "BROADCAST_MODE_SYNC" }, "invalid empty tx"],
    [{ tx_bytes: "AAAA", mode: "NONSENSE" }, "mode: not a value of"],
    [{ tx_bytes: "A", mode: 2, more: 1 }, "more: unknown field"],
    [{ tx_bytes: 5 }, "tx_bytes: not a text"],
    ["{bad", "the body is no JSON"],
    ["[]", "the body must be a JSON object"],
  ])("of %j is the client's mistake", async (body, message) => {
    const { status, json } = await rest.post("/cosmos/tx/v1beta1/txs", body);
    expect([status, json]).toEqual([
      400,
      { code: 3, message: expect.stringContaining(message), details: [] },
    ]);
  });
});

describe("a simulation", () => {
  it("tells the gas and what the messages would answer, and leaves nothing", async () => {
    const before = await rest.get(`/cosmos/bank/v1beta1/balances/${OTHER.address}`);
    const tx = await signNow(rest, OTHER, [send(7n)]);
    const { status, json } = await rest.post("/cosmos/tx/v1beta1/simulate", {
      tx_bytes: base64(tx),
    });
    expect(status).toBe(200);
    expect(Object.keys(json)).toEqual(["gas_info", "result"]);
    expect(Object.keys(json.result)).toEqual(["data", "log", "events", "msg_responses"]);
    expect(Number(json.gas_info.gas_used)).toBeGreaterThan(10_000);
    expect(json.result.msg_responses).toEqual([
      { "@type": "/cosmos.bank.v1beta1.MsgSendResponse" },
    ]);
    const after = await rest.get(`/cosmos/bank/v1beta1/balances/${OTHER.address}`);
    expect(after.json).toEqual(before.json);
    const { tx_response } = (await deliver(rest, OTHER, send(7n))).json;
    expect(Number(json.gas_info.gas_used)).toBeGreaterThanOrEqual(Number(tx_response.gas_used));
  });

  it("takes the transaction itself in place of its bytes", async () => {
    const bytes = base64(await signNow(rest, OTHER, [send(7n)]));
    const { json } = await rest.post("/cosmos/tx/v1beta1/decode", { tx_bytes: bytes });
    const answer = await rest.post("/cosmos/tx/v1beta1/simulate", json);
    expect([answer.status, Object.keys(answer.json)]).toEqual([200, ["gas_info", "result"]]);
  });

  it.each([
    [{}, "empty txBytes is not allowed"],
    [{ tx_bytes: "AAAA" }, "tx parse error"],
  ])("of %j is the client's mistake", async (body, message) => {
    const { status, json } = await rest.post("/cosmos/tx/v1beta1/simulate", body);
    expect([status, json.code]).toEqual([400, 3]);
    expect(json.message).toContain(message);
  });

  it("of a message that would fail tells why", async () => {
    const tx = await signNow(rest, OTHER, [send(10n ** 30n)]);
    const { status, json } = await rest.post("/cosmos/tx/v1beta1/simulate", {
      tx_bytes: base64(tx),
    });
    expect([status, json.code]).toEqual([400, 3]);
    expect(json.message).toMatch(/insufficient funds.* with gas used: '\d+'/);
  });
});

describe("decoding and encoding", () => {
  it("are each other's inverse", async () => {
    const bytes = base64(await signNow(rest, OTHER, [send(7n)]));
    const decoded = await rest.post("/cosmos/tx/v1beta1/decode", { tx_bytes: bytes });
    const encoded = await rest.post("/cosmos/tx/v1beta1/encode", decoded.json);
    expect(encoded.json).toEqual({ tx_bytes: bytes });
  });
});

describe("reading transactions", () => {
  it("pages through a search in either order", async () => {
    const hashes: string[] = [];
    for (let n = 1n; n <= 3n; n++) {
      hashes.push((await deliver(rest, OTHER, send(100n + n))).json.tx_response.txhash);
    }
    const search = async (more: string) => {
      const query = encodeURIComponent("transfer.amount='102uvna'");
      const either = encodeURIComponent(`transfer.recipient='${THIRD.address}'`);
      const { json } = await rest.get(
        `/cosmos/tx/v1beta1/txs?${more.replace("ONE", `query=${query}`).replace("ALL", `query=${either}`)}`,
      );
      return json.tx_responses.map((one: { txhash: string }) => one.txhash);
    };
    expect(await search("ONE")).toEqual([hashes[1]]);
    expect(await search("ALL&order_by=ORDER_BY_DESC&limit=2")).toEqual([hashes[2], hashes[1]]);
    expect(await search("ALL&order_by=ORDER_BY_DESC&limit=1&page=3")).toEqual([hashes[0]]);
    expect(await search("ALL&order_by=2&pagination.limit=1&pagination.offset=2")).toEqual([
      hashes[0],
    ]);
    const sender = encodeURIComponent(`message.sender='${OTHER.address}'`);
    const amount = encodeURIComponent("transfer.amount='103uvna'");
    expect(await search(`events=${sender}&events=${amount}`)).toEqual([hashes[2]]);
  });

  it("shows a block with its transactions", async () => {
    const { json } = await deliver(rest, OTHER, send(500n));
    const { height } = json.tx_response;
    const found = await rest.get(`/cosmos/tx/v1beta1/txs/block/${height}?pagination.limit=1`);
    expect(found.json.txs).toEqual([json.tx]);
    expect(found.json.pagination).toEqual({ next_key: null, total: "1" });
    const block = await rest.get(`/cosmos/base/tendermint/v1beta1/blocks/${height}`);
    expect(found.json.block).toEqual(block.json.block);
    expect(block.json.sdk_block.header.proposer_address).toMatch(/^veranavalcons1/);
    const beyond = await rest.get(`/cosmos/tx/v1beta1/txs/block/${height}?pagination.offset=5`);
    expect(beyond.json.txs).toEqual([]);
  });
});

async function numberOf(address: string): Promise<bigint> {
  const { json } = await rest.get(`/cosmos/auth/v1beta1/account_info/${address}`);
  return BigInt(json.info.account_number);
}
