import type { MessageType } from "../wire/descriptor.js";
import { StoreFault } from "../store/contract.js";
import type { ReadContext, WriteContext } from "./context.js";
import { GAS } from "./gas.js";
import { concat, type KeyCodec, prefixEnd, u64Key } from "./keys.js";

/** How a value becomes bytes. */
export interface ValueCodec<V> {
  encode(value: V): Uint8Array;
  decode(bytes: Uint8Array): V;
}

/** Values that are protobuf messages: their canonical encoding. */
export function protoValue<V>(type: MessageType<V>): ValueCodec<V> {
  return { encode: (value) => type.encode(value), decode: (bytes) => type.decode(bytes) };
}

/** Bytes as they are. */
export const bytesValue: ValueCodec<Uint8Array> = { encode: (v) => v, decode: (v) => v };

/** Text as UTF-8. */
export const textValue: ValueCodec<string> = {
  encode: (value) => new TextEncoder().encode(value),
  decode: (bytes) => new TextDecoder().decode(bytes),
};

/** Unsigned 64-bit number, 8 bytes big-endian. */
export const u64Value: ValueCodec<bigint> = {
  encode: (value) => u64Key.encode(value),
  decode: (bytes) => u64Key.read(bytes, 0)[0],
};

/** One byte 00: what an index entry holds, since empty values cannot be proved (D-TX-02). */
export const MARK = Uint8Array.of(0);

/** The part of a store that one collection owns, behind its prefix. */
class Space {
  constructor(
    readonly storeName: string,
    private readonly prefix: Uint8Array,
  ) {}

  at(key: Uint8Array): Uint8Array {
    return concat([this.prefix, key]);
  }

  read(ctx: ReadContext, key: Uint8Array): Uint8Array | undefined {
    return ctx.stores.store(this.storeName).get(this.at(key));
  }

  /** Charges the first read of an entity in this transaction, whether it exists or not. */
  chargeRead(ctx: ReadContext, key: Uint8Array, value: Uint8Array | undefined): void {
    const bytes = BigInt(this.prefix.length + key.length + (value?.length ?? 0));
    if (ctx.gas.firstRead(this.id(key))) ctx.gas.consume(GAS.read + GAS.readByte * bytes, "read");
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

  private id(key: Uint8Array): string {
    return `${this.storeName}/${Buffer.from(this.at(key)).toString("latin1")}`;
  }
}

interface Bounds {
  readonly start?: Uint8Array;
  readonly gte?: Uint8Array;
  readonly lt?: Uint8Array;
  readonly reverse?: boolean;
}

const NOTHING = new Uint8Array(0);

/** Declares the collections of one module. Prefixes are consensus: append, never renumber. */
export class Schema {
  readonly #taken = new Map<number, string>();

  constructor(
    readonly storeName: string,
    /** Bech32 prefix of accounts, for address keys. */
    readonly addressPrefix: string,
  ) {}

  sequence(prefix: number, name: string): Sequence {
    return new Sequence(this.space(prefix, name));
  }

  item<V>(prefix: number, name: string, value: ValueCodec<V>): Item<V> {
    return new Item(this.space(prefix, name), value);
  }

  map<K, V>(prefix: number, name: string, shape: MapShape<K, V>): IndexedMap<K, V> {
    return new IndexedMap(this.space(prefix, name), shape);
  }

  /** Values under each `ref(value)`; a value for which it is undefined is not listed. */
  index<R, V>(
    prefix: number,
    name: string,
    codec: KeyCodec<R>,
    ref: (value: V) => R | undefined,
  ): MultiIndex<R, V> {
    const one = (value: V): readonly R[] => {
      const at = ref(value);
      return at === undefined ? [] : [at];
    };
    return new MultiIndex(this.space(prefix, name), codec, one);
  }

  /** Values under each of `refs(value)`. */
  multiIndex<R, V>(
    prefix: number,
    name: string,
    codec: KeyCodec<R>,
    refs: (value: V) => readonly R[],
  ): MultiIndex<R, V> {
    return new MultiIndex(this.space(prefix, name), codec, refs);
  }

  private space(prefix: number, name: string): Space {
    const taken = this.#taken.get(prefix);
    if (taken !== undefined) {
      throw new TypeError(`${this.storeName}: prefix ${prefix} is used by ${taken} and ${name}`);
    }
    this.#taken.set(prefix, name);
    return new Space(this.storeName, Uint8Array.of(prefix));
  }
}

export interface MapShape<K, V> {
  readonly key: KeyCodec<K>;
  readonly value: ValueCodec<V>;
  readonly indexes?: readonly MultiIndex<never, V>[] | readonly AnyIndex<V>[];
}

/** An index as its map sees it. */
export interface AnyIndex<V> {
  move(ctx: WriteContext, key: Uint8Array, prev: V | undefined, next: V | undefined): void;
}

/** Ids from 1, strictly increasing, never used again (D-GEN-09). */
export class Sequence {
  constructor(private readonly space: Space) {}

  /** The last id that was given; 0n before the first. */
  last(ctx: ReadContext): bigint {
    const bytes = this.space.read(ctx, NOTHING);
    this.space.chargeRead(ctx, NOTHING, bytes);
    return bytes === undefined ? 0n : u64Value.decode(bytes);
  }

  next(ctx: WriteContext): bigint {
    const id = this.last(ctx) + 1n;
    this.restore(ctx, id);
    return id;
  }

  /** Sets the last id given, for genesis. */
  restore(ctx: WriteContext, last: bigint): void {
    const bytes = u64Value.encode(last);
    this.space.chargeWrite(ctx, NOTHING, bytes);
    this.space.write(ctx, NOTHING, bytes);
  }
}

/** One value. */
export class Item<V> {
  constructor(
    private readonly space: Space,
    private readonly value: ValueCodec<V>,
  ) {}

  get(ctx: ReadContext): V | undefined {
    const bytes = this.space.read(ctx, NOTHING);
    this.space.chargeRead(ctx, NOTHING, bytes);
    return bytes === undefined ? undefined : this.value.decode(bytes);
  }

  set(ctx: WriteContext, next: V): void {
    const bytes = this.value.encode(next);
    this.space.chargeWrite(ctx, NOTHING, bytes);
    this.space.write(ctx, NOTHING, bytes);
  }

  delete(ctx: WriteContext): void {
    ctx.gas.consume(GAS.delete, "delete");
    this.space.remove(ctx, NOTHING);
  }
}

/** Where a walk along keys or an index starts and ends. Bounds are encoded parts of the key. */
export interface Walk {
  readonly gte?: Uint8Array;
  readonly lt?: Uint8Array;
  readonly reverse?: boolean;
}

/** Values by key, with indexes that are functions of the value and cannot be forgotten. */
export class IndexedMap<K, V> {
  constructor(
    private readonly space: Space,
    private readonly shape: MapShape<K, V>,
  ) {}

  get(ctx: ReadContext, key: K): V | undefined {
    const pk = this.shape.key.encode(key);
    const bytes = this.space.read(ctx, pk);
    this.space.chargeRead(ctx, pk, bytes);
    return bytes === undefined ? undefined : this.shape.value.decode(bytes);
  }

  has(ctx: ReadContext, key: K): boolean {
    ctx.gas.consume(GAS.has, "has");
    return ctx.stores.store(this.space.storeName).has(this.space.at(this.shape.key.encode(key)));
  }

  set(ctx: WriteContext, key: K, next: V): void {
    const pk = this.shape.key.encode(key);
    this.reindex(ctx, pk, next);
    const bytes = this.shape.value.encode(next);
    this.space.chargeWrite(ctx, pk, bytes);
    this.space.write(ctx, pk, bytes);
  }

  /** Removes the value; nothing happens when there is none. */
  delete(ctx: WriteContext, key: K): void {
    const pk = this.shape.key.encode(key);
    this.reindex(ctx, pk, undefined);
    ctx.gas.consume(GAS.delete, "delete");
    this.space.remove(ctx, pk);
  }

  /** Entries in key order, all or those whose key starts with `start`. */
  *entries(
    ctx: ReadContext,
    walk: Walk & { readonly start?: Uint8Array } = {},
  ): IterableIterator<readonly [K, V]> {
    for (const [key, bytes] of this.space.iterate(ctx, walk)) {
      yield [this.shape.key.read(key, 0)[0], this.shape.value.decode(bytes)];
    }
  }

  /** Values whose `index` equals `ref`, in primary-key order. */
  *where<R>(
    ctx: ReadContext,
    index: MultiIndex<R, V>,
    ref: R,
    walk: Walk = {},
  ): IterableIterator<V> {
    yield* this.load(ctx, index.primaryKeys(ctx, ref, walk));
  }

  /** All values in the order of `index`, or those within encoded bounds of it. */
  *along<R>(ctx: ReadContext, index: MultiIndex<R, V>, walk: Walk = {}): IterableIterator<V> {
    yield* this.load(ctx, index.walk(ctx, walk));
  }

  private *load(ctx: ReadContext, keys: Iterable<Uint8Array>): IterableIterator<V> {
    for (const pk of keys) {
      const bytes = this.space.read(ctx, pk);
      if (bytes === undefined) throw new StoreFault("index entry without a value");
      this.space.chargeRead(ctx, pk, bytes);
      yield this.shape.value.decode(bytes);
    }
  }

  private reindex(ctx: WriteContext, pk: Uint8Array, next: V | undefined): void {
    const indexes: readonly AnyIndex<V>[] = this.shape.indexes ?? [];
    if (indexes.length === 0) return;
    const bytes = this.space.read(ctx, pk);
    const prev = bytes === undefined ? undefined : this.shape.value.decode(bytes);
    for (const index of indexes) index.move(ctx, pk, prev, next);
  }
}

/** Primary keys under a reference: any number of values may share one. */
export class MultiIndex<R, V> implements AnyIndex<V> {
  constructor(
    private readonly space: Space,
    private readonly codec: KeyCodec<R>,
    private readonly refs: (value: V) => readonly R[],
  ) {}

  *primaryKeys(ctx: ReadContext, ref: R, walk: Walk = {}): IterableIterator<Uint8Array> {
    const start = this.codec.encode(ref);
    for (const [key] of this.space.iterate(ctx, { ...walk, start })) yield key.subarray(start.length);
  }

  /** Primary keys in the order of the references; bounds are encoded references. */
  *walk(ctx: ReadContext, walk: Walk = {}): IterableIterator<Uint8Array> {
    for (const [key] of this.space.iterate(ctx, walk)) {
      yield key.subarray(this.codec.read(key, 0)[1]);
    }
  }

  /** True when any value has this reference. */
  has(ctx: ReadContext, ref: R): boolean {
    return !(this.primaryKeys(ctx, ref).next().done ?? true);
  }

  /** Bytes of a reference, for bounds. */
  bound(ref: R): Uint8Array {
    return this.codec.encode(ref);
  }

  move(ctx: WriteContext, key: Uint8Array, prev: V | undefined, next: V | undefined): void {
    const before = this.at(prev, key);
    const after = this.at(next, key);
    for (const [id, entry] of before) {
      if (!after.has(id)) {
        ctx.gas.consume(GAS.indexMove, "index");
        this.space.remove(ctx, entry);
      }
    }
    for (const [id, entry] of after) {
      if (!before.has(id)) {
        ctx.gas.consume(GAS.indexMove, "index");
        this.space.write(ctx, entry, MARK);
      }
    }
  }

  private at(value: V | undefined, key: Uint8Array): Map<string, Uint8Array> {
    const entries = new Map<string, Uint8Array>();
    if (value === undefined) return entries;
    for (const ref of this.refs(value)) {
      const entry = concat([this.codec.encode(ref), key]);
      entries.set(Buffer.from(entry).toString("latin1"), entry);
    }
    return entries;
  }
}
