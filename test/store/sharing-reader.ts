// A thread that reads versions while another one writes them. Orders come by message.
import { createHash } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import type { StoreReader } from "../../src/store/contract.js";
import { SharedState } from "../../src/store/shared-state.js";
import type { StateFeed } from "../../src/store/shared-update.js";

/** What the thread is started with. */
export interface ReaderData {
  readonly feed: StateFeed;
  readonly stores: readonly string[];
  /** [0]: 1 ends the reading at random; [1]: 1 lets go of a version that is held. */
  readonly signals: SharedArrayBuffer;
}

/** Reads versions at random until told to stop, or holds the newest one. */
export type ReaderOrder = { readonly kind: "roam"; readonly seed: number } | { kind: "hold" };

/** What was read of a version; no digest: it was gone. */
export interface ReaderNote {
  readonly kind: "read" | "holding" | "roamed";
  readonly version: bigint;
  readonly digest?: string | undefined;
}

/** All entries of the stores, as one digest. */
export function digestOf(state: StoreReader, stores: readonly string[]): string {
  const sum = createHash("sha256");
  for (const name of stores) {
    for (const [key, value] of state.store(name).iterate()) sum.update(key).update(value);
  }
  return sum.digest("hex");
}

if (parentPort !== null) {
  const port = parentPort;
  const { feed, stores, signals } = workerData as ReaderData;
  const state = new SharedState(feed);
  const flags = new Int32Array(signals);
  const tell = (note: ReaderNote) => port.postMessage(note);

  const roam = (seed: number): void => {
    let random = seed;
    while (Atomics.load(flags, 0) === 0) {
      random = (Math.imul(random, 48_271) + 1) >>> 0;
      const newest = state.version;
      const version = newest - BigInt(random % 9);
      if (version <= 0n) continue;
      const digest = state.read(version, ({ stores: read }) => digestOf(read, stores));
      tell({ kind: "read", version, digest });
    }
    tell({ kind: "roamed", version: state.version });
  };

  const hold = (): void => {
    const version = state.version;
    const digest = state.read(version, ({ stores: read }) => {
      tell({ kind: "holding", version });
      Atomics.wait(flags, 1, 0);
      return digestOf(read, stores);
    });
    tell({ kind: "read", version, digest });
  };

  port.on("message", (order: ReaderOrder) => {
    if (order.kind === "roam") roam(order.seed);
    else hold();
  });
}
