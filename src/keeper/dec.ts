import { refuse } from "./errors.js";
import { checked, numberErrors, parse as parseInteger } from "./int.js";

/**
 * Decimals with 18 places, as Cosmos SDK's `LegacyDec`: bigints scaled by 10^18. Use as
 * `import * as dec`. What leaves the range refuses with `number` 2, a zero divisor with `number` 3.
 */
export type Dec = bigint;

/** 10^18: the decimal 1. */
export const ONE: Dec = 10n ** 18n;

/** The smallest step. */
export const UNIT: Dec = 1n;

/** Greatest magnitude: 2^256 * 10^18 - 1, scaled. */
export const MAX: Dec = (1n << 256n) * ONE - 1n;

const PLACES = 18;

function inRange(value: Dec): Dec {
  if (value > MAX || value < -MAX) refuse(numberErrors.overflow);
  return value;
}

function nonZero(divisor: bigint): void {
  if (divisor === 0n) refuse(numberErrors.divisionByZero);
}

/** The decimal of an integer; not range-checked. */
export const fromInt = (value: bigint): Dec => value * ONE;

export const add = (a: Dec, b: Dec): Dec => inRange(a + b);
export const sub = (a: Dec, b: Dec): Dec => inRange(a - b);
export const abs = (a: Dec): Dec => (a < 0n ? -a : a);

/** Rounds half to even. */
export const mul = (a: Dec, b: Dec): Dec => inRange(halfEven(a * b));

/** Toward zero. */
export const mulTruncate = (a: Dec, b: Dec): Dec => inRange((a * b) / ONE);

/** Away from zero when positive, else toward zero. */
export function mulRoundUp(a: Dec, b: Dec): Dec {
  const product = a * b;
  const up = product > 0n && product % ONE !== 0n;
  return inRange(product / ONE + (up ? UNIT : 0n));
}

/** Truncated to 36 places first, then rounded half to even. */
export function quo(a: Dec, b: Dec): Dec {
  nonZero(b);
  return inRange(halfEven((a * ONE * ONE) / b));
}

/** Toward zero. */
export function quoTruncate(a: Dec, b: Dec): Dec {
  nonZero(b);
  return inRange((a * ONE) / b);
}

/** As the reference rounds: for a negative quotient one unit past the ceiling. */
export function quoRoundUp(a: Dec, b: Dec): Dec {
  nonZero(b);
  const scaled = a * ONE;
  const q = scaled / b;
  const rest = scaled % b;
  const sameSign = q < 0n === b < 0n;
  const up = (rest > 0n && sameSign) || (rest < 0n && !sameSign);
  return inRange(up ? q + UNIT : q);
}

/** Times an integer. */
export const mulInt = (a: Dec, i: bigint): Dec => inRange(a * i);

/** By an integer, toward zero; not range-checked. */
export function quoInt(a: Dec, i: bigint): Dec {
  nonZero(i);
  return a / i;
}

/** The nearest integer, half to even; at most 256 bits. */
export const roundInt = (a: Dec): bigint => checked(halfEven(a));

/** The integer part, toward zero; at most 256 bits. */
export const truncateInt = (a: Dec): bigint => checked(a / ONE);

/** The integer part as a decimal, toward zero. */
export const truncate = (a: Dec): Dec => a - (a % ONE);

/** The next whole decimal toward plus infinity. */
export function ceil(a: Dec): Dec {
  const rest = a % ONE;
  return inRange(a - rest + (rest > 0n ? ONE : 0n));
}

export const isInteger = (a: Dec): boolean => a % ONE === 0n;

/** `a` to the `n`th, n >= 0; each product is rounded and range-checked. */
export function power(a: Dec, n: number): Dec {
  if (n === 0) return ONE;
  let base = a;
  let rest = ONE;
  for (let left = n; left > 1; left = Math.floor(left / 2)) {
    if (left % 2 === 1) rest = mul(rest, base);
    base = mul(base, base);
  }
  return mul(base, rest);
}

const ROOT_STEPS = 300;

/** The `n`th root by Newton's method to one unit; of a negative number, minus its magnitude's root. */
export function approxRoot(a: Dec, n: number): Dec {
  if (a < 0n) return -approxRoot(-a, n);
  if (n === 0) return ONE;
  if (n === 1 || a === 0n || a === ONE) return a;
  let guess = ONE;
  for (let step = 0; step < ROOT_STEPS; step++) {
    const prev = power(guess, n - 1);
    const delta = (quo(a, prev === 0n ? UNIT : prev) - guess) / BigInt(n);
    guess = add(guess, delta);
    if (abs(delta) <= UNIT) break;
  }
  return guess;
}

/**
 * Reads a decimal as the reference library does: a leading `+`, or a second sign after `-`, passes.
 * The door is stricter, see `parseStrict`.
 */
export function parse(text: string): Dec {
  const negative = text.startsWith("-");
  const [whole = "", fraction, ...more] = (negative ? text.slice(1) : text).split(".");
  const wellFormed =
    whole !== "" && fraction !== "" && more.length === 0 && (fraction ?? "").length <= PLACES;
  const digits = `${whole}${(fraction ?? "").padEnd(PLACES, "0")}`;
  const match = /^([+-]?)0*([0-9]*)$/.exec(digits);
  if (!wellFormed || match === null) return refuse(numberErrors.malformedDecimal, { text });
  const [, sign, rest = ""] = match;
  if (rest.length > 96) return refuse(numberErrors.overflow, { text });
  const value = inRange(BigInt(rest === "" ? "0" : rest));
  return negative !== (sign === "-") ? -value : value;
}

/** Reads the one kind of decimal text that the door accepts [D-TX-02]; undefined for any other. */
export function parseStrict(text: string): Dec | undefined {
  if (text.length > 98 || !/^-?(0|[1-9][0-9]*)(\.[0-9]{1,18})?$/.test(text)) return undefined;
  const [whole = "", fraction = ""] = text.split(".");
  const value = BigInt(whole + fraction.padEnd(PLACES, "0"));
  if (value === 0n && text.startsWith("-")) return undefined;
  return value > MAX || value < -MAX ? undefined : value;
}

/** Reads the wire form, the text of the scaled integer; undefined when it is empty. */
export function parseProto(text: string): Dec | undefined {
  return text === "" ? undefined : inRange(parseWide(text));
}

/** Scaled integers are wider than 256 bits. */
function parseWide(text: string): bigint {
  if (/^[+-]?[1-9][0-9]{0,96}$/.test(text)) return BigInt(text.replace("+", ""));
  return parseInteger(text);
}

/** Reads a JSON value: texts only, no numbers. */
export function parseJson(value: unknown): Dec {
  if (value === null) return parse("");
  return typeof value === "string" ? parse(value) : refuse(numberErrors.malformedDecimal);
}

/** `1.500000000000000000`: always 18 places. */
export function format(a: Dec): string {
  const digits = abs(a)
    .toString()
    .padStart(PLACES + 1, "0");
  return `${a < 0n ? "-" : ""}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}

/** The wire form: the text of the scaled integer. */
export const formatProto = (a: Dec): string => a.toString();

/** Drops 18 places, half to even, on the magnitude. */
function halfEven(a: bigint): bigint {
  if (a < 0n) return -halfEven(-a);
  const q = a / ONE;
  const twice = (a % ONE) * 2n;
  return twice > ONE || (twice === ONE && q % 2n === 1n) ? q + 1n : q;
}
