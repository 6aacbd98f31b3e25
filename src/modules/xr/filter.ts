/** The parts of an exchange rate that a list may be asked for; undefined for any. */
export interface RateFilter {
  readonly baseAssetType?: number | undefined;
  readonly baseAsset?: string | undefined;
  readonly quoteAssetType?: number | undefined;
  readonly quoteAsset?: string | undefined;
  readonly state?: boolean | undefined;
}

const PARTS = ["baseAssetType", "baseAsset", "quoteAssetType", "quoteAsset", "state"] as const;

/** A filter as the index spells it: a part a line, and no asset has a line's end in it. */
export function filterRef(filter: RateFilter): string {
  return PARTS.map((part) => filter[part] ?? "").join("\n");
}

/**
 * Every filter that an exchange rate passes: each of its parts asked for or not. There are few rates,
 * and they seldom change in these, so that any list is one walk along its own entries.
 */
export function filtersOf(rate: Required<RateFilter>): readonly string[] {
  const refs: string[] = [];
  for (let mask = 1; mask < 1 << PARTS.length; mask++) {
    const asked = PARTS.filter((_, i) => (mask & (1 << i)) !== 0);
    refs.push(filterRef(Object.fromEntries(asked.map((part) => [part, rate[part]]))));
  }
  return refs;
}
