import type { Head } from "../archive.js";
import { StoreFault } from "../contract.js";
import { dumpTree } from "../iavl/dump.js";
import type { Versions } from "../versions.js";
import type { Manifest } from "./manifest.js";

/** Bytes of a chunk, about; a larger value makes it longer. */
const CHUNK_BYTES = 512 * 1024;

/** One version of all stores, held until it is released. */
export interface SnapshotSource extends Omit<Manifest, "stores"> {
  readonly stores: readonly {
    readonly name: string;
    /** As in {@link Manifest}. */
    readonly root: Uint8Array;
    /** The chunks of the store one after the other, each made when it is asked for. */
    chunks(): Generator<Uint8Array>;
  }[];
  release(): void;
}

/** Holds a version that is in memory. */
export function snapshotSource(versions: Versions, head: Head): SnapshotSource {
  const { version, first, extra } = head;
  const saved = versions.saved(version);
  if (saved === undefined) throw new StoreFault(`version ${version} is not in memory`);
  versions.pin(version);
  const { pool, hasher } = versions.forest;
  const stores = saved.info.stores.map(({ name }) => {
    const root = saved.roots.get(name) ?? 0;
    hasher.root(root);
    return {
      name,
      root: root === 0 ? new Uint8Array() : hasher.preimage(root),
      chunks: () => dumpTree(pool, root, CHUNK_BYTES),
    };
  });
  let held = true;
  return {
    first,
    info: saved.info,
    extra,
    stores,
    release() {
      if (held) versions.unpin(version);
      held = false;
    },
  };
}
