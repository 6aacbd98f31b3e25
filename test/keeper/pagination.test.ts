import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PageRequest } from "../../src/gen/cosmos/base/query/v1beta1.js";
import { Schema, u64Value } from "../../src/keeper/collections.js";
import { stringKey, tupleKey, u64Key } from "../../src/keeper/keys.js";
import { type Page, pageOfIndex, pageOfMap } from "../../src/keeper/pagination.js";
import { sdkErrors } from "../../src/keeper/sdk-errors.js";
import { moduleContext } from "../support/module-context.js";

const schema = new Schema("list", "verana");
const byParity = schema.index(0x01, "by_parity", u64Key, (value: bigint) => value % 2n);
const numbers = schema.map(0x00, "numbers", {
  key: tupleKey(stringKey, u64Key),
  value: u64Value,
  indexes: [byParity],
});

/** Numbers 1 to `count` under the name `a`, and some of others around them. */
function filled(count: number) {
  const chain = moduleContext();
  chain.run((ctx) => {
    for (let n = 1n; n <= BigInt(count); n++) numbers.set(ctx, ["a", n], n);
    numbers.set(ctx, ["A", 1n], 1001n);
    numbers.set(ctx, ["b", 1n], 1003n);
  });
  const start = stringKey.encode("a");
  return {
    chain,
    page: (init: Partial<PageRequest> | undefined): Page<bigint> =>
      pageOfMap(
        chain.ctx,
        init === undefined ? undefined : PageRequest.create(init),
        numbers,
        start,
      ),
  };
}

describe("pages of a list", () => {
  it("has the first hundred and the total when nothing is asked for", () => {
    const { page } = filled(150);
    const { items, pagination } = page(undefined);
    expect(items).toHaveLength(100);
    expect(pagination).toEqual({ nextKey: u64Key.encode(101n), total: 150n });
    expect(page({})).toEqual({ items, pagination });
  });

  it("has ten thousand items at most, and the key to go on with", () => {
    const { page } = filled(10_003);
    const { items, pagination } = page({ limit: 18_446_744_073_709_551_615n });
    expect([items.length, pagination.nextKey]).toEqual([10_000, u64Key.encode(10_001n)]);
    const rest = page({ key: pagination.nextKey, limit: 18_446_744_073_709_551_615n });
    expect([rest.items.length, rest.pagination.nextKey.length]).toEqual([3, 0]);
  });

  it("counts the total with a limit only when asked", () => {
    const { page } = filled(5);
    expect(page({ limit: 2n }).pagination).toEqual({ nextKey: u64Key.encode(3n), total: 0n });
    expect(page({ limit: 2n, countTotal: true }).pagination.total).toBe(5n);
    expect(page({ key: u64Key.encode(2n), countTotal: true }).pagination.total).toBe(0n);
  });

  it("skips the offset", () => {
    const { page } = filled(5);
    expect(page({ offset: 3n, limit: 9n }).items).toEqual([4n, 5n]);
    expect(page({ offset: 9n }).items).toEqual([]);
    expect(page({ offset: 9n }).pagination).toEqual({ nextKey: new Uint8Array(0), total: 5n });
  });

  it("walks backwards", () => {
    const { page } = filled(5);
    const first = page({ limit: 2n, reverse: true });
    expect(first.items).toEqual([5n, 4n]);
    const next = page({ key: first.pagination.nextKey, limit: 2n, reverse: true });
    expect(next.items).toEqual([3n, 2n]);
  });

  it("takes the largest numbers and any bytes as key", () => {
    const { page } = filled(3);
    const most = (1n << 64n) - 1n;
    expect(page({ offset: most, limit: most }).items).toEqual([]);
    expect(page({ key: Uint8Array.of(0xff), limit: most }).items).toEqual([]);
    expect(page({ key: Uint8Array.of(0) }).items).toEqual([1n, 2n, 3n]);
  });

  it("refuses an offset and a key together", () => {
    const { chain, page } = filled(3);
    const error = chain.refused(() => page({ offset: 1n, key: Uint8Array.of(1) }));
    expect(error.kind).toBe(sdkErrors.invalidRequest);
  });

  it("lists what an index holds, and goes on by primary key", () => {
    const { chain } = filled(6);
    const by = { index: byParity, ref: 0n };
    const first = pageOfIndex(chain.ctx, PageRequest.create({ limit: 2n }), numbers, by);
    expect(first.items).toEqual([2n, 4n]);
    const request = PageRequest.create({ key: first.pagination.nextKey });
    expect(pageOfIndex(chain.ctx, request, numbers, by).items).toEqual([6n]);
  });

  it("visits every item once, whatever the size of the page and the direction", () => {
    fc.assert(
      fc.property(
        fc.nat(30),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        (count, size, reverse) => {
          const { page } = filled(count);
          const seen: bigint[] = [];
          let key = new Uint8Array(0) as Uint8Array;
          do {
            const { items, pagination } = page({ key, limit: BigInt(size), reverse });
            seen.push(...items);
            key = pagination.nextKey;
          } while (key.length > 0);
          const all = Array.from({ length: count }, (_, i) => BigInt(i + 1));
          expect(seen).toEqual(reverse ? all.reverse() : all);
        },
      ),
      { numRuns: 40 },
    );
  });
});
