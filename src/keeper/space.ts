import type { Entry, Passing, Range } from "../store/contract.js";
import { keyText } from "../store/key-text.js";
import type { ReadContext, WriteContext } from "./context.js";
import { freeGas, GAS, type GasMeter } from "./gas.js";
import { concat, prefixEnd } from "./keys.js";

/** No bytes. */
export const NOTHING = new Uint8Array(0);

/** Where a walk along keys or an index starts and ends. Bounds are encoded parts of the key. */
export interface Walk {
  readonly gte?: Uint8Array;
  readonly lt?: Uint8Array;
  readonly reverse?: boolean;
}

/** One byte 00: what an index entry holds, since empty values cannot be proved (D-TX-02). */
export const MARK = Uint8Array.of(0);

/** The part of a store that one collection owns, behind its prefix. */
export class Space {
  constructor(
    readonly storeName: string,
    private readonly prefix: Uint8Array,
    /** What the collection is called, for reports. */
    readonly name = "",
  ) {}

  at(key: Uint8Array): Uint8Array {
    const { length } = this.prefix;
    const full = new Uint8Array(length + key.length);
    full.set(this.prefix);
    full.set(key, length);
    return full;
  }

  /** What the gas meter calls the entity with this key. */
  entity(key: Uint8Array): string {
    return `${this.storeName}/${keyText(this.at(key))}`;
  }

  /** Without gas. */
  read(ctx: ReadContext, key: Uint8Array): Uint8Array | undefined {
    return ctx.stores.store(this.storeName).get(this.at(key));
  }

  /** Charges the first read of an entity in this transaction, whether it exists or not. */
  readCharged(ctx: ReadContext, key: Uint8Array): Uint8Array | undefined {
    const full = this.at(key);
    const store = ctx.stores.store(this.storeName);
    if (ctx.gas === freeGas) return store.get(full);
    const text = keyText(full);
    const value = store.get(full, text);
    if (ctx.gas.firstRead(this.storeName, text)) {
      const bytes = BigInt(full.length + (value?.length ?? 0));
      ctx.gas.consume(GAS.read + GAS.readByte * bytes, "read");
    }
    return value;
  }

  /** What `readCharged` gives, to be decoded at once: nothing of it may be kept. */
  peekCharged(ctx: ReadContext, key: Uint8Array): Uint8Array | undefined {
    const store = ctx.stores.store(this.storeName);
    if (ctx.gas !== freeGas || store.peek === undefined) return this.readCharged(ctx, key);
    return store.peek(this.at(key));
  }

  chargeWrite(ctx: WriteContext, key: Uint8Array, value: Uint8Array): void {
    const bytes = BigInt(this.prefix.length + key.length + value.length);
    ctx.gas.consume(GAS.write + GAS.writeByte * bytes, "write");
  }

  write(ctx: WriteContext, key: Uint8Array, value: Uint8Array): void {
    ctx.stores.store(this.storeName).set(this.at(key), value);
  }

  remove(ctx: WriteContext, key: Uint8Array): void {
    ctx.stores.store(this.storeName).delete(this.at(key));
  }

  /** How many entries `iterate` gives, without gas; undefined where the store would have to count. */
  size(ctx: ReadContext, bounds: Bounds): number | undefined {
    return ctx.stores.store(this.storeName).sizeOf?.(this.range(bounds));
  }

  /** Entries whose key behind the prefix starts with `start`, or lies in the bounds behind it. */
  iterate(ctx: ReadContext, bounds: Bounds): IterableIterator<Entry> {
    const entries = ctx.stores.store(this.storeName).iterate(this.range(bounds));
    return new Entries(entries, this.prefix.length, ctx.gas);
  }

  /**
   * Keys as `iterate` gives them, perhaps without some that `passing` leaves out; it measures keys behind
   * the prefix. Charged for those that are given and for those that have to be measured.
   */
  *keys(ctx: ReadContext, bounds: Bounds, passing?: Passing): IterableIterator<Uint8Array> {
    const store = ctx.stores.store(this.storeName);
    const { length } = this.prefix;
    // What may be passed over is found in ascending order alone.
    if (passing === undefined || store.keysPassing === undefined || bounds.reverse === true) {
      for (const [key] of this.iterate(ctx, bounds)) yield key;
      return;
    }
    const measure = (key: Uint8Array): bigint => {
      chargeStep(ctx.gas, key.length + MARK.length);
      return passing.measure(key.subarray(length));
    };
    for (const key of store.keysPassing(this.range(bounds), { ...passing, measure })) {
      chargeStep(ctx.gas, key.length + MARK.length);
      yield key.subarray(length);
    }
  }

  private range({ start = NOTHING, gte, lt, reverse = false }: Bounds): Range {
    const base = this.at(start);
    const from = gte === undefined ? base : concat([base, gte]);
    const end = lt === undefined ? prefixEnd(base) : concat([base, lt]);
    return { gte: from, reverse, ...(end === undefined ? {} : { lt: end }) };
  }
}

/** What it costs to walk past an entry of so many bytes. */
function chargeStep(gas: GasMeter, bytes: number): void {
  if (gas === freeGas) return;
  gas.consume(GAS.iterate + GAS.iterateByte * BigInt(bytes), "iterate");
}

/** Entries of a store without the prefix of their keys, charged as they are taken. */
class Entries implements IterableIterator<Entry> {
  constructor(
    private readonly entries: Iterator<Entry>,
    private readonly prefix: number,
    private readonly gas: GasMeter,
  ) {}

  next(): IteratorResult<Entry> {
    const next = this.entries.next();
    if (next.done === true) return next;
    const [key, value] = next.value;
    chargeStep(this.gas, key.length + value.length);
    return { done: false, value: [key.subarray(this.prefix), value] };
  }

  /** Whoever stops early lets the walk below end as well. */
  return(): IteratorResult<Entry> {
    this.entries.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.iterator](): IterableIterator<Entry> {
    return this;
  }
}

export interface Bounds extends Walk {
  /** What the keys start with. */
  readonly start?: Uint8Array;
}
