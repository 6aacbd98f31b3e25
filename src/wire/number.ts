import { WireError } from "./descriptor.js";

const INTEGER = /^(?:0|-?[1-9][0-9]*)$/;
const MAX_INT = (1n << 256n) - 1n;
const MAX_DEC = (1n << 315n) - 1n;
/** Enough for any number in range; longer texts are refused before they cost anything. */
const MAX_DIGITS = 96;

/** [D-TX-02] An integer of the wire: one spelling for each number, at most 256 bits; an empty text is zero. Throws WireError `number`. */
export function parseInt256(text: string): bigint {
  if (text === "") return 0n;
  return parse(text, MAX_INT);
}

/** [D-TX-02] A decimal of the wire, as the integer scaled by 10^18, at most 315 bits. Throws WireError `number`. */
export function parseScaledDec(text: string): bigint {
  return parse(text, MAX_DEC);
}

function parse(text: string, max: bigint): bigint {
  if (text.length > MAX_DIGITS || !INTEGER.test(text))
    throw new WireError("number text not accepted", "number");
  const value = BigInt(text);
  if (value > max || value < -max) throw new WireError("number out of range", "number");
  return value;
}
