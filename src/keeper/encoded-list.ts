import type { Entry } from "../store/contract.js";
import { fieldsFrom } from "../wire/fields.js";
import { Writer } from "../wire/writer.js";
import { u64Key } from "./keys.js";
import { NOTHING } from "./space.js";

/** Tag of the first field of a message, of what has a length: where answers have their lists. */
const LIST = 10;

/** An answer that is a list of what is stored. */
export function encodedList(stored: Iterable<Uint8Array>): Uint8Array {
  const writer = new Writer();
  for (const entity of stored) writer.uint32(LIST).bytesValue(entity);
  return writer.finish();
}

/** How entities as they are stored are shown with fields of one number that belong to them. */
export interface Nested<S> {
  /** Number of the nested fields in an answer. */
  readonly no: number;
  /** What an entity is to those who know its nested fields. */
  subject(id: bigint, stored: Uint8Array): S;
  /** The nested fields of each, encoded. */
  fields(subjects: readonly S[]): readonly Uint8Array[];
}

/** An answer that is a list of entities by id, each with its nested fields where their number belongs. */
export function encodedNestedList<S>(
  entries: readonly Entry[],
  { no, subject, fields }: Nested<S>,
): Uint8Array {
  const nested = fields(entries.map(([key, stored]) => subject(u64Key.read(key, 0)[0], stored)));
  const writer = new Writer();
  for (const [i, [, stored]] of entries.entries()) {
    const own = nested[i] ?? NOTHING;
    const cut = fieldsFrom(stored, no);
    writer.uint32(LIST).uint32(stored.length + own.length);
    writer.encoded(stored, 0, cut).encoded(own).encoded(stored, cut);
  }
  return writer.finish();
}
