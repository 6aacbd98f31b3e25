import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { txHash, upperHex } from "../../src/engine/embedded/bytes.js";
import {
  placeOf,
  positionKey,
  type RunTx,
  readPosition,
  txEntries,
  txEventPairs,
} from "../../src/engine/embedded/event-index.js";
import { SearchTooWide, searchEvents } from "../../src/engine/embedded/event-search.js";
import { matches } from "../../src/engine/query/match.js";
import { parseQuery } from "../../src/engine/query/parse.js";
import { Event, ExecTxResult } from "../../src/gen/tendermint/abci.js";
import { type Database, openDatabase } from "../../src/store/database.js";

const LONG = "long ".repeat(60);
const value = fc.constantFrom("", "1", "2", "10", "1.5", "10uvna", "a/b", "a:b", "é", LONG);
const attribute = fc.record({ key: fc.constantFrom("x", "y"), value, index: fc.boolean() });
const event = fc.record({
  type: fc.constantFrom("a", "b"),
  attributes: fc.array(attribute, { maxLength: 3 }),
});
const tx = fc.record({
  height: fc.integer({ min: 1, max: 12 }),
  events: fc.array(event, { maxLength: 3 }),
});

const key = fc.constantFrom("a.x", "a.y", "b.x", "tx.height");
const quoted = value.map((text) => `'${text}'`);
const number = fc.constantFrom("0", "1", "1.5", "2", "10");
const condition = fc.oneof(
  fc.tuple(key, quoted).map(([k, v]) => `${k}=${v}`),
  fc
    .tuple(key, fc.constantFrom("=", "<", "<=", ">", ">="), number)
    .map(([k, op, v]) => `${k}${op}${v}`),
  fc.tuple(key, fc.constantFrom("'1'", "'uvna'", "'long'")).map(([k, v]) => `${k} CONTAINS ${v}`),
  key.map((k) => `${k} EXISTS`),
);
const query = fc.array(condition, { minLength: 1, maxLength: 3 }).map((all) => all.join(" AND "));

async function withDatabase<T>(use: (db: Database) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "events-"));
  const db = await openDatabase(folder);
  try {
    return await use(db);
  } finally {
    await db.close();
    rmSync(folder, { recursive: true });
  }
}

function runTx(height: number, index: number, events: readonly Event[]): RunTx {
  const hash = txHash(Buffer.from(`${height}/${index}`));
  return { height: BigInt(height), index, hash, result: ExecTxResult.create({ events }) };
}

function valuesOf(one: RunTx): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, text] of txEventPairs(one))
    values.set(name, [...(values.get(name) ?? []), text]);
  return values;
}

async function places(db: Database, text: string) {
  return Array.from(await searchEvents(db, "tx-event", parseQuery(text)), placeOf);
}

describe("a search of events", () => {
  it("finds what a look at every transaction finds, in the order of the chain", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(tx, { maxLength: 12 }),
        fc.array(query, { minLength: 1, maxLength: 8 }),
        (txs, queries) =>
          withDatabase(async (db) => {
            const all = txs.map(({ height, events }, index) => {
              return runTx(
                height,
                index,
                events.map((one) => Event.create(one)),
              );
            });
            for (const one of all) await db.write([...txEntries(one)], false);
            for (const text of queries) {
              const parsed = parseQuery(text);
              const wanted = all
                .filter((one) => matches(parsed, valuesOf(one)))
                .sort((a, b) => Number(a.height - b.height) || a.index - b.index)
                .map(({ height, index }) => ({ height, index }));
              expect(await places(db, text), text).toEqual(wanted);
            }
          }),
      ),
      { numRuns: 60 },
    );
  });

  it("finds a transaction by two of its events, and by its hash in either case", async () => {
    await withDatabase(async (db) => {
      const events = ["a", "b"].map((type) =>
        Event.create({ type, attributes: [{ key: "x", value: type, index: true }] }),
      );
      const one = runTx(5, 3, events);
      await db.write([...txEntries(one)], false);
      const found = [{ height: 5n, index: 3 }];
      const search = (text: string) => places(db, text);
      expect(await search("a.x='a' AND b.x='b'")).toEqual(found);
      expect(await search("a.x='a' AND b.x='a'")).toEqual([]);
      const hash = upperHex(one.hash);
      expect(await search(`tx.hash='${hash}'`)).toEqual(found);
      expect(await search(`tx.hash='${hash.toLowerCase()}'`)).toEqual(found);
      expect(await search("tx.height=5 AND tx.height>5")).toEqual([]);
      expect(await search("tx.height > 99999999999999999999999")).toEqual([]);
      expect(await search("tx.height > -5")).toEqual(found);
    });
  });

  it("is refused when it would find more than fits, and not for a broad second condition", async () => {
    await withDatabase(async (db) => {
      const attribute = (value: string) => [{ key: "x", value, index: true }];
      for (let height = 1; height <= 9; height += 1) {
        const common = Event.create({ type: "a", attributes: attribute("all") });
        const own = Event.create({ type: "b", attributes: attribute(String(height)) });
        await db.write([...txEntries(runTx(height, 0, [common, own]))], false);
      }
      const search = (text: string) => searchEvents(db, "tx-event", parseQuery(text), 5);
      await expect(search("a.x='all'")).rejects.toThrow(SearchTooWide);
      await expect(search("tx.height > 3")).rejects.toThrow(SearchTooWide);
      expect(await search("a.x='all' AND tx.height > 4")).toHaveLength(5);
      expect(await search("a.x EXISTS AND b.x='7'")).toHaveLength(1);
      expect(await search("b.x='7' AND a.x='all'")).toHaveLength(1);
    });
  });

  it("keeps places apart up to the largest index of a block", () => {
    for (const place of [
      { height: 1n, index: 0 },
      { height: 1n, index: 2 ** 24 - 1 },
      { height: 2n ** 40n - 1n, index: 7 },
    ]) {
      expect(placeOf(readPosition(positionKey(place.height, place.index)))).toEqual(place);
    }
  });
});
