import fc from "fast-check";
import { expect, it } from "vitest";
import { u64Key } from "../../src/keeper/keys.js";
import { entriesUnder, runsOf } from "../../src/keeper/runs.js";
import type { Walk } from "../../src/keeper/space.js";
import type { Entry } from "../../src/store/contract.js";
import { memoryStore } from "../../src/store/memory-store.js";
import { fieldsFrom } from "../../src/wire/fields.js";
import { Writer } from "../../src/wire/writer.js";

const id = fc.oneof(
  fc.bigInt({ min: 0n, max: 12n }),
  fc.bigInt({ min: 250n, max: 260n }),
  fc.bigInt({ min: 65_530n, max: 65_540n }),
  fc.constantFrom((1n << 64n) - 1n, (1n << 64n) - 2n),
);

it("keys of numbers are cut where the next is not one more", () => {
  fc.assert(
    fc.property(fc.array(id), (ids) => {
      const runs = runsOf(ids.map((each) => u64Key.encode(each)));
      const read = runs.map((run) => run.map((key) => u64Key.read(key, 0)[0]));
      expect(read.flat()).toEqual(ids);
      for (const run of read) {
        for (const [i, each] of run.entries()) expect(each).toBe((run[0] ?? 0n) + BigInt(i));
      }
      for (const [i, run] of read.entries()) {
        if (i > 0) expect(run[0]).not.toBe((read[i - 1]?.at(-1) ?? 0n) + 1n);
      }
    }),
  );
});

it("entries under many beginnings are those under each of them", () => {
  const key = fc.tuple(id, fc.uint8Array({ maxLength: 2 }));
  fc.assert(
    fc.property(fc.array(key), fc.uniqueArray(id), (keys, ids) => {
      const store = memoryStore();
      for (const [at, rest] of keys) {
        store.set(Uint8Array.of(...u64Key.encode(at), ...rest), Uint8Array.of(1));
      }
      const walk = (bounds: Walk): Iterable<Entry> => store.iterate(bounds);
      const starts = ids.map((each) => u64Key.encode(each));
      const alone = starts.map((start) => entriesUnder([start], walk)[0]);
      expect(entriesUnder(starts, walk)).toEqual(alone);
      for (const [i, found] of alone.entries()) {
        const all = [...store.iterate()].filter(([k]) => u64Key.read(k, 0)[0] === ids[i]);
        expect(found).toEqual(all);
      }
    }),
  );
});

it("fields from a number on are the rest of a message", () => {
  const field = fc.tuple(fc.integer({ min: 1, max: 200 }), fc.uint8Array({ maxLength: 200 }));
  fc.assert(
    fc.property(fc.array(field), fc.integer({ min: 1, max: 200 }), (fields, no) => {
      const sorted = [...fields].sort(([a], [b]) => a - b);
      const written = (some: typeof fields) => {
        const writer = new Writer();
        for (const [at, bytes] of some) writer.uint32((at << 3) | 2).bytesValue(bytes);
        return writer.finish();
      };
      const message = written(sorted);
      const cut = fieldsFrom(message, no);
      expect(message.subarray(0, cut)).toEqual(written(sorted.filter(([at]) => at < no)));
      const copied = new Writer().encoded(message, 0, cut).encoded(message, cut).finish();
      expect(copied).toEqual(message);
    }),
  );
});
