import { appHashOf } from "./app-hash.js";
import { type CommitInfo, StoreFault } from "./contract.js";
import { RecordReader, RecordWriter } from "./record.js";

// Tags of the protobuf message: field number and wire type in one byte.
const VERSION = 0x08;
const STORE = 0x12;
const TIME = 0x1a;
const NAME = 0x0a;
const COMMIT_ID = 0x12;
const HASH = 0x12;
const SECONDS = 0x08;
const NANOS = 0x10;
const SECOND = 1_000_000_000n;

/** The commit info of one version, with its block time in nanoseconds if it has one. */
export interface TimedCommitInfo extends CommitInfo {
  readonly time: bigint | undefined;
}

/** Commit info over stores sorted by name. */
export function commitInfo(
  version: bigint,
  stores: CommitInfo["stores"],
  time: bigint | undefined,
): TimedCommitInfo {
  return { version, stores, time, appHash: appHashOf(stores) };
}

/** The protobuf form: version 1, store_infos 2 (name 1, commit_id 2), timestamp 3. */
export function encodeCommitInfo({ version, stores, time }: TimedCommitInfo): Uint8Array {
  const info = new RecordWriter().uvarint(VERSION).uvarint(version);
  for (const { name, hash } of stores) {
    const id = new RecordWriter().uvarint(VERSION).uvarint(version).uvarint(HASH).bytes(hash);
    const store = new RecordWriter().uvarint(NAME).text(name).uvarint(COMMIT_ID).bytes(id.finish());
    info.uvarint(STORE).bytes(store.finish());
  }
  if (time !== undefined) info.uvarint(TIME).bytes(timestamp(time));
  return info.finish();
}

/** Reads the protobuf form; `name` is what a StoreFault calls it. */
export function decodeCommitInfo(name: string, bytes: Uint8Array): TimedCommitInfo {
  const reader = new RecordReader(name, bytes);
  expectTag(name, reader, VERSION);
  const version = reader.bigUvarint();
  const stores: CommitInfo["stores"][number][] = [];
  let time: bigint | undefined;
  while (!reader.done) {
    const tag = reader.uvarint();
    if (tag === STORE && time === undefined) {
      stores.push(storeInfo(name, version, reader.bytes()));
    } else if (tag === TIME && time === undefined) {
      time = readTimestamp(name, reader.bytes());
    } else {
      throw new StoreFault(`${name} holds an unexpected field`);
    }
  }
  return commitInfo(version, stores, time);
}

function storeInfo(name: string, version: bigint, bytes: Uint8Array): CommitInfo["stores"][number] {
  const reader = new RecordReader(name, bytes);
  expectTag(name, reader, NAME);
  const store = reader.text();
  expectTag(name, reader, COMMIT_ID);
  const id = new RecordReader(name, reader.bytes());
  reader.end();
  expectTag(name, id, VERSION);
  if (id.bigUvarint() !== version) throw new StoreFault(`${name} has store ${store} elsewhere`);
  expectTag(name, id, HASH);
  const hash = new Uint8Array(id.bytes());
  id.end();
  return { name: store, hash };
}

// Zero fields are left out, as protobuf does.
function timestamp(time: bigint): Uint8Array {
  const writer = new RecordWriter();
  const nanos = ((time % SECOND) + SECOND) % SECOND;
  const seconds = (time - nanos) / SECOND;
  if (seconds !== 0n) writer.uvarint(SECONDS).uvarint(BigInt.asUintN(64, seconds));
  if (nanos !== 0n) writer.uvarint(NANOS).uvarint(nanos);
  return writer.finish();
}

function readTimestamp(name: string, bytes: Uint8Array): bigint {
  const reader = new RecordReader(name, bytes);
  let time = 0n;
  while (!reader.done) {
    const tag = reader.uvarint();
    if (tag === SECONDS) time += BigInt.asIntN(64, reader.bigUvarint()) * SECOND;
    else if (tag === NANOS) time += reader.bigUvarint();
    else throw new StoreFault(`${name} holds an unexpected field in its time`);
  }
  return time;
}

function expectTag(name: string, reader: RecordReader, tag: number): void {
  if (reader.uvarint() !== tag) throw new StoreFault(`${name} is not commit info`);
}
