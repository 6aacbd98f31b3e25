import type { RuleId } from "../../gen/rules.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { IndexedMap } from "../../keeper/collections.js";
import type { ReadContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import type { MultiIndex } from "../../keeper/indexes.js";
import { prefixEnd } from "../../keeper/keys.js";
import type { Walk } from "../../keeper/space.js";
import type { AuthorityParts } from "./authorization.js";
import { deErrors } from "./errors.js";
import { corporationBound } from "./state.js";

/** Filters of both lists as they were given; 0 and "" are absent. */
export interface GivenFilter {
  readonly corporationId: bigint;
  /** Policy address or decimal group id. */
  readonly corporation: string;
  readonly account: string;
  /** Corporation id and account of the last entry that was seen: `4,verana1…`. */
  readonly cursor: string;
}

/** Filters as the collections take them; absent ones do not filter. */
export interface Filter {
  readonly groupId: bigint | undefined;
  readonly account: string | undefined;
  /** Where the list goes on: the first key behind an entry. */
  readonly from: Uint8Array | undefined;
}

/** Reads the filters; undefined when nothing can match. Refuses what is malformed. */
export function readFilter(
  ctx: ReadContext,
  parts: AuthorityParts,
  given: GivenFilter,
  rule: RuleId,
): Filter | undefined {
  const { corporation } = given;
  const readable = corporation === "" || parts.corporations.wellFormed(corporation);
  ensure(readable, rule, deErrors.malformedCorporation, { corporation });
  const account = given.account === "" ? undefined : parseAccount(parts.prefix, given.account);
  const known = given.account === "" || account !== undefined;
  ensure(known, rule, deErrors.malformedOperator, { operator: given.account });
  const from = readCursor(parts, given.cursor, rule);
  if (given.corporationId !== 0n) return notPassed(parts, given.corporationId, account, from);
  if (corporation === "") return { groupId: undefined, account, from };
  const groupId = groupOf(ctx, parts, corporation);
  return groupId === undefined ? undefined : notPassed(parts, groupId, account, from);
}

/** The filter of a corporation; undefined when the one entry that it could find lies before the page. */
function notPassed(
  { state }: AuthorityParts,
  groupId: bigint,
  account: string | undefined,
  from: Uint8Array | undefined,
): Filter | undefined {
  if (account === undefined || from === undefined) return { groupId, account, from };
  const ahead = Buffer.compare(state.behind([groupId, account]), from) > 0;
  return ahead ? { groupId, account, from } : undefined;
}

const CURSOR = /^([1-9][0-9]{0,19}),([^,]+)$/;
const MAX_U64 = (1n << 64n) - 1n;

/** [D-GEN-13] Nobody loses entries at the largest page: the next one begins behind the last. */
function readCursor(
  { prefix, state }: AuthorityParts,
  cursor: string,
  rule: RuleId,
): Uint8Array | undefined {
  if (cursor === "") return undefined;
  const [, id = "0", text = ""] = CURSOR.exec(cursor) ?? [];
  const account = parseAccount(prefix, text);
  const known = account !== undefined && BigInt(id) <= MAX_U64;
  ensure(known, rule, deErrors.malformedCursor, { cursor });
  return state.behind([BigInt(id), account]);
}

/** The group that a text names, before its registration too, as grants may exist by then (D-AUTHZ-02). */
function groupOf(
  ctx: ReadContext,
  { prefix, corporations, groups }: AuthorityParts,
  text: string,
): bigint | undefined {
  const address = parseAccount(prefix, text);
  if (address === undefined) return BigInt(text);
  const registered = corporations.byPolicy(ctx, address);
  if (registered !== undefined) return registered.id;
  const groupId = groups.policy(ctx, address)?.groupId;
  if (groupId === undefined || corporations.find(ctx, groupId) !== undefined) return undefined;
  return groupId;
}

/** [D-WIRE-02] [D-DE-07] Everything that matches, dead entries included, by corporation and then by account bytes. */
export function* matching<V>(
  ctx: ReadContext,
  map: IndexedMap<readonly [bigint, string], V>,
  byAccount: MultiIndex<string, V>,
  filter: Filter | undefined,
): IterableIterator<V> {
  if (filter === undefined) return;
  const { groupId, account, from } = filter;
  if (groupId !== undefined && account !== undefined) {
    const one = map.get(ctx, [groupId, account]);
    if (one !== undefined) yield one;
    return;
  }
  if (account !== undefined) {
    yield* map.where(ctx, byAccount, account, from === undefined ? {} : { gte: from });
    return;
  }
  for (const [, value] of map.entries(ctx, walkOf(groupId, from))) yield value;
}

/** All entries, or those of a corporation, from a key on. */
function walkOf(groupId: bigint | undefined, from: Uint8Array | undefined): Walk {
  const start = groupId === undefined ? new Uint8Array(0) : corporationBound(groupId);
  const later = from !== undefined && Buffer.compare(from, start) > 0;
  const lt = prefixEnd(start);
  return { gte: later ? from : start, ...(lt === undefined ? {} : { lt }) };
}
