import type { PageRequest, PageResponse } from "../gen/cosmos/base/query/v1beta1.js";
import type { IndexedMap, KeyIndex, MultiIndex } from "./collections.js";
import type { ReadContext } from "./context.js";
import { refuse } from "./errors.js";
import { concat } from "./keys.js";
import { sdkErrors } from "./sdk-errors.js";
import { NOTHING, type Walk } from "./space.js";

/** Items of a page when the request does not say how many. Cosmos SDK's default. */
export const DEFAULT_PAGE_SIZE = 100n;

/** Items of the largest page: a request for more has the next key to go on with. */
export const MOST_PAGE_SIZE = 10_000n;

/** A page of a list, with what the next request needs. */
export interface Page<V> {
  readonly items: readonly V[];
  readonly pagination: PageResponse;
}

/** A list in the order of its keys. Page keys are these keys, as clients hand them back. */
export interface Listing<V> {
  keys(walk: Walk): Iterable<Uint8Array>;
  at(key: Uint8Array): V;
}

/**
 * One page as Cosmos SDK counts them (`types/query.Paginate`): by offset or by the key where the
 * page before ended, forwards or backwards; the total is counted when asked for and when no limit
 * is given, never with a key. Refuses a request that has both an offset and a key.
 */
export function paginate<V>(request: PageRequest | undefined, list: Listing<V>): Page<V> {
  const { key = NOTHING, offset = 0n, reverse = false } = request ?? {};
  const wanted = request === undefined || request.limit === 0n ? DEFAULT_PAGE_SIZE : request.limit;
  const limit = wanted < MOST_PAGE_SIZE ? wanted : MOST_PAGE_SIZE;
  const counted = request === undefined || request.limit === 0n || request.countTotal;
  if (key.length === 0) return byOffset(list, { offset, limit, reverse, counted });
  if (offset > 0n) {
    const log = "invalid request, either offset or key is expected, got both";
    refuse(sdkErrors.invalidRequest, { log });
  }
  return take(list, list.keys(startingAt(key, reverse)), limit);
}

/** A page of a map, all of it or the keys that start with `start`; page keys are what follows. */
export function pageOfMap<K, V>(
  ctx: ReadContext,
  request: PageRequest | undefined,
  map: IndexedMap<K, V>,
  start: Uint8Array = NOTHING,
): Page<V> {
  const { items, pagination } = pageOfEntries(ctx, request, map, start);
  return { items: items.map(([, value]) => value), pagination };
}

/** The same with the keys. */
export function pageOfEntries<K, V>(
  ctx: ReadContext,
  request: PageRequest | undefined,
  map: IndexedMap<K, V>,
  start: Uint8Array = NOTHING,
): Page<readonly [K, V]> {
  return paginate(request, {
    keys: (walk) => behind(start, map.primaryKeys(ctx, { ...walk, start })),
    at: (key) => map.entryAt(ctx, concat([start, key])),
  });
}

/** A page of the entries of a key index that start with `start`. */
export function pageOfKeys<R, V>(
  ctx: ReadContext,
  request: PageRequest | undefined,
  index: KeyIndex<R, V>,
  start: Uint8Array = NOTHING,
): Page<R> {
  return paginate(request, {
    keys: (walk) => behind(start, index.keys(ctx, { ...walk, start })),
    at: (key) => index.read(concat([start, key])),
  });
}

function* behind(start: Uint8Array, keys: Iterable<Uint8Array>): IterableIterator<Uint8Array> {
  for (const key of keys) yield key.subarray(start.length);
}

/** A page of the values whose `index` equals `ref`; page keys are primary keys. */
export function pageOfIndex<K, R, V>(
  ctx: ReadContext,
  request: PageRequest | undefined,
  map: IndexedMap<K, V>,
  by: { readonly index: MultiIndex<R, V>; readonly ref: R },
): Page<V> {
  return paginate(request, {
    keys: (walk) => by.index.primaryKeys(ctx, by.ref, walk),
    at: (key) => map.at(ctx, key),
  });
}

/** Bounds that begin with `key`, in either direction. */
function startingAt(key: Uint8Array, reverse: boolean): Walk {
  return reverse ? { reverse, lt: concat([key, Uint8Array.of(0)]) } : { gte: key };
}

interface OffsetRequest {
  readonly offset: bigint;
  readonly limit: bigint;
  readonly reverse: boolean;
  readonly counted: boolean;
}

function byOffset<V>(list: Listing<V>, request: OffsetRequest): Page<V> {
  const { offset, limit, reverse, counted } = request;
  const items: V[] = [];
  let nextKey: Uint8Array = NOTHING;
  let count = 0n;
  for (const key of list.keys({ reverse })) {
    count++;
    if (count <= offset) continue;
    if (count <= offset + limit) items.push(list.at(key));
    else if (count === offset + limit + 1n) {
      nextKey = key;
      if (!counted) break;
    }
  }
  return { items, pagination: { nextKey, total: counted ? count : 0n } };
}

function take<V>(list: Listing<V>, keys: Iterable<Uint8Array>, limit: bigint): Page<V> {
  const items: V[] = [];
  for (const key of keys) {
    if (BigInt(items.length) === limit) return { items, pagination: { nextKey: key, total: 0n } };
    items.push(list.at(key));
  }
  return { items, pagination: { nextKey: NOTHING, total: 0n } };
}
