import type { RuleId } from "../gen/rules.js";
import { concat } from "./bytes.js";
import { type ErrorKind, ensure } from "./errors.js";
import { formatTime, parseTime } from "./formats/time.js";
import { timeKey, u64Key } from "./keys.js";
import { NOTHING } from "./space.js";

/**
 * Where a list in the order of changes goes on: behind this entry. A list holds 1,024 entries at
 * most, and many entries may share a time, so that `modified_after` alone would lose some (D-GEN-13).
 */
export interface ModifiedCursor {
  /** Nanoseconds since the Unix epoch. */
  readonly modified: bigint;
  readonly id: bigint;
}

const MAX_U64 = (1n << 64n) - 1n;
const MOST = 64;

/** `modified` and `id` of the last entry that was seen: `2026-01-31T12:00:00.000Z,17`. */
export const cursorText = ({ modified, id }: ModifiedCursor): string =>
  `${formatTime(modified, "millis")},${id}`;

/** Reads {@link cursorText}, the time in any form of RFC 3339; undefined when it is none. */
export function parseCursor(text: string): ModifiedCursor | undefined {
  if (text.length > MOST) return undefined;
  const [, time = "", number = ""] = /^([^,]*),([1-9][0-9]{0,19})$/.exec(text) ?? [];
  // A "+" of an offset arrives as a space when the client did not escape it.
  const modified = parseTime(time.replace(" ", "+"));
  const id = number === "" ? 0n : BigInt(number);
  return modified === undefined || id === 0n || id > MAX_U64 ? undefined : { modified, id };
}

/** Where a request's list goes on, undefined for its beginning. Refuses other texts with `kind`. */
export function listCursor(
  cursor: string,
  rule: RuleId,
  kind: ErrorKind,
): ModifiedCursor | undefined {
  const after = parseCursor(cursor);
  ensure(cursor === "" || after !== undefined, rule, kind, { cursor });
  return after;
}

/**
 * The first key behind an entry of an index that ends in a time and the id; `at` is the entry's
 * encoded reference.
 */
export const behindEntry = (at: Uint8Array, id: bigint): Uint8Array =>
  concat([at, u64Key.encode(id), Uint8Array.of(0)]);

/**
 * Where a list begins that goes along an index of changes, earliest first: at `modifiedAfter`, in
 * nanoseconds, or `behind` the entry that was seen last, whichever comes later.
 */
export function beginning(
  modifiedAfter: bigint | undefined,
  behind: Uint8Array = NOTHING,
): Uint8Array {
  const fromTime = modifiedAfter === undefined ? NOTHING : timeKey.encode(modifiedAfter);
  return Buffer.compare(fromTime, behind) > 0 ? fromTime : behind;
}
