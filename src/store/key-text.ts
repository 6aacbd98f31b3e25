/** Keys as map keys: one character per byte, so that string order is byte order. */

interface Latin1 {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
}

// Node's own primitive works on any byte array and is three times as fast as building the string.
const { latin1Slice } = Buffer.prototype as unknown as Latin1;

/** One character per byte of `bytes`, or of a part of them. */
export function keyText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return latin1Slice.call(bytes, start, end);
}

/** Longest key a store takes, in bytes. */
export const MAX_KEY_LENGTH = 131_071;

/** Refuses what no store takes: keys of no byte or too many, values that are not bytes. */
export function checkWrite(key: Uint8Array, value: Uint8Array): void {
  checkKey(key);
  if (!(value instanceof Uint8Array)) throw new TypeError("a stored value must be bytes");
}

/** Refuses keys of no byte or too many. */
export function checkKey(key: Uint8Array): void {
  if (key.length > 0 && key.length <= MAX_KEY_LENGTH) return;
  throw new RangeError(`a store key holds 1 to ${MAX_KEY_LENGTH} bytes, not ${key.length}`);
}

/** Byte order: negative, zero or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}
