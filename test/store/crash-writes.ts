import type { StoreBranch } from "../../src/store/contract.js";

/** Writes what version `version` holds in these tests: sets, overwrites and deletes. */
export function writeVersion(branch: StoreBranch, version: bigint): void {
  const seed = Number(version);
  for (let index = 0; index < 40; index += 1) {
    const number = (seed * 31 + index * 17) % 257;
    const key = Uint8Array.of(2, number >> 4, number & 15);
    const store = branch.store(index % 3 === 0 ? "td" : "bank");
    if (index % 5 === 4) store.delete(key);
    else store.set(key, Uint8Array.of(seed & 255, index, number & 255));
  }
}
