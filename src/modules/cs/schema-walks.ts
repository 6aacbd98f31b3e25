import type {
  CredentialSchema,
  QueryListCredentialSchemasRequest,
} from "../../gen/verana/cs/v1.js";
import type { MultiIndex } from "../../keeper/collections.js";
import type { ReadContext } from "../../keeper/context.js";
import { concat, prefixEnd, u8Key, u64Key } from "../../keeper/keys.js";
import { behindEntry, type ModifiedCursor } from "../../keeper/list-cursor.js";
import { merge } from "../../keeper/merge.js";
import type { Walk } from "../../keeper/space.js";
import { latestFirst, type SchemaState } from "./state.js";
import { filtersTraits, fitsTraits, TRAITS, type Traits } from "./traits.js";

type Request = QueryListCredentialSchemasRequest;

/** An entry of an index: how late it was modified, and the schema's key. */
interface Entry {
  readonly modified: bigint;
  readonly key: Uint8Array;
}

/**
 * [D-GEN-13] Keys of the schemas that a request asks for, latest modified first, ties by id, from behind `after`.
 * Only entries that fit are walked along: one walk for each of the few traits that fit and are there.
 */
export function* schemasFor(
  ctx: ReadContext,
  state: SchemaState,
  request: Request,
  after: ModifiedCursor | undefined,
): IterableIterator<Uint8Array> {
  if (request.ecosystemId === 0n && !filtersTraits(request)) {
    yield* state.byModified.walk(ctx, pageOf(new Uint8Array(0), request.modifiedAfter, after));
    return;
  }
  for (const { key } of entriesFor(ctx, state, request, after)) yield key;
}

function entriesFor(
  ctx: ReadContext,
  state: SchemaState,
  request: Request,
  after: ModifiedCursor | undefined,
): IterableIterator<Entry> {
  const walk = (start: Uint8Array) => pageOf(start, request.modifiedAfter, after);
  if (request.ecosystemId !== 0n) {
    const start = u64Key.encode(request.ecosystemId);
    const index = state.byEcosystemTraits;
    const found = traitsUnder(ctx, index, start, ([, traits]) => traits);
    return merged(fitting(found, request), (traits) =>
      entries(ctx, index, walk(concat([start, u8Key.encode(traits)])), (ref) => ref[2]),
    );
  }
  const index = state.byTraits;
  const found = traitsUnder(ctx, index, new Uint8Array(0), ([traits]) => traits);
  return merged(fitting(found, request), (traits) =>
    entries(ctx, index, walk(u8Key.encode(traits)), (ref) => ref[1]),
  );
}

const fitting = (found: Iterable<Traits>, request: Request): readonly Traits[] =>
  [...found].filter((traits) => fitsTraits(traits, request));

const merged = (
  traits: readonly Traits[],
  walk: (traits: Traits) => IterableIterator<Entry>,
): IterableIterator<Entry> => merge(traits.map(walk), isLater);

const isLater = (a: Entry, b: Entry): boolean =>
  a.modified === b.modified ? Buffer.compare(a.key, b.key) < 0 : a.modified > b.modified;

/** The traits that schemas have under the beginning of an index: each is looked up, none walked along. */
function* traitsUnder<R>(
  ctx: ReadContext,
  index: MultiIndex<R, CredentialSchema>,
  start: Uint8Array,
  traitsIn: (ref: R) => Traits,
): IterableIterator<Traits> {
  const lt = prefixEnd(start);
  for (let least = 0; least < TRAITS; ) {
    const gte = concat([start, u8Key.encode(least)]);
    const [first] = index.entries(ctx, { gte, ...(lt === undefined ? {} : { lt }) });
    if (first === undefined) return;
    const traits = traitsIn(first[0]);
    yield traits;
    least = traits + 1;
  }
}

function* entries<R>(
  ctx: ReadContext,
  index: MultiIndex<R, CredentialSchema>,
  walk: Walk,
  modifiedIn: (ref: R) => bigint,
): IterableIterator<Entry> {
  for (const [ref, key] of index.entries(ctx, walk)) yield { modified: modifiedIn(ref), key };
}

/** From the latest, or behind the cursor, down to, and without, `modifiedAfter`. */
function pageOf(
  start: Uint8Array,
  modifiedAfter: bigint | undefined,
  after: ModifiedCursor | undefined,
): Walk {
  const at = (time: bigint) => concat([start, latestFirst.encode(time)]);
  const gte = after === undefined ? start : behindEntry(at(after.modified), after.id);
  const lt = modifiedAfter === undefined ? prefixEnd(start) : at(modifiedAfter);
  return { gte, ...(lt === undefined ? {} : { lt }) };
}
