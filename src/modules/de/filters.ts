import type { RuleId } from "../../gen/rules.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { IndexedMap } from "../../keeper/collections.js";
import type { ReadContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import type { MultiIndex } from "../../keeper/indexes.js";
import type { AuthorityParts } from "./authorization.js";
import { deErrors } from "./errors.js";
import { corporationBound } from "./state.js";

/** Filters of both lists as they were given; 0 and "" are absent. */
export interface GivenFilter {
  readonly corporationId: bigint;
  /** Policy address or decimal group id. */
  readonly corporation: string;
  readonly account: string;
}

/** Filters as the collections take them; absent ones do not filter. */
export interface Filter {
  readonly groupId: bigint | undefined;
  readonly account: string | undefined;
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
  if (given.corporationId !== 0n) return { groupId: given.corporationId, account };
  if (corporation === "") return { groupId: undefined, account };
  const groupId = groupOf(ctx, parts, corporation);
  return groupId === undefined ? undefined : { groupId, account };
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
  const { groupId, account } = filter;
  if (groupId !== undefined && account !== undefined) {
    const one = map.get(ctx, [groupId, account]);
    if (one !== undefined) yield one;
    return;
  }
  if (account !== undefined) {
    yield* map.where(ctx, byAccount, account);
    return;
  }
  const walk = groupId === undefined ? {} : { start: corporationBound(groupId) };
  for (const [, value] of map.entries(ctx, walk)) yield value;
}
