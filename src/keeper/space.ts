import { keyText } from "../store/key-text.js";
import type { ReadContext, WriteContext } from "./context.js";
import { GAS } from "./gas.js";
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
    const value = ctx.stores.store(this.storeName).get(full);
    if (ctx.gas.firstRead(`${this.storeName}/${keyText(full)}`)) {
      const bytes = BigInt(full.length + (value?.length ?? 0));
      ctx.gas.consume(GAS.read + GAS.readByte * bytes, "read");
    }
    return value;
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

  /** Entries whose key behind the prefix starts with `start`, or lies in the bounds behind it. */
  *iterate(ctx: ReadContext, bounds: Bounds): IterableIterator<readonly [Uint8Array, Uint8Array]> {
    const base = this.at(bounds.start ?? NOTHING);
    const gte = bounds.gte === undefined ? base : concat([base, bounds.gte]);
    const lt = bounds.lt === undefined ? prefixEnd(base) : concat([base, bounds.lt]);
    const range = { gte, reverse: bounds.reverse ?? false, ...(lt === undefined ? {} : { lt }) };
    for (const [key, value] of ctx.stores.store(this.storeName).iterate(range)) {
      const bytes = BigInt(key.length + value.length);
      ctx.gas.consume(GAS.iterate + GAS.iterateByte * bytes, "iterate");
      yield [key.subarray(this.prefix.length), value];
    }
  }
}

export interface Bounds extends Walk {
  /** What the keys start with. */
  readonly start?: Uint8Array;
}
