import { StoreFault } from "./contract.js";
import type { Write } from "./overlay.js";
import { RecordReader, RecordWriter } from "./record.js";

/** What a version did to one store; a store that was not there before starts empty. */
export interface StoreChanges {
  readonly name: string;
  /** In the order in which the tree took them. */
  readonly writes: readonly Write[];
}

const DELETED = 0;
const SET = 1;

/** The changes of every store mounted at a version, as one sealed record. */
export function encodeChanges(changes: readonly StoreChanges[]): Uint8Array {
  const record = new RecordWriter().uvarint(changes.length);
  for (const { name, writes } of changes) {
    record.text(name).uvarint(writes.length);
    for (const { key, value } of writes) {
      if (value === undefined) record.uvarint(DELETED).bytes(key);
      else record.uvarint(SET).bytes(key).bytes(value);
    }
  }
  return record.seal();
}

/** Reads a sealed change log; `name` is what a StoreFault calls it. */
export function decodeChanges(name: string, bytes: Uint8Array): readonly StoreChanges[] {
  const reader = RecordReader.sealed(name, bytes);
  const changes = Array.from({ length: reader.uvarint() }, () => ({
    name: reader.text(),
    writes: Array.from({ length: reader.uvarint() }, () => readWrite(name, reader)),
  }));
  reader.end();
  return changes;
}

function readWrite(name: string, reader: RecordReader): Write {
  const kind = reader.uvarint();
  if (kind === DELETED) return { key: reader.bytes(), value: undefined };
  if (kind === SET) return { key: reader.bytes(), value: reader.bytes() };
  throw new StoreFault(`${name} holds an unknown kind of write`);
}
