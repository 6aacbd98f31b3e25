import type { RuleId } from "../gen/rules.js";
import type { Entry } from "../store/contract.js";
import type { IndexedMap, MultiIndex } from "./collections.js";
import type { ReadContext } from "./context.js";
import { type ErrorKind, ensure } from "./errors.js";
import { u64Key } from "./keys.js";
import { behindEntry, listCursor, type ModifiedCursor } from "./list-cursor.js";
import { listSize, take } from "./list-size.js";

/** What lists by id or by change are asked for on the wire; 0 and "" are absent. */
export interface PageRequest {
  /** Nanoseconds since the Unix epoch. */
  readonly modifiedAfter?: bigint | undefined;
  readonly minId: bigint;
  readonly cursor: string;
  readonly responseMaxSize: number;
}

/** Which order a list is in, where in it the page begins, and how many entries it holds. */
export interface ListPage {
  /** Nanoseconds since the Unix epoch: latest modified first; undefined for the order of ids. */
  readonly modifiedAfter: bigint | undefined;
  readonly minId: bigint;
  readonly after: ModifiedCursor | undefined;
  readonly size: number;
}

/** What pages are refused with. */
export interface PageErrors {
  readonly otherOrder: ErrorKind;
  readonly malformedCursor: ErrorKind;
  readonly sizeOutOfRange: ErrorKind;
}

/** [D-GEN-13] The page that is asked for. Refuses what goes on in the other order, cursors and sizes that are none. */
export function listPage(request: PageRequest, rule: RuleId, errors: PageErrors): ListPage {
  const { modifiedAfter, minId, cursor, responseMaxSize } = request;
  const ordered = modifiedAfter === undefined ? cursor === "" : minId === 0n;
  ensure(ordered, rule, errors.otherOrder, { cursor, min_id: minId });
  const after = listCursor(cursor, rule, errors.malformedCursor);
  const size = listSize(responseMaxSize, rule, errors.sizeOutOfRange);
  return { modifiedAfter, minId, after, size };
}

/**
 * [D-GEN-13] Entities of a page as they are stored: latest modified first, without `modifiedAfter`, or
 * by id.
 */
export function pageEntries<V>(
  ctx: ReadContext,
  entities: IndexedMap<bigint, V>,
  byModified: MultiIndex<bigint, V>,
  { modifiedAfter, minId, after, size }: ListPage,
): readonly Entry[] {
  if (modifiedAfter === undefined) {
    return take(entities.storedEntries(ctx, { gte: u64Key.encode(minId) }), size);
  }
  const lt = byModified.bound(modifiedAfter);
  const from =
    after === undefined ? {} : { gte: behindEntry(byModified.bound(after.modified), after.id) };
  return entities.stored(ctx, take(byModified.walk(ctx, { lt, ...from }), size));
}
