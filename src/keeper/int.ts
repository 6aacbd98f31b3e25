import { defineErrors, refuse } from "./errors.js";

/**
 * Integers of at most 256 bits, as Cosmos SDK's `math.Int`. Use as `import * as int`. What leaves the
 * range refuses with `number` 2.
 */

/** Refusals of the number libraries. */
export const numberErrors = defineErrors("number", {
  overflow: [2, "number out of range", "OutOfRange"],
  divisionByZero: [3, "division by zero"],
  malformedInteger: [4, "not an integer", "InvalidArgument"],
  malformedDecimal: [5, "not a decimal", "InvalidArgument"],
});

/** 2^256 - 1: the greatest magnitude. */
export const MAX = (1n << 256n) - 1n;

/** Refuses what is wider than 256 bits. */
export function checked(value: bigint): bigint {
  if (value > MAX || value < -MAX) refuse(numberErrors.overflow, { bits: bitLength(value) });
  return value;
}

export const add = (a: bigint, b: bigint): bigint => checked(a + b);
export const sub = (a: bigint, b: bigint): bigint => checked(a - b);
export const mul = (a: bigint, b: bigint): bigint => checked(a * b);

/** Toward zero. */
export function quo(a: bigint, b: bigint): bigint {
  if (b === 0n) refuse(numberErrors.divisionByZero);
  return a / b;
}

/** Euclidean: never negative. */
export function mod(a: bigint, b: bigint): bigint {
  if (b === 0n) refuse(numberErrors.divisionByZero);
  const rest = a % b;
  if (rest >= 0n) return rest;
  return b < 0n ? rest - b : rest + b;
}

/** Bits of the magnitude; 0 for 0. */
export function bitLength(value: bigint): number {
  const hex = (value < 0n ? -value : value).toString(16);
  return hex === "0"
    ? 0
    : (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex[0] ?? "0", 16)));
}

const FORMS: readonly (readonly [form: RegExp, digits: RegExp, bits: string])[] = [
  [/^0[xX](_?[0-9a-fA-F])+$/, /^0[xX]/, "0x"],
  [/^0[bB](_?[01])+$/, /^0[bB]/, "0b"],
  [/^0[oO](_?[0-7])+$/, /^0[oO]/, "0o"],
  [/^0(_?[0-7])+$/, /^0/, "0o"],
  [/^(0|[1-9](_?[0-9])*)$/, /^/, ""],
];
// The longest text in range has 256 digits after its leading zeros, in base 2.
const MOST_DIGITS = 256;

/**
 * Reads an integer as the reference library does: base prefixes, a leading 0 for octal, `_` between
 * digits. The door is stricter, see `parseStrict`.
 */
export function parse(text: string): bigint {
  const sign = /^[+-]/.exec(text)?.[0] ?? "";
  const body = text.slice(sign.length);
  for (const [form, prefix, base] of FORMS) {
    if (!form.test(body)) continue;
    const digits = body.replace(prefix, "").replaceAll("_", "").replace(/^0+/, "");
    if (digits.length > MOST_DIGITS) refuse(numberErrors.overflow, { text });
    const value = digits === "" ? 0n : BigInt(`${base}${digits}`);
    return checked(sign === "-" ? -value : value);
  }
  return refuse(numberErrors.malformedInteger, { text });
}

/** Reads the one text of an integer that the door accepts [D-TX-02]; undefined for any other. */
export function parseStrict(text: string): bigint | undefined {
  if (text.length > 79 || !/^(0|-?[1-9][0-9]*)$/.test(text)) return undefined;
  const value = BigInt(text);
  return value > MAX || value < -MAX ? undefined : value;
}

/** Reads the wire form; undefined when it is empty. */
export function parseProto(text: string): bigint | undefined {
  return text === "" ? undefined : parse(text);
}

/** Reads a JSON value: texts only, no numbers. */
export function parseJson(value: unknown): bigint {
  if (value === null) return parse("");
  return typeof value === "string" ? parse(value) : refuse(numberErrors.malformedInteger);
}
