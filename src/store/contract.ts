import type { StateShare } from "./sharing.js";

/** What the state machine asks of storage. Keys and values are bytes; order is byte order. */

/** A damaged or failing store. Never a client's fault: it halts the node rather than fork it. */
export class StoreFault extends Error {
  override readonly name: string = "StoreFault";
}

/** A store of this name is not there, or was not at the version that is read. */
export class MissingStore extends StoreFault {
  override readonly name = "MissingStore";

  constructor(store: string, version?: bigint) {
    super(
      version === undefined
        ? `no store ${store} is mounted`
        : `no store ${store} at version ${version}`,
    );
  }
}

export type Entry = readonly [key: Uint8Array, value: Uint8Array];

/** A range of keys: `gte` inclusive, `lt` exclusive; an absent end is open. */
export interface Span {
  readonly gte?: Uint8Array;
  readonly lt?: Uint8Array;
}

/** The same in either order. */
export interface Range extends Span {
  /** Descending order. */
  readonly reverse?: boolean;
}

/** Which entries need not be given: those of which there is too little. */
export interface Passing {
  /** What is measured. Of what is called the same, the same key always measures the same. */
  readonly name: string;
  measure(key: Uint8Array): bigint;
  /** What measures this or less may be left out. */
  readonly most: bigint;
}

/** Returned bytes belong to the store: callers do not change them. */
export interface ReadStore {
  /** `text`: the key's, from a caller that has made it already (key-text.ts). */
  get(key: Uint8Array, text?: string): Uint8Array | undefined;
  has(key: Uint8Array): boolean;
  /**
   * The same as `get`, of which nothing may be kept: the bytes hold until the next call. A store that
   * has nothing cheaper than `get` leaves it out.
   */
  peek?(key: Uint8Array): Uint8Array | undefined;
  /** Entries of the range in byte order. Writing to the store while iterating it is not allowed. */
  iterate(range?: Range): IterableIterator<Entry>;
  /**
   * Keys of the range in ascending order, perhaps with some of those that may be left out. A store that
   * would have to look at each has no such method.
   */
  keysPassing?(range: Span, passing: Passing): IterableIterator<Uint8Array>;
  /** How many entries a range has, in about the time of a read: left out by stores that would have to count. */
  sizeOf?(range: Range): number;
}

export interface WriteStore extends ReadStore {
  /** Refuses an empty key. The store keeps the arrays: callers do not change them afterwards. */
  set(key: Uint8Array, value: Uint8Array): void;
  delete(key: Uint8Array): void;
}

/** Named stores, read only. */
export interface StoreReader {
  /** Throws StoreFault when no store of that name is mounted. */
  store(name: string): ReadStore;
}

/** Named stores that can be written. */
export interface StoreWriter extends StoreReader {
  store(name: string): WriteStore;
}

/** Uncommitted writes on top of a parent. */
export interface StoreBranch extends StoreWriter {
  /** A branch on top of this one. */
  branch(): StoreBranch;
  /** Writes everything into the parent and empties this branch. */
  write(): void;
  /** Forgets everything written here. */
  discard(): void;
}

/** What one commit leaves behind. */
export interface CommitInfo {
  readonly version: bigint;
  /** Root hash of each mounted store, sorted by name. */
  readonly stores: readonly { readonly name: string; readonly hash: Uint8Array }[];
  readonly appHash: Uint8Array;
  /** Of its block, nanoseconds since the epoch; undefined where the stage had none. */
  readonly time?: bigint | undefined;
}

/** One step of a proof, with the fields of `tendermint.crypto.ProofOp`. */
export interface ProofOp {
  readonly type: string;
  readonly key: Uint8Array;
  readonly data: Uint8Array;
}

/** A key's value, or its absence, with the steps that prove it against the version's app hash. */
export interface StoreProof {
  readonly value?: Uint8Array;
  readonly ops: readonly ProofOp[];
}

/** The state of the chain: one merkle tree per store, committed together. */
export interface MultiStore extends StoreReader {
  /** Last committed version; 0n before the first commit. */
  readonly version: bigint;
  /** App hash of the last committed version; sha256 of nothing before the first. */
  readonly appHash: Uint8Array;
  /** Uncommitted writes over the last committed version. */
  branch(): StoreBranch;
  /**
   * Applies a branch's writes to the trees, each store's keys once and in ascending byte order, as
   * the next version (the initial version for the first one), and computes its hashes. Nothing is
   * durable before `commit`. Reads through `store` and `branch` see the staged version. `time`, the
   * block's in nanoseconds, goes into the stored commit info but not into any hash.
   */
  stage(branch: StoreBranch, time?: bigint): CommitInfo;
  /** Makes the staged version durable, atomically, together with `extra` (key → bytes). */
  commit(extra?: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /** Bytes saved with the last commit under `key`. */
  extra(key: string): Uint8Array | undefined;
  /** Oldest retained version; the next one to be committed before the first commit. */
  readonly earliest: bigint;
  /** The state as it was at a retained version that is in memory: a recent or a loaded one. */
  at(version: bigint): StoreReader | undefined;
  /**
   * The state as it was at any retained version; undefined if it is not retained. An older one is
   * rebuilt in slices beside everything else and stays in memory until others take its place.
   */
  load(version: bigint): Promise<StoreReader | undefined>;
  /** Proves a key of a store, present or absent, at a version that `at` has; undefined if not. */
  prove(version: bigint, store: string, key: Uint8Array): StoreProof | undefined;
  /** Commit info of a retained version. */
  info(version: bigint): CommitInfo | undefined;
  /** Makes another version the first one to be committed. StoreFault after the first commit. */
  begin(first: bigint): void;
  /** Lets one more thread read committed versions from the same memory, see SharedState. */
  share(): StateShare;
  close(): Promise<void>;
}
