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

const DECIMALS = 18;
const DECIMAL = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]{1,18}))?$/;

/** A scaled decimal with all its 18 decimals (`0.200000000000000000`). */
export function decText(scaled: bigint): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(DECIMALS + 1, "0");
  const point = digits.length - DECIMALS;
  return `${scaled < 0n ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** [D-TX-02] Reads a decimal text (`0.2`), scaled by 10^18. Throws WireError `number`. */
export function parseDecText(text: string): bigint {
  const match = text.length > MAX_DIGITS + DECIMALS + 2 ? null : DECIMAL.exec(text);
  if (match === null) throw new WireError("decimal text not accepted", "number");
  const magnitude = BigInt((match[2] ?? "") + (match[3] ?? "").padEnd(DECIMALS, "0"));
  if (match[1] === "-" && magnitude === 0n)
    throw new WireError("decimal text not accepted", "number");
  if (magnitude > MAX_DEC) throw new WireError("number out of range", "number");
  return match[1] === "-" ? -magnitude : magnitude;
}
