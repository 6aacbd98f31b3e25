import { registry } from "../../src/gen/registry.js";
import { Cursor } from "../../src/wire/cursor.js";
import { type MessageType, WireError } from "../../src/wire/descriptor.js";

/** [D-TX-02] The one spelling of an integer. */
const INTEGER = /^(?:0|-?[1-9][0-9]*)$/;

/**
 * Whether a message holds, at any depth, a number text that the reference reads and we refuse: one
 * not spelled as an integer is, or [D-TX-03] an empty decimal. Looks at the bytes, and decodes nothing.
 */
export function holdsOddNumber(type: MessageType, bytes: Uint8Array): boolean {
  try {
    return oddIn(type, new Cursor(bytes));
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}

function oddIn(type: MessageType, c: Cursor): boolean {
  while (!c.done) {
    c.tag();
    const field = type.fields.find(({ no }) => no === c.field);
    if (c.wire !== 2) {
      c.skip();
      continue;
    }
    const end = c.content();
    const content = c.bytes.subarray(c.at, end);
    c.at = end;
    if (field?.custom !== undefined && isOdd(field.custom, content)) return true;
    if (field?.kind === "message" && field.message !== undefined) {
      if (oddIn(field.message(), new Cursor(content))) return true;
    }
    if (field?.kind === "any" && oddInAny(content)) return true;
  }
  return false;
}

function oddInAny(bytes: Uint8Array): boolean {
  const c = new Cursor(bytes);
  let [url, value] = ["", new Uint8Array()];
  while (!c.done) {
    c.tag();
    const end = c.content();
    if (c.field === 1) url = text(bytes.subarray(c.at, end));
    if (c.field === 2) value = bytes.slice(c.at, end);
    c.at = end;
  }
  const type = registry.byUrl(url);
  return type !== undefined && oddIn(type, new Cursor(value));
}

function isOdd(custom: string, content: Uint8Array): boolean {
  const written = text(content);
  return written === "" ? custom !== "int" : !INTEGER.test(written);
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
