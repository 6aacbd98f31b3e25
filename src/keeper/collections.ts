import { type Entry, type Passing, StoreFault } from "../store/contract.js";
import type { ReadContext, WriteContext } from "./context.js";
import { EntrySum, type KnownSums } from "./entry-sum.js";
import { refuse } from "./errors.js";
import { GAS } from "./gas.js";
import { type AnyIndex, KeyIndex, MultiIndex, UniqueIndex } from "./indexes.js";
import { type KeyCodec, prefixEnd } from "./keys.js";
import { RecentValues } from "./recent-values.js";
import { runsOf } from "./runs.js";
import { sdkErrors } from "./sdk-errors.js";
import { NOTHING, Space, type Walk } from "./space.js";
import { StateFault } from "./state-fault.js";
import { u64Value, type ValueCodec } from "./values.js";

export type { KeyIndex, MultiIndex, UniqueIndex } from "./indexes.js";
export * from "./values.js";

/** What stands before the keys of a collection: a byte, or a text where Cosmos SDK has one. */
export type Prefix = number | string;

/** Declares the collections of one module. Prefixes are consensus: append, never renumber. */
export class Schema {
  readonly #taken = new Map<string, string>();

  constructor(
    readonly storeName: string,
    /** Bech32 prefix of accounts, for address keys. */
    readonly addressPrefix: string,
  ) {}

  sequence(prefix: Prefix, name: string): Sequence {
    return new Sequence(this.space(prefix, name));
  }

  item<V>(prefix: Prefix, name: string, value: ValueCodec<V>): Item<V> {
    return new Item(this.space(prefix, name), value);
  }

  map<K, V>(prefix: Prefix, name: string, shape: MapShape<K, V>): IndexedMap<K, V> {
    return new IndexedMap(this.space(prefix, name), shape);
  }

  /** Values under each `ref(value)`; a value for which it is undefined is not listed. */
  index<R, V>(
    prefix: Prefix,
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
    prefix: Prefix,
    name: string,
    codec: KeyCodec<R>,
    refs: (value: V) => readonly R[],
  ): MultiIndex<R, V> {
    return new MultiIndex(this.space(prefix, name), codec, refs);
  }

  /** One value at most under each `ref(value)`: the map's key is the index entry's value. */
  uniqueIndex<R, V>(
    prefix: Prefix,
    name: string,
    codec: KeyCodec<R>,
    ref: (value: V) => R | undefined,
  ): UniqueIndex<R, V> {
    return new UniqueIndex(this.space(prefix, name), codec, ref);
  }

  /** An entry for each value, made from the value's own key. */
  keyIndex<R, V>(
    prefix: Prefix,
    name: string,
    codec: KeyCodec<R>,
    entry: (key: Uint8Array) => R,
  ): KeyIndex<R, V> {
    return new KeyIndex(this.space(prefix, name), codec, entry);
  }

  private space(prefix: Prefix, name: string): Space {
    const bytes =
      typeof prefix === "number" ? Uint8Array.of(prefix) : new TextEncoder().encode(prefix);
    const id = Buffer.from(bytes).toString("latin1");
    for (const [other, owner] of this.#taken) {
      if (other.startsWith(id) || id.startsWith(other)) {
        throw new TypeError(`${this.storeName}: the prefixes of ${owner} and ${name} overlap`);
      }
    }
    this.#taken.set(id, name);
    return new Space(this.storeName, bytes, name);
  }
}

export interface MapShape<K, V> {
  readonly key: KeyCodec<K>;
  readonly value: ValueCodec<V>;
  readonly indexes?: readonly AnyIndex<NoInfer<V>>[];
}

/** Bytes of a value that is remembered for a transaction alone: others are while their slot lasts. */
const LARGE = 4096;

/** So few neighbours are looked up one by one. */
const SHORT_RUN = 3;

/** Highest id that a genesis may say was given: what is left is never used up. */
const MOST_GIVEN = (1n << 63n) - 1n;

/** Ids from 1, strictly increasing, never used again (D-GEN-09). */
export class Sequence {
  constructor(private readonly space: Space) {}

  /** The last id that was given; 0n before the first. */
  last(ctx: ReadContext): bigint {
    const bytes = this.space.readCharged(ctx, NOTHING);
    return bytes === undefined ? 0n : u64Value.decode(bytes);
  }

  next(ctx: WriteContext): bigint {
    const id = this.last(ctx) + 1n;
    this.put(ctx, id);
    return id;
  }

  /** [D-GEN-09] Sets the last id given, for genesis. Refuses one that leaves too few with `sdk` 18. */
  restore(ctx: WriteContext, last: bigint): void {
    if (last > MOST_GIVEN) refuse(sdkErrors.invalidRequest, { log: "ids are used up", last });
    this.put(ctx, last);
  }

  private put(ctx: WriteContext, last: bigint): void {
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
    const bytes = this.space.readCharged(ctx, NOTHING);
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

/** Values by key, with indexes that are functions of the value and cannot be forgotten. */
export class IndexedMap<K, V> {
  readonly #recent: RecentValues<V>;

  constructor(
    private readonly space: Space,
    private readonly shape: MapShape<K, V>,
  ) {
    this.#recent = new RecentValues((bytes) => shape.value.decode(bytes));
  }

  get(ctx: ReadContext, key: K): V | undefined {
    const pk = this.shape.key.encode(key);
    const bytes = this.bytesAt(ctx, pk);
    return bytes === undefined ? undefined : this.decoded(ctx, pk, bytes);
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

  /** Encoded keys and values in key order. */
  storedEntries(ctx: ReadContext, walk: Walk = {}): IterableIterator<Entry> {
    return this.space.iterate(ctx, walk);
  }

  /**
   * Encoded keys and values of keys that an index gave, in their order. Those that follow each other,
   * as ids of entities that were made together, are read in one walk.
   */
  stored(ctx: ReadContext, keys: readonly Uint8Array[]): Entry[] {
    return runsOf(keys).flatMap((run) => {
      const found = run.length < SHORT_RUN ? this.each(ctx, run) : this.walked(ctx, run);
      if (found.length < run.length) throw new StateFault("index entry without a value");
      return found;
    });
  }

  /** Encoded keys in order, all or those that start with `start`. */
  *primaryKeys(
    ctx: ReadContext,
    walk: Walk & { readonly start?: Uint8Array } = {},
  ): IterableIterator<Uint8Array> {
    for (const [key] of this.space.iterate(ctx, walk)) yield key;
  }

  /** The value under an encoded key that an index or `primaryKeys` gave. */
  at(ctx: ReadContext, key: Uint8Array): V {
    return this.entryAt(ctx, key)[1];
  }

  /** What is stored under an encoded key that an index gave, to be read at once: nothing of it may be kept. */
  peek(ctx: ReadContext, key: Uint8Array): Uint8Array {
    const bytes = this.space.peekCharged(ctx, key);
    if (bytes === undefined) throw new StateFault("index entry without a value");
    return bytes;
  }

  /** Key and value under an encoded key. */
  entryAt(ctx: ReadContext, key: Uint8Array): readonly [K, V] {
    const [value] = this.load(ctx, [key]);
    if (value === undefined) throw new StoreFault("a listed key without a value");
    return [this.shape.key.read(key, 0)[0], value];
  }

  /** Values whose `index` equals `ref`, in primary-key order. */
  where<R>(
    ctx: ReadContext,
    index: MultiIndex<R, V>,
    ref: R,
    walk: Walk = {},
  ): IterableIterator<V> {
    return this.load(ctx, index.primaryKeys(ctx, ref, walk));
  }

  /** All values in the order of `index`, or those within encoded bounds of it. */
  along<R>(
    ctx: ReadContext,
    index: MultiIndex<R, V>,
    walk: Walk = {},
    passing?: Passing,
  ): IterableIterator<V> {
    return this.load(ctx, index.walk(ctx, walk, passing));
  }

  /** The value under `ref`. */
  by<R>(ctx: ReadContext, index: UniqueIndex<R, V>, ref: R): V | undefined {
    const pk = index.primaryKey(ctx, ref);
    if (pk === undefined) return undefined;
    const [value] = this.load(ctx, [pk]);
    return value;
  }

  /**
   * [D-GEN-13] The first index that is not what the values say; undefined when all are. `known` is kept
   * from one asking to the next.
   */
  indexFault(ctx: ReadContext, known?: KnownSums): string | undefined {
    const indexes: readonly AnyIndex<V>[] = this.shape.indexes ?? [];
    const due = indexes.map(() => new EntrySum());
    for (const [pk, bytes] of this.space.iterate(ctx, {})) {
      const make = () => this.sumsOf(pk, bytes);
      const sums = known === undefined ? make() : known.of(pk, bytes, make);
      for (const [i, sum] of sums.entries()) due[i]?.addSum(sum);
    }
    const isRight = indexes.every((index, i) => {
      const found = new EntrySum();
      index.addAll(found, ctx);
      return due[i]?.equals(found);
    });
    return isRight ? undefined : this.wrongEntry(ctx);
  }

  /** The entries of a value, summed for each index. */
  private sumsOf(pk: Uint8Array, bytes: Uint8Array): readonly EntrySum[] {
    const value = this.shape.value.decode(bytes);
    const indexes: readonly AnyIndex<V>[] = this.shape.indexes ?? [];
    return indexes.map((index) => {
      const sum = new EntrySum();
      index.addFor(sum, pk, value);
      return sum;
    });
  }

  /** Looks every entry up, to tell which one is wrong. */
  private wrongEntry(ctx: ReadContext): string | undefined {
    const indexes: readonly AnyIndex<V>[] = this.shape.indexes ?? [];
    const counts = indexes.map(() => 0);
    for (const [pk, bytes] of this.space.iterate(ctx, {})) {
      const value = this.shape.value.decode(bytes);
      for (const [i, index] of indexes.entries()) {
        const held = index.held(ctx, pk, value);
        if (held === undefined) return `${index.name} lacks ${Buffer.from(pk).toString("hex")}`;
        counts[i] = (counts[i] ?? 0) + held;
      }
    }
    for (const [i, index] of indexes.entries()) {
      const found = index.count(ctx);
      if (found !== counts[i]) return `${index.name} has ${found} entries, not ${counts[i]}`;
    }
    return undefined;
  }

  private each(ctx: ReadContext, keys: readonly Uint8Array[]): Entry[] {
    return keys.flatMap((key) => {
      const value = this.space.readCharged(ctx, key);
      return value === undefined ? [] : [[key, value] as const];
    });
  }

  private walked(ctx: ReadContext, run: readonly Uint8Array[]): Entry[] {
    const [gte = NOTHING] = run;
    const lt = prefixEnd(run.at(-1) ?? NOTHING);
    return [...this.space.iterate(ctx, { gte, ...(lt === undefined ? {} : { lt }) })];
  }

  /** What stands under an encoded key, to be decoded at once. */
  private bytesAt(ctx: ReadContext, pk: Uint8Array): Uint8Array | undefined {
    const { copies = false } = this.shape.value;
    return copies ? this.space.peekCharged(ctx, pk) : this.space.readCharged(ctx, pk);
  }

  private *load(ctx: ReadContext, keys: Iterable<Uint8Array>): IterableIterator<V> {
    for (const pk of keys) {
      const bytes = this.bytesAt(ctx, pk);
      if (bytes === undefined) throw new StateFault("index entry without a value");
      yield this.decoded(ctx, pk, bytes);
    }
  }

  /** Values are never changed in place, so that one may be given again. */
  private decoded(ctx: ReadContext, pk: Uint8Array, bytes: Uint8Array): V {
    if (bytes.length < LARGE) return this.#recent.of(pk, bytes);
    return ctx.gas.once(this.space.entity(pk), bytes, () => this.shape.value.decode(bytes));
  }

  private reindex(ctx: WriteContext, pk: Uint8Array, next: V | undefined): void {
    const indexes: readonly AnyIndex<V>[] = this.shape.indexes ?? [];
    if (indexes.length === 0) return;
    const bytes = this.space.read(ctx, pk);
    const prev = bytes === undefined ? undefined : this.decoded(ctx, pk, bytes);
    for (const index of indexes) index.move(ctx, pk, prev, next);
  }
}
