import type { Entry, Range, WriteStore } from "./contract.js";

/** The part of `store` whose keys start with `prefix`, seen without the prefix. */
export function prefixStore(store: WriteStore, prefix: Uint8Array): WriteStore {
  const full = (key: Uint8Array) => join(prefix, key);
  return {
    get: (key) => store.get(full(key)),
    has: (key) => store.has(full(key)),
    set(key, value) {
      if (key.length === 0) throw new RangeError("a store key holds at least 1 byte");
      store.set(full(key), value);
    },
    delete(key) {
      if (key.length === 0) throw new RangeError("a store key holds at least 1 byte");
      store.delete(full(key));
    },
    *iterate(range: Range = {}): IterableIterator<Entry> {
      const lt = range.lt === undefined ? prefixEnd(prefix) : full(range.lt);
      const bounds = { gte: full(range.gte ?? new Uint8Array()), ...(lt && { lt }) };
      for (const [key, value] of store.iterate({ ...range, ...bounds })) {
        yield [key.subarray(prefix.length), value];
      }
    },
  };
}

/** The first key after all that start with `prefix`; undefined when there is none. */
export function prefixEnd(prefix: Uint8Array): Uint8Array | undefined {
  for (let last = prefix.length - 1; last >= 0; last -= 1) {
    const byte = prefix[last] ?? 0;
    if (byte === 0xff) continue;
    const end = prefix.slice(0, last + 1);
    end[last] = byte + 1;
    return end;
  }
  return undefined;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
