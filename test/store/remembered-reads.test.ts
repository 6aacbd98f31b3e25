import fc from "fast-check";
import { expect, it } from "vitest";
import { openMultiStore } from "../../src/store/multistore.js";

const key = (n: number) => Uint8Array.of(1, n);

it("what was read of late is what the tree holds, through every version", async () => {
  const step = fc.record({
    reads: fc.array(fc.nat(9), { maxLength: 6 }),
    writes: fc.array(fc.tuple(fc.nat(9), fc.option(fc.nat(250))), { maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const state = await openMultiStore({ stores: ["bank", "acc"] });
      const model = new Map<number, number>();
      const same = (n: number) => {
        const value = model.get(n);
        const expected = value === undefined ? undefined : Uint8Array.of(value);
        expect(state.store("bank").get(key(n))).toEqual(expected);
        expect(state.branch().store("bank").has(key(n))).toBe(expected !== undefined);
        expect(state.store("acc").get(key(n))).toBeUndefined();
      };
      for (const { reads, writes } of steps) {
        reads.forEach(same);
        const branch = state.branch();
        for (const [n, value] of writes) {
          if (value === null) branch.store("bank").delete(key(n));
          else branch.store("bank").set(key(n), Uint8Array.of(value));
          if (value === null) model.delete(n);
          else model.set(n, value);
        }
        state.stage(branch);
        reads.forEach(same);
        await state.commit();
        for (let n = 0; n < 10; n++) same(n);
      }
      await state.close();
    }),
    { numRuns: 60 },
  );
});
