import { sha256 } from "@noble/hashes/sha2.js";
import type {
  Event,
  EventAttribute,
  ExecTxResult,
  ResponseFinalizeBlock,
} from "../../gen/tendermint/abci.js";
import type { Put } from "../../store/database.js";
import type { SealedBlock } from "./blocks.js";
import { upperHex } from "./bytes.js";
import { sortable } from "./store-keys.js";

/** Values longer than this stand in the entry, under their hash. */
const LONGEST_KEYED_VALUE = 128;

/** A block of 100 MiB holds fewer than 2^24 transactions; heights stay below 2^40. */
const INDEX_BITS = 24n;

/** Whether an index is of transactions or of blocks. */
export type IndexKind = "tx-event" | "block-event";

/** One transaction that was run. */
export interface RunTx {
  readonly height: bigint;
  readonly index: number;
  readonly hash: Uint8Array;
  readonly result: ExecTxResult;
}

/** Prefix of the entries of a composite key `type.attribute`. */
export function keyPrefix(kind: IndexKind, key: string): string {
  return `${kind}/${key.length}:${key}/`;
}

/** Prefix of the entries of a composite key with one value. */
export function valuePrefix(kind: IndexKind, key: string, value: string): string {
  return `${keyPrefix(kind, key)}${valueKey(value)}/`;
}

/** What an entry's key says: its value, unless that stands in the entry, and where it occurred. */
export function readEntryKey(prefix: string, key: string) {
  const position = key.slice(-25);
  const valueText = key.slice(prefix.length, -26);
  const value = valueText.startsWith("#") ? undefined : valueText.slice(valueText.indexOf(":") + 1);
  return { value, position };
}

/** Where something occurred: height and index within the block, in an order that sorts as text. */
export function positionKey(height: bigint, index: number): string {
  return `${sortable(height)}/${index.toString(16).padStart(8, "0")}`;
}

/** The same place as one number that sorts alike. */
export function readPosition(position: string): bigint {
  return (BigInt(`0x${position.slice(0, 16)}`) << INDEX_BITS) | BigInt(`0x${position.slice(17)}`);
}

/** Height and index of what {@link readPosition} read. */
export function placeOf(position: bigint): { readonly height: bigint; readonly index: number } {
  return { height: position >> INDEX_BITS, index: Number(BigInt.asUintN(24, position)) };
}

/** Every composite key with its values, as searches over transactions see it. */
export function txEventPairs(tx: RunTx): [string, string][] {
  return [...txPlace(tx), ...indexedPairs(tx.result.events)];
}

/** The composite keys that every transaction has. */
export function txPlace({ height, hash }: RunTx): [string, string][] {
  return [
    ["tx.hash", upperHex(hash)],
    ["tx.height", height.toString()],
  ];
}

/** Index entries of a transaction. */
export function* txEntries(tx: RunTx): Iterable<Put> {
  const position = positionKey(tx.height, tx.index);
  yield* entries("tx-event", txEventPairs(tx), position, tx.hash);
}

/** Index entries of a block's own events. */
export function* blockEntries(block: SealedBlock, results: ResponseFinalizeBlock): Iterable<Put> {
  const { height } = block.header;
  const pairs: [string, string][] = [
    ["block.height", height.toString()],
    ...indexedPairs(results.events),
  ];
  yield* entries("block-event", pairs, positionKey(height, 0), new Uint8Array());
}

/** Composite keys and values of the attributes that ask to be indexed. */
export function indexedPairs(events: readonly Event[]): [string, string][] {
  return pairs(events, ({ index }) => index);
}

/** Composite keys and values of all attributes, which subscribers may ask for. */
export function allPairs(events: readonly Event[]): [string, string][] {
  return pairs(events, () => true);
}

function pairs(
  events: readonly Event[],
  wanted: (attribute: EventAttribute) => boolean,
): [string, string][] {
  return events.flatMap(({ type, attributes }) =>
    attributes
      .filter((attribute) => attribute.key !== "" && type !== "" && wanted(attribute))
      .map(({ key, value }): [string, string] => [`${type}.${key}`, value]),
  );
}

/** An entry's bytes are the transaction's hash and, where the key has only its hash, the value. */
function* entries(
  kind: IndexKind,
  pairs: readonly (readonly [string, string])[],
  position: string,
  hash: Uint8Array,
): Iterable<Put> {
  for (const [key, value] of pairs) {
    const tail = value.length > LONGEST_KEYED_VALUE ? Buffer.from(value, "utf8") : new Uint8Array();
    const bytes = Buffer.concat([hash, tail]);
    yield { key: `${valuePrefix(kind, key, value)}${position}`, value: bytes };
  }
}

function valueKey(value: string): string {
  if (value.length <= LONGEST_KEYED_VALUE) return `${value.length}:${value}`;
  return `#${Buffer.from(sha256(Buffer.from(value, "utf8"))).toString("hex")}`;
}
