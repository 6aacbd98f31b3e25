import { describe, expect, it } from "vitest";
import { openState } from "../../src/abci/open-state.js";
import { branchOver } from "../../src/store/branch.js";
import { differenceOf } from "./refusal-watch.js";

describe("[D-GEN-15] what a refused transaction may write", async () => {
  const state = await openState({});
  const writing = (
    ...entries: readonly (readonly [store: string, key: number, value: number])[]
  ) => {
    const branch = branchOver(state);
    for (const [store, key, value] of entries) {
      branch.store(store).set(Uint8Array.of(key), Uint8Array.of(value));
    }
    return branch;
  };
  const fee = [
    ["bank", 1, 7],
    ["acc", 1, 2],
  ] as const;

  it("is its fee and its sequence", () => {
    expect(differenceOf(writing(...fee), writing(...fee))).toBeUndefined();
    expect(differenceOf(writing(), writing())).toBeUndefined();
  });

  it.each([
    ["another balance", ["bank", 2, 7]],
    ["another amount", ["bank", 1, 8]],
    ["an entry of another module", ["pp", 1, 1]],
  ] as const)("is not %s", (_what, more) => {
    expect(differenceOf(writing(...fee, more), writing(...fee))).toBeDefined();
  });

  it("is not less than what paying writes, and nothing elsewhere even so", () => {
    expect(differenceOf(writing(), writing(...fee))).toBeDefined();
    expect(differenceOf(writing(["pp", 1, 1]), writing(["pp", 1, 1]))).toBeDefined();
  });
});
