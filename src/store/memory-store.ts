import type { Entry, ReadStore, StoreWriter, WriteStore } from "./contract.js";
import { Overlay } from "./overlay.js";

const NOTHING: ReadStore = {
  get: () => undefined,
  has: () => false,
  iterate: () => [].values() as IterableIterator<Entry>,
};

/** A store that lives in memory only. */
export function memoryStore(): WriteStore {
  return new Overlay(NOTHING);
}

/** Named stores that live in memory only; a store is there as soon as it is asked for. */
export function memoryStores(): StoreWriter {
  const stores = new Map<string, WriteStore>();
  return {
    store(name) {
      const known = stores.get(name);
      if (known !== undefined) return known;
      const fresh = memoryStore();
      stores.set(name, fresh);
      return fresh;
    },
  };
}
