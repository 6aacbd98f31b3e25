import { StateFault } from "../../keeper/state-fault.js";

/**
 * Decimal weights as x/group counts them (`internal/math.Dec`): exact sums of any number of
 * fractional digits, trailing zeros kept, and quotients of 34 significant digits, half away from
 * zero. Never negative.
 */
export interface Weight {
  /** The digits without their point. */
  readonly digits: bigint;
  /** How many of them stand behind the point. */
  readonly scale: number;
}

/** No weight: `0`. */
export const ZERO: Weight = { digits: 0n, scale: 0 };

/** All of a group, where shares are counted: `1`. */
export const ONE: Weight = { digits: 1n, scale: 0 };

/**
 * Most digits on either side of the point. The reference has no such bound, but an exponent lets
 * eight characters stand for a hundred thousand digits, which a block's end would have to add up.
 */
const MOST_DIGITS = 100;

const QUOTIENT_DIGITS = 34;
const DECIMAL = /^[+-]?(?=\.?[0-9])([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,9}))?$/;

/** Digits of any stored weight: the sum of all members has some more than each of them. */
const MOST_STORED_DIGITS = 2 * MOST_DIGITS;

/** Reads `2`, `0.5`, `1e3`; undefined for what is no decimal, is below zero or too long. */
export function parseWeight(text: string): Weight | undefined {
  return read(text, MOST_DIGITS);
}

/** Reads a sum of weights. */
export function parseTotal(text: string): Weight | undefined {
  return read(text, MOST_STORED_DIGITS);
}

/** Reads a weight of the state. */
export function storedWeight(text: string): Weight {
  const weight = parseTotal(text);
  if (weight === undefined) throw new StateFault(`a stored weight is no decimal: ${text}`);
  return weight;
}

function read(text: string, most: number): Weight | undefined {
  if (text.length > 4 * most) return undefined;
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(whole + fraction);
  if (text.startsWith("-") && digits !== 0n) return undefined;
  const scale = fraction.length - Number(exponent);
  if (scale > most || length(digits) - scale > most) return undefined;
  return scale < 0 ? shift({ digits, scale }, 0) : { digits, scale };
}

/** The plain decimal text, without exponent. */
export function weightText({ digits, scale }: Weight): string {
  const text = digits.toString().padStart(scale + 1, "0");
  return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

export function addWeights(a: Weight, b: Weight): Weight {
  const scale = Math.max(a.scale, b.scale);
  return { digits: shift(a, scale).digits + shift(b, scale).digits, scale };
}

/** Undefined when `b` is more than `a`. */
export function subtractWeights(a: Weight, b: Weight): Weight | undefined {
  const scale = Math.max(a.scale, b.scale);
  const digits = shift(a, scale).digits - shift(b, scale).digits;
  return digits < 0n ? undefined : { digits, scale };
}

/** Below 0, 0 or above 0, as `a` is less than, equal to or more than `b`. */
export function compareWeights(a: Weight, b: Weight): number {
  const scale = Math.max(a.scale, b.scale);
  const left = shift(a, scale).digits;
  const right = shift(b, scale).digits;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `a / b` with 34 significant digits; undefined when `b` is zero. */
export function divideWeights(a: Weight, b: Weight): Weight | undefined {
  if (b.digits === 0n) return undefined;
  if (a.digits === 0n) return ZERO;
  const scale = Math.max(a.scale, b.scale);
  const top = shift(a, scale).digits;
  const bottom = shift(b, scale).digits;
  const guess = QUOTIENT_DIGITS - (length(top) - length(bottom));
  const fits = length(scaled(top, bottom, guess).quotient) <= QUOTIENT_DIGITS;
  const places = fits ? guess : guess - 1;
  const { quotient, rest, divisor } = scaled(top, bottom, places);
  const rounded = rest * 2n >= divisor ? quotient + 1n : quotient;
  return shift({ digits: rounded, scale: places }, Math.max(places, 0));
}

/** `top * 10^places / bottom`, where `places` may be negative. */
function scaled(top: bigint, bottom: bigint, places: number) {
  const dividend = places > 0 ? top * power(places) : top;
  const divisor = places < 0 ? bottom * power(-places) : bottom;
  return { quotient: dividend / divisor, rest: dividend % divisor, divisor };
}

/** The same weight with more digits behind the point. */
function shift(weight: Weight, scale: number): Weight {
  return { digits: weight.digits * power(scale - weight.scale), scale };
}

const power = (exponent: number): bigint => 10n ** BigInt(exponent);

const length = (digits: bigint): number => digits.toString().length;
