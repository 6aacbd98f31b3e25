import type { Entry, Passing } from "../store/contract.js";
import type { ReadContext, WriteContext } from "./context.js";
import type { EntrySum } from "./entry-sum.js";
import { GAS } from "./gas.js";
import { concat, type KeyCodec, keyEnd } from "./keys.js";
import { MARK, type Space, type Walk } from "./space.js";
import { StateFault } from "./state-fault.js";

/** An index as its map sees it. */
export interface AnyIndex<V> {
  /** What it is called, for reports. */
  readonly name: string;
  move(ctx: WriteContext, key: Uint8Array, prev: V | undefined, next: V | undefined): void;
  /** How many entries it has for a value; undefined when one is missing or of another key. */
  held(ctx: ReadContext, key: Uint8Array, value: V): number | undefined;
  /** How many entries it has in all. */
  count(ctx: ReadContext): number;
  /** Adds the entries for a value. */
  addFor(sum: EntrySum, key: Uint8Array, value: V): void;
  /** Adds the entries that it has. */
  addAll(sum: EntrySum, ctx: ReadContext): void;
}

/** Entries of a space. */
function countOf(ctx: ReadContext, space: Space): number {
  let count = 0;
  for (const _entry of space.iterate(ctx, {})) count++;
  return count;
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
    for (const [key] of this.space.iterate(ctx, { ...walk, start }))
      yield key.subarray(start.length);
  }

  /** Primary keys in the order of the references; bounds are encoded references. */
  *walk(ctx: ReadContext, walk: Walk = {}, passing?: Passing): IterableIterator<Uint8Array> {
    for (const key of this.keys(ctx, walk, passing)) yield key.subarray(keyEnd(this.codec, key, 0));
  }

  /**
   * Encoded references with the primary keys behind them, in ascending order; bounds are the same. Some
   * that `passing` leaves out may be among them.
   */
  keys(ctx: ReadContext, walk: Walk = {}, passing?: Passing): IterableIterator<Uint8Array> {
    return this.space.keys(ctx, walk, passing);
  }

  /** The same with what they hold. */
  stored(ctx: ReadContext, walk: Walk = {}): IterableIterator<Entry> {
    return this.space.iterate(ctx, walk);
  }

  /** How many entries lie within bounds; undefined where the store would have to count. */
  size(ctx: ReadContext, walk: Walk): number | undefined {
    return this.space.size(ctx, walk);
  }

  /** References with the primary keys behind them, in the order of the references. */
  *entries(ctx: ReadContext, walk: Walk = {}): IterableIterator<readonly [R, Uint8Array]> {
    for (const [key] of this.space.iterate(ctx, walk)) {
      const [ref, end] = this.codec.read(key, 0);
      yield [ref, key.subarray(end)];
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
    if (prev !== undefined && next !== undefined) {
      // Most changes leave most indexes alone: comparing references costs less than encoding them.
      if (isSame(this.refs(prev), this.refs(next))) return;
    }
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

  get name(): string {
    return this.space.name;
  }

  held(ctx: ReadContext, key: Uint8Array, value: V): number | undefined {
    const entries = this.at(value, key);
    for (const entry of entries.values()) {
      if (this.space.read(ctx, entry) === undefined) return undefined;
    }
    return entries.size;
  }

  count(ctx: ReadContext): number {
    return countOf(ctx, this.space);
  }

  addFor(sum: EntrySum, key: Uint8Array, value: V): void {
    sum.addEach(
      this.refs(value).map((ref) => this.codec.encode(ref)),
      key,
    );
  }

  addAll(sum: EntrySum, ctx: ReadContext): void {
    for (const [key] of this.space.iterate(ctx, {})) sum.add(key);
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

/** The one value under a reference. */
export class UniqueIndex<R, V> implements AnyIndex<V> {
  constructor(
    private readonly space: Space,
    private readonly codec: KeyCodec<R>,
    private readonly ref: (value: V) => R | undefined,
  ) {}

  /** Encoded key of the value under `ref`. */
  primaryKey(ctx: ReadContext, ref: R): Uint8Array | undefined {
    const key = this.codec.encode(ref);
    const found = this.space.readCharged(ctx, key);
    return found;
  }

  /** Encoded keys of the values whose reference starts with `start`, in the order of the references. */
  *primaryKeys(ctx: ReadContext, start: Uint8Array): IterableIterator<Uint8Array> {
    for (const [, key] of this.space.iterate(ctx, { start })) yield key;
  }

  /** Encoded references and the encoded keys under them, in order; bounds are encoded references. */
  stored(ctx: ReadContext, walk: Walk = {}): IterableIterator<Entry> {
    return this.space.iterate(ctx, walk);
  }

  /** Refuses nothing: a method that must not take a reference twice asks `primaryKey` first. */
  move(ctx: WriteContext, key: Uint8Array, prev: V | undefined, next: V | undefined): void {
    const before = this.at(prev);
    const after = this.at(next);
    if (before !== undefined && after !== undefined && equal(before, after)) return;
    if (before !== undefined) {
      ctx.gas.consume(GAS.indexMove, "index");
      this.space.remove(ctx, before);
    }
    if (after === undefined) return;
    const holder = this.space.read(ctx, after);
    if (holder !== undefined && !equal(holder, key)) {
      throw new StateFault("a unique index would hold two values");
    }
    ctx.gas.consume(GAS.indexMove, "index");
    this.space.write(ctx, after, key);
  }

  get name(): string {
    return this.space.name;
  }

  held(ctx: ReadContext, key: Uint8Array, value: V): number | undefined {
    const entry = this.at(value);
    if (entry === undefined) return 0;
    const holder = this.space.read(ctx, entry);
    return holder !== undefined && equal(holder, key) ? 1 : undefined;
  }

  count(ctx: ReadContext): number {
    return countOf(ctx, this.space);
  }

  addFor(sum: EntrySum, key: Uint8Array, value: V): void {
    const entry = this.at(value);
    if (entry !== undefined) sum.add(entry, key);
  }

  addAll(sum: EntrySum, ctx: ReadContext): void {
    for (const [entry, key] of this.space.iterate(ctx, {})) sum.add(entry, key);
  }

  private at(value: V | undefined): Uint8Array | undefined {
    const ref = value === undefined ? undefined : this.ref(value);
    return ref === undefined ? undefined : this.codec.encode(ref);
  }
}

/** Entries that stand for the keys of a map in another order. */
export class KeyIndex<R, V> implements AnyIndex<V> {
  constructor(
    private readonly space: Space,
    private readonly codec: KeyCodec<R>,
    private readonly entry: (key: Uint8Array) => R,
  ) {}

  /** Encoded entries in order; `start` is an encoded first part. */
  *keys(
    ctx: ReadContext,
    walk: Walk & { readonly start?: Uint8Array } = {},
  ): IterableIterator<Uint8Array> {
    for (const [key] of this.space.iterate(ctx, walk)) yield key;
  }

  /** What an encoded entry says. */
  read(key: Uint8Array): R {
    return this.codec.read(key, 0)[0];
  }

  /** Entries in order; `start` is an encoded first part. */
  *entries(
    ctx: ReadContext,
    walk: Walk & { readonly start?: Uint8Array } = {},
  ): IterableIterator<R> {
    for (const [key] of this.space.iterate(ctx, walk)) yield this.codec.read(key, 0)[0];
  }

  move(ctx: WriteContext, key: Uint8Array, prev: V | undefined, next: V | undefined): void {
    if ((prev === undefined) === (next === undefined)) return;
    const entry = this.codec.encode(this.entry(key));
    ctx.gas.consume(GAS.indexMove, "index");
    if (next === undefined) this.space.remove(ctx, entry);
    else this.space.write(ctx, entry, MARK);
  }

  get name(): string {
    return this.space.name;
  }

  held(ctx: ReadContext, key: Uint8Array): number | undefined {
    const entry = this.codec.encode(this.entry(key));
    return this.space.read(ctx, entry) === undefined ? undefined : 1;
  }

  count(ctx: ReadContext): number {
    return countOf(ctx, this.space);
  }

  addFor(sum: EntrySum, key: Uint8Array): void {
    sum.add(this.codec.encode(this.entry(key)));
  }

  addAll(sum: EntrySum, ctx: ReadContext): void {
    for (const [key] of this.space.iterate(ctx, {})) sum.add(key);
  }
}

/** Whether two references, or lists of them, are the same at sight; others may be as well. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!isSame(a[i], b[i])) return false;
  return true;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
