import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { embeddedPaths, startEmbedded } from "../../src/engine/embedded/node.js";
import { keys } from "../../src/engine/embedded/store-keys.js";
import { StoreFault } from "../../src/store/contract.js";
import { type Database, openDatabase } from "../../src/store/database.js";
import { newHome, removeHome, startNode, utf8 } from "../support/embedded.js";
import { KvApp } from "../support/kv-app.js";

/** The same transaction twice: it has two places and one entry by its hash. */
const TXS = ["a=1", "b=2", "a=1", "fail=1"];
let home: string;
let height: bigint;

beforeEach(async () => {
  home = newHome();
  // With so small a memory the mempool takes equal transactions again.
  const node = await startNode({ ...options(), mempool: { cacheSize: 1 } });
  for (const tx of TXS) {
    const { found } = await node.backend.mempool.addAndWait(utf8(tx));
    if (tx === "b=2") height = found?.height ?? 0n;
  }
  await node.stop();
});

afterEach(() => removeHome(home));

const options = () => ({ home, app: new KvApp(join(home, "app.json")), instant: true });
const start = () => startNode(options());

/** Opens the database of the engine that was stopped. */
async function withDatabase(use: (db: Database) => Promise<void>): Promise<void> {
  const db = await openDatabase(embeddedPaths(home).data);
  try {
    await use(db);
  } finally {
    await db.close();
  }
}

async function all(db: Database): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const [key, value] of db.entries({ gte: "", lt: "~" })) {
    found.set(key, Buffer.from(value).toString("hex"));
  }
  return found;
}

const flip = (value: Uint8Array, at: number) => {
  const copy = Uint8Array.from(value);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

/** What a start says. */
async function refusal(): Promise<unknown> {
  const app = new KvApp(join(home, "app.json"));
  try {
    const node = await startEmbedded({ home, app, rpcListen: "tcp://127.0.0.1:0" });
    await node.stop();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("a start", () => {
  it.each([
    ["block", () => keys.block(height)],
    ["results", () => keys.results(height)],
    ["commit", () => keys.seenCommit(height)],
    ["state", () => keys.state],
    ["newest height", () => keys.lastBlock],
  ])("refuses a damaged %s and names it, wherever it is damaged", async (_, key) => {
    let original: Uint8Array = new Uint8Array();
    await withDatabase(async (db) => {
      original = db.get(key()) ?? original;
    });
    expect(original.length).toBeGreaterThan(4);
    const places = [0, Math.floor(original.length / 2), original.length - 1];
    const damages = [...places.map((at) => flip(original, at)), original.subarray(0, 3)];
    for (const value of damages) {
      await withDatabase((db) => db.write([{ key: key(), value }]));
      const error = await refusal();
      expect(error).toBeInstanceOf(StoreFault);
      expect(String(error)).toContain(key());
    }
    await withDatabase((db) => db.write([{ key: key(), value: original }]));
    expect(await refusal()).toBeUndefined();
  });

  it.each([
    ["block", () => keys.block(height), /block \d+ is not stored/],
    ["results", () => keys.results(height), /results of block \d+ are not stored/],
    ["commit", () => keys.seenCommit(height), /commit of block \d+ is not stored/],
  ])("refuses a missing %s and names it", async (_, key, message) => {
    await withDatabase((db) => db.write([{ key: key(), value: undefined }]));
    const error = await refusal();
    expect(error).toBeInstanceOf(StoreFault);
    expect(String(error)).toMatch(message);
  });

  it("refuses a block and results that belong to another height", async () => {
    const { seal, unseal } = await import("../../src/engine/embedded/sealed-value.js");
    for (const key of [keys.block, keys.results]) {
      let [own, other] = [new Uint8Array(), new Uint8Array()];
      await withDatabase(async (db) => {
        own = Uint8Array.from(db.get(key(height)) ?? own);
        other = Uint8Array.from(unseal(key(height - 1n), db.get(key(height - 1n)) ?? other));
        await db.write([{ key: key(height), value: seal(key(height), other) }]);
      });
      const error = await refusal();
      expect(error).toBeInstanceOf(StoreFault);
      expect(String(error)).toMatch(/not (that|those) of the chain/);
      await withDatabase((db) => db.write([{ key: key(height), value: own }]));
    }
  });

  it("makes lost and damaged index entries again, byte for byte", async () => {
    let before: ReadonlyMap<string, string> = new Map();
    await withDatabase(async (db) => {
      before = await all(db);
      const index = [...before.keys()].filter((key) =>
        /^(tx|tx-event|block-event|hash)\//.test(key),
      );
      expect(index.length).toBeGreaterThan(10);
      await db.write(
        index.map((key, at) => ({
          key,
          value: at % 3 === 0 ? Uint8Array.of(1, 2, 3, 4, 5) : undefined,
        })),
      );
    });
    const node = await start();
    const found = await node.backend.chain.searchTxs([
      { key: "set.key", op: "=", operand: { kind: "text", text: "b" } },
    ]);
    expect(found.slice(0, 1)).toEqual([{ height, index: 0 }]);
    await node.stop();
    await withDatabase(async (db) => {
      const after = await all(db);
      const own = (key: string) => !/state|last-block/.test(key);
      const lost = [...before].filter(([key, value]) => own(key) && after.get(key) !== value);
      expect(lost).toEqual([]);
    });
  });

  it("goes on where states of several blocks are lost, without running them again", async () => {
    let early: Uint8Array | undefined;
    const first = await startNode({ home, app: new KvApp(join(home, "app.json")), blockTimeMs: 5 });
    await first.stop();
    const from = first.backend.chain.height;
    await withDatabase(async (db) => {
      early = db.get(keys.state);
    });
    const second = await startNode({
      home,
      app: new KvApp(join(home, "app.json")),
      blockTimeMs: 5,
    });
    while (second.backend.chain.height < from + 4n) await new Promise((r) => setTimeout(r, 5));
    await second.stop();
    await withDatabase((db) => db.write([{ key: keys.state, value: early }]));
    const app = new KvApp(join(home, "app.json"));
    const third = await startNode({ home, app });
    await third.stop();
    expect(app.finalized[0]?.height).toBe(second.backend.chain.height + 1n);
    expect(third.backend.chain.height).toBeGreaterThan(second.backend.chain.height);
  });
});
