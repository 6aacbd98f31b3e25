import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listenAt } from "../../src/gateway/listen-address.js";
import { type RpcClient, RpcRefusal } from "../../src/gateway/rpc-client.js";
import { buildServer } from "../../src/gateway/server.js";
import { Tx } from "../../src/gen/cosmos/tx/v1beta1.js";
import { registry } from "../../src/gen/registry.js";
import { fromJson } from "../../src/wire/proto-json-read.js";
import { client, type GatewayWorld } from "../support/gateway-world.js";
import { recordedResult } from "../support/recorded-rpc.js";
import { recordedAnswer } from "../support/rest-skeleton.js";

/** What one CometBFT node answered, as far as it was recorded. */
const RECORDED: Readonly<Record<string, object>> = {
  status: {},
  header: { height: "162" },
  tx: { hash: "ABEhyUBQUpcMxgemjWbw5XpRjHPlNhHjA0L4iPcAhiA=", prove: true },
  validators: { height: "162", page: "1", per_page: "10" },
  block: { height: "162" },
};

const HASH = "001121C9405052970CC607A68D66F0E57A518C73E53611E30342F888F7008620";

/** The recordings cut long bytes; those of the transaction follow from its JSON, as its hash tells. */
const restTx = recordedAnswer(/^GET .*\/txs\/001121C/) as { readonly tx: object };
const txBytes = Buffer.from(Tx.encode(fromJson(Tx, restTx.tx, registry)));

function whole(answer: object): unknown {
  const bytes = txBytes.toString("base64");
  return JSON.parse(JSON.stringify(answer).replaceAll("<base64, 440 characters>", bytes));
}

const asked: (readonly [string, object])[] = [];

const comet: RpcClient = {
  async call(method, params = {}) {
    asked.push([method, params]);
    if (method === "block" && params.height === "1") return recordedResult("block", params);
    if (params.height === "99999999") {
      const text =
        "height 99999999 must be less than or equal to the current blockchain height 643";
      throw new RpcRefusal(text);
    }
    return whole(recordedResult(method, RECORDED[method] ?? {}));
  },
};

let rest: Omit<GatewayWorld, "close">;
const server = buildServer(
  {
    queries: [],
    port: { ask: () => Promise.reject(new Error("not asked")) },
    rpc: comet,
    onFault: (error) => {
      throw error;
    },
  },
  { version: { name: "vprd", version: "1.0.0" }, prefix: "verana" },
);

beforeAll(async () => {
  rest = client((await listenAt(server, "tcp://127.0.0.1:0")).replace("tcp:", "http:"));
});

afterAll(() => server.close());

/** The REST answers were recorded at the same node as the RPC's: what it printed is what we print. */
describe("over the RPC of a CometBFT node", () => {
  it("prints a block as that node's own gateway did", async () => {
    const { json } = await rest.get("/cosmos/base/tendermint/v1beta1/blocks/1");
    expect(json).toEqual(recordedAnswer(/^GET .*\/blocks\/1$/));
  });

  it("prints a block with a transaction as that node's own gateway did", async () => {
    const { json } = await rest.get("/cosmos/base/tendermint/v1beta1/blocks/162");
    expect(json).toEqual(whole(recordedAnswer(/^GET .*\/blocks\/162$/) as object));
    const { text } = await rest.get("/cosmos/tx/v1beta1/txs/block/162");
    expect(JSON.parse(text)).toEqual({
      txs: [restTx.tx],
      block_id: json.block_id,
      block: json.block,
      pagination: { next_key: null, total: "1" },
    });
  });

  it("prints a transaction as that node's own gateway did, text for text", async () => {
    expect(createHash("sha256").update(txBytes).digest("hex").toUpperCase()).toBe(HASH);
    const { text } = await rest.get(`/cosmos/tx/v1beta1/txs/${HASH}`);
    expect(text).toBe(JSON.stringify(restTx));
    const hash = Buffer.from(HASH, "hex").toString("base64");
    expect(asked).toContainEqual(["tx", { hash }]);
  });

  it("prints validators with their keys, and asks for pages in texts", async () => {
    const { json } = await rest.get(
      "/cosmos/base/tendermint/v1beta1/validatorsets/162?pagination.limit=10",
    );
    const wanted = recordedAnswer(/^GET .*\/validatorsets\/2$/) as object;
    expect(json).toEqual({ ...wanted, block_height: "162" });
    expect(asked).toContainEqual(["validators", RECORDED.validators]);
  });

  it("tells the node's own version beside ours", async () => {
    const { json } = await rest.get("/cosmos/base/tendermint/v1beta1/node_info");
    expect(json.default_node_info.version).toMatch(/^0\.38\./);
    expect(json.application_version).toMatchObject({ name: "vprd", version: "1.0.0" });
    expect(json.application_version.cosmos_sdk_version).toMatch(/^v0\.53\.\d+$/);
  });

  it("passes on which heights there are", async () => {
    const { status, json } = await rest.get("/cosmos/base/tendermint/v1beta1/blocks/99999999");
    expect([status, json.code, json.message]).toEqual([
      400,
      3,
      "height 99999999 must be less than or equal to the current blockchain height 643",
    ]);
  });
});
