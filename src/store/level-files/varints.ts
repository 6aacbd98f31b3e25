/** Reads LevelDB's numbers and texts one after the other. Throws RangeError beyond the end. */
export class Varints {
  #at = 0;

  constructor(private readonly content: Uint8Array) {}

  get isDone(): boolean {
    return this.#at >= this.content.length;
  }

  /** A varint below 2^63, as exact as a double is. */
  number(): number {
    let value = 0;
    for (let shift = 0; shift < 63; shift += 7) {
      const byte = this.take(1)[0] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError("a number is too long");
  }

  /** Bytes with their length before them. */
  bytes(): Uint8Array {
    return this.take(this.number());
  }

  take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.content.length) throw new RangeError("it is cut short");
    const view = this.content.subarray(this.#at, end);
    this.#at = end;
    return view;
  }
}
