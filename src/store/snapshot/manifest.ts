import { hash as digest } from "node:crypto";
import { decodeCommitInfo, encodeCommitInfo, type TimedCommitInfo } from "../commit-info.js";
import { EMPTY_HASH } from "../iavl/node-hash.js";
import { RecordReader, RecordWriter } from "../record.js";
import { readingForeign, SnapshotError } from "./errors.js";

/** Number of the layout of chunks and manifest; a change that older programs would misread raises it. */
export const SNAPSHOT_FORMAT = 1;

/** What a peer may make us keep; CometBFT itself carries at most 4 MB of metadata and 16 MB a chunk. */
const MOST = { bytes: 4_000_000, chunks: 100_000, stores: 256, extras: 16, name: 128 };
/** The largest chunk that is taken, bytes. */
export const MAX_CHUNK_BYTES = 16_000_000;
const HASH_LENGTH = 32;
const NAME = "the metadata of a snapshot";

/** One store of a snapshot. */
export interface SnapshotStore {
  readonly name: string;
  /** What the hash of the tree's root is taken of; empty for an empty tree. */
  readonly root: Uint8Array;
  /** sha256 of each of its chunks. */
  readonly chunks: readonly Uint8Array[];
}

/** All that a snapshot says of itself beside its chunks. */
export interface Manifest {
  /** The first version of the chain: versions of nodes count from it. */
  readonly first: bigint;
  readonly info: TimedCommitInfo;
  /** What the application kept with the commit. */
  readonly extra: ReadonlyMap<string, Uint8Array>;
  /** Sorted by name; the chunks of all follow each other in this order. */
  readonly stores: readonly SnapshotStore[];
}

/** Bytes of a manifest. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const { first, info, extra, stores } = manifest;
  const record = new RecordWriter().uvarint(first).bytes(encodeCommitInfo(info));
  record.uvarint(extra.size);
  for (const [key, value] of extra) record.text(key).bytes(value);
  record.uvarint(stores.length);
  for (const { name, root, chunks } of stores) {
    record.text(name).bytes(root).uvarint(chunks.length);
    for (const hash of chunks) record.raw(hash);
  }
  return record.finish();
}

/** Hash by which a snapshot is known: sha256 of its manifest. */
export function manifestHash(bytes: Uint8Array): Uint8Array {
  return digest("sha256", bytes, "buffer");
}

/** Number of chunks of all stores. */
export function chunkCount({ stores }: Pick<Manifest, "stores">): number {
  return stores.reduce((sum, { chunks }) => sum + chunks.length, 0);
}

/** Reads a manifest from anywhere. SnapshotError where it is malformed, too large or contradicts itself. */
export function decodeManifest(bytes: Uint8Array): Manifest {
  bound("bytes of metadata", bytes.length, MOST.bytes);
  const copy = new Uint8Array(bytes);
  const manifest = readingForeign(() => readManifest(new RecordReader(NAME, copy)));
  requireSound(manifest);
  return manifest;
}

/** Number of leaves that a root's preimage tells; 0 for an empty tree. */
export function leavesOf(root: Uint8Array): number {
  if (root.length === 0) return 0;
  return readingForeign(() => {
    const reader = new RecordReader(NAME, root);
    reader.uvarint();
    // A signed varint of a number that is never negative: twice the number.
    return reader.uvarint() / 2;
  });
}

function readManifest(reader: RecordReader): Manifest {
  const first = reader.bigUvarint();
  const info = decodeCommitInfo(NAME, reader.bytes());
  const extra = readList(reader, "extras", MOST.extras, () => {
    return [reader.text(), reader.bytes()] as const;
  });
  let chunks = 0;
  const stores = readList(reader, "stores", MOST.stores, () => {
    const name = reader.text();
    bound("bytes of a store's name", name.length, MOST.name);
    const root = reader.bytes();
    const hashes = readList(reader, "chunks", MOST.chunks - chunks, () => reader.raw(HASH_LENGTH));
    chunks += hashes.length;
    return { name, root, chunks: hashes };
  });
  reader.end();
  return { first, info, extra: new Map(extra), stores };
}

function readList<T>(reader: RecordReader, what: string, most: number, read: () => T): T[] {
  const count = reader.uvarint();
  bound(what, count, most);
  const list: T[] = [];
  while (list.length < count) list.push(read());
  return list;
}

function requireSound({ first, info, stores }: Manifest): void {
  if (first < 1n || info.version < first || info.version - first > 0xffff_ffffn) {
    throw new SnapshotError(`${NAME}: version ${info.version} of a chain from ${first} on`);
  }
  if (stores.length !== info.stores.length) throw new SnapshotError(`${NAME}: other stores`);
  for (const [index, { name, root, chunks }] of stores.entries()) {
    const committed = info.stores[index];
    const before = stores[index - 1]?.name;
    if (committed?.name !== name || (before !== undefined && before >= name)) {
      throw new SnapshotError(`${NAME}: store ${name} is out of place`);
    }
    const hash = root.length === 0 ? EMPTY_HASH : digest("sha256", root, "buffer");
    if (Buffer.compare(hash, committed.hash) !== 0) {
      throw new SnapshotError(`${NAME}: the root of store ${name} is not the committed one`);
    }
    if ((root.length === 0) !== (chunks.length === 0) || chunks.length > leavesOf(root)) {
      throw new SnapshotError(`${NAME}: store ${name} cannot have ${chunks.length} chunks`);
    }
  }
}

function bound(what: string, count: number, most: number): void {
  if (count > most) throw new SnapshotError(`${NAME}: ${count} ${what}, at most ${most} are taken`);
}
