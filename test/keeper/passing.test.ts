import { expect, it } from "vitest";
import { Schema, u64Value } from "../../src/keeper/collections.js";
import { u64Key } from "../../src/keeper/keys.js";
import { moduleContext } from "../support/module-context.js";
import { onTrees } from "../support/on-trees.js";

/** Numbers, listed by themselves. */
function numbers() {
  const schema = new Schema("ec", "verana");
  const byValue = schema.index(0x11, "by_value", u64Key, (value: bigint) => value);
  return {
    byValue,
    map: schema.map(0x10, "n", { key: u64Key, value: u64Value, indexes: [byValue] }),
  };
}

it("an index passes over what measures too little, in ascending order alone", () => {
  const { map, byValue } = numbers();
  const chain = moduleContext();
  chain.run((ctx) => {
    for (let n = 1n; n <= 1_000n; n += 1n) map.set(ctx, n, n);
  });
  const all = Array.from({ length: 1_000 }, (_, n) => BigInt(n + 1));
  const measure = (key: Uint8Array): bigint => u64Key.read(key, 0)[0];
  const passing = { name: "value", measure, most: 900n };
  const tree = onTrees(chain.ctx);
  const given = [...map.along(tree, byValue, {}, passing)];
  expect(given.length).toBeLessThan(300);
  expect(given.slice(-100)).toEqual(all.slice(900));
  expect([...map.along(tree, byValue, { reverse: true }, passing)]).toEqual(all.toReversed());
  // Stores that would have to look at each give all.
  expect([...map.along(chain.ctx, byValue, {}, passing)]).toEqual(all);
});
