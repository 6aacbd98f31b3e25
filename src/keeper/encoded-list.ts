import { fieldsFrom } from "../wire/fields.js";
import { Writer } from "../wire/writer.js";

/** Tag of the first field of a message, of what has a length: where answers have their lists. */
const LIST = 10;

/** An answer that is a list of what is stored. */
export function encodedList(stored: Iterable<Uint8Array>): Uint8Array {
  const writer = new Writer();
  for (const entity of stored) writer.uint32(LIST).bytesValue(entity);
  return writer.finish();
}

/** An entity as it is stored, and what an answer shows with it: fields of one number, encoded. */
export interface Shown {
  readonly stored: Uint8Array;
  readonly nested: Uint8Array;
}

/** An answer that is a list of what is stored, each with its nested fields where their number belongs. */
export function encodedNestedList(shown: Iterable<Shown>, nestedNo: number): Uint8Array {
  const writer = new Writer();
  for (const { stored, nested } of shown) {
    const cut = fieldsFrom(stored, nestedNo);
    writer.uint32(LIST).uint32(stored.length + nested.length);
    writer.encoded(stored, 0, cut).encoded(nested).encoded(stored, cut);
  }
  return writer.finish();
}
