import type { MessagePort } from "node:worker_threads";
import type { LongBytes } from "./iavl/stored-bytes.js";

/** What a thread needs to read the state along with the one that writes it; can be sent to it once. */
export interface StateFeed {
  /** Brings updates; it is to be transferred. */
  readonly port: MessagePort;
  /** See SharedWords. */
  readonly words: SharedArrayBuffer;
}

/** A committed version: roots of its trees by store name, and its block's time in nanoseconds. */
export interface SharedVersion {
  readonly version: bigint;
  readonly time: bigint | undefined;
  readonly roots: ReadonlyMap<string, number>;
}

/** What has come since the update before. */
export interface StateUpdate {
  /** Nothing of the updates before counts any more. */
  readonly anew: boolean;
  /** Versions before this one are gone. */
  readonly oldest: bigint;
  /** Ascending. */
  readonly versions: readonly SharedVersion[];
  /** Chunks of nodes and of byte strings. */
  readonly nodes: readonly SharedArrayBuffer[];
  readonly bytes: readonly SharedArrayBuffer[];
  readonly long: readonly LongBytes[];
}
