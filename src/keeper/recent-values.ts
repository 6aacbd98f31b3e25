/** Values that one collection remembers, at most; a power of two. */
const SLOTS = 512;

/**
 * Values that were decoded of late. A transaction asks for the same entry again and again, and a store
 * gives the same array as long as nobody wrote the key: then nothing is decoded twice. What it holds
 * changes speed, never an answer. Values and stored bytes are never changed in place.
 */
export class RecentValues<V> {
  readonly #bytes: (Uint8Array | undefined)[] = [];
  readonly #values: (V | undefined)[] = [];

  constructor(private readonly decode: (bytes: Uint8Array) => V) {}

  /** The value that `bytes` hold, which stand under `key`. */
  of(key: Uint8Array, bytes: Uint8Array): V {
    const slot = slotOf(key);
    const known = this.#values[slot];
    if (known !== undefined && this.#bytes[slot] === bytes) return known;
    const value = this.decode(bytes);
    this.#bytes[slot] = bytes;
    this.#values[slot] = value;
    return value;
  }
}

function slotOf(key: Uint8Array): number {
  let mixed = key.length;
  for (const byte of key) mixed = Math.imul(mixed, 31) + byte;
  return mixed & (SLOTS - 1);
}
