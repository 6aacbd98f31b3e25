/** Numbers that look random and are the same for the same seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** An integer from 0 to before `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  }

  /** True so many times in a thousand. */
  chance(thousandths: number): boolean {
    return this.below(1_000) < thousandths;
  }

  /** Bytes of a length from `least` to `most`. */
  bytes(least: number, most: number): Uint8Array {
    const length = least + this.below(most - least + 1);
    return Uint8Array.from({ length }, () => this.below(256));
  }

  pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new RangeError("nothing to pick from");
    return found;
  }

  /** The bytes with a bit turned, a byte put in or taken out, or an end cut off. */
  mutated(bytes: Uint8Array): Uint8Array {
    const list = [...bytes];
    const at = this.below(Math.max(list.length, 1));
    const ways = [
      () => list.splice(at, 1, (list[at] ?? 0) ^ (1 << this.below(8))),
      () => list.splice(at, 0, this.below(256)),
      () => list.splice(at, 1),
      () => list.splice(at),
    ];
    this.pick(ways)();
    return Uint8Array.from(list);
  }
}
