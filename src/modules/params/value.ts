import * as dec from "../../keeper/dec.js";
import type { FieldDescriptor } from "../../wire/descriptor.js";

const DIGITS = /^(0|[1-9][0-9]*)$/;

/** Bits of the numbers that parameters are. */
const BITS: Readonly<Record<string, number>> = { uint32: 32, uint64: 64 };

/**
 * Reads a parameter's text by its kind (D-CO-05): whole numbers and decimals as the door reads them
 * (D-TX-02), other texts as they are. Undefined when it is malformed. Kinds that no parameter has
 * throw: a mistake of the program.
 */
export function readParam(field: FieldDescriptor, text: string): unknown {
  if (field.custom === "dec" || field.custom === "dec-raw") return dec.parseStrict(text);
  const bits = BITS[field.kind];
  if (bits !== undefined) return readNumber(text, bits);
  if (field.kind === "string" && field.custom === undefined) return text;
  throw new TypeError(`${field.name}: parameters of kind ${field.kind} have no text form`);
}

function readNumber(text: string, bits: number): bigint | number | undefined {
  // 20 digits hold every number of 64 bits.
  if (text.length > 20 || !DIGITS.test(text)) return undefined;
  const value = BigInt(text);
  if (value >= 1n << BigInt(bits)) return undefined;
  return bits === 32 ? Number(value) : value;
}
