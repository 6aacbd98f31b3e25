import { describe, expect, it } from "vitest";
import { STORES } from "../../src/abci/compose.js";
import { exportGenesis, initGenesis, parseAppState } from "../../src/abci/genesis.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { CHAIN } from "../support/ante-world.js";
import { StakeSimulation } from "./stakes.js";

const SEED = Number(process.env.VPR_SEED ?? 20_261_126);
const BLOCKS = Number(process.env.VPR_BLOCKS ?? 300);
const OPERATIONS = Number(process.env.VPR_OPERATIONS ?? 50);

const again = `VPR_SEED=${SEED} VPR_BLOCKS=${BLOCKS} npx vitest run test/simulation`;

describe(`a random history of stakes (${again})`, () => {
  it("keeps every invariant after every block, and is the same from its own export", async () => {
    const simulation = await StakeSimulation.start(SEED);
    for (let block = 1; block <= BLOCKS; block++) {
      expect(await simulation.block(OPERATIONS), `block ${block}`).toEqual([]);
    }
    const { done, refused } = simulation.tally;
    // A person is not governance.
    expect(done.get("MsgUpdateParams")).toBeUndefined();
    expect(refused.get("MsgUpdateParams")).toBeGreaterThan(0);
    refused.delete("MsgUpdateParams");
    for (const kind of new Set([...done.keys(), ...refused.keys()])) {
      expect(done.get(kind) ?? 0, `${kind} succeeds`).toBeGreaterThan(0);
    }
    const { app, store } = simulation;
    const { height = 0n, time = 0n } = app.head ?? {};
    expect(height).toBe(BigInt(BLOCKS));
    const exported = app.export();
    const copy = await openMultiStore({ stores: [...STORES] });
    const stores = copy.branch();
    const { composition, settings } = initGenesis(stores, {
      chainId: CHAIN.chainId,
      time,
      initialHeight: height + 1n,
      consensusParams: undefined,
      appState: parseAppState(new TextEncoder().encode(JSON.stringify(exported))),
    });
    expect(exportGenesis(stores, composition, settings, { height, time })).toEqual(exported);
    await store.close();
    await copy.close();
  }, 600_000);

  it("gives one app hash for one seed", async () => {
    const run = async () => {
      const simulation = await StakeSimulation.start(SEED + 1);
      for (let block = 1; block <= 20; block++) await simulation.block(20);
      await simulation.store.close();
      return simulation.appHashes;
    };
    expect(await run()).toEqual(await run());
  }, 600_000);
});
