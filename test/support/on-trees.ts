import type { ReadContext } from "../../src/keeper/context.js";
import { TreeReader } from "../../src/store/iavl/read.js";
import { Forest } from "../../src/store/iavl/tree.js";

/** The same state as a node holds it, in trees: whatever was read of other stores is in it as well. */
export function onTrees(ctx: ReadContext): ReadContext {
  const forest = new Forest(1n);
  forest.begin(1n);
  const made = new Map<string, TreeReader>();
  const store = (name: string): TreeReader => {
    const known = made.get(name);
    if (known !== undefined) return known;
    let root = 0;
    for (const [key, value] of ctx.stores.store(name).iterate()) {
      root = forest.apply(root, key, value);
    }
    forest.hasher.root(root);
    const reader = new TreeReader(forest.pool, { root: () => root }, "settled");
    made.set(name, reader);
    return reader;
  };
  return { ...ctx, stores: { store } };
}
