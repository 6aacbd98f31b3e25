import { describe, expect, it } from "vitest";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { silent } from "../../src/abci/logger.js";
import { RequestFinalizeBlock, RequestInitChain } from "../../src/gen/tendermint/abci.js";
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
    for (const kind of new Set([...done.keys(), ...refused.keys()])) {
      expect(done.get(kind) ?? 0, `${kind} succeeds`).toBeGreaterThan(0);
    }
    const exported = simulation.app.export();
    const store = await openMultiStore({ stores: [...STORES] });
    const copy = new App({ store, logger: silent, version: "test" });
    const height = simulation.app.head?.height ?? 0n;
    const time = simulation.app.head?.time ?? 0n;
    copy.initChain(
      RequestInitChain.create({
        chainId: CHAIN.chainId,
        time,
        initialHeight: 1n,
        appStateBytes: new TextEncoder().encode(JSON.stringify(exported)),
      }),
    );
    copy.finalizeBlock(RequestFinalizeBlock.create({ height: 1n, time }));
    await copy.commit();
    expect(height).toBe(BigInt(BLOCKS));
    const { mint: _, ...rest } = copy.export() as Record<string, unknown>;
    const { mint: __, ...before } = exported as Record<string, unknown>;
    expect(Object.keys(rest)).toEqual(Object.keys(before));
    expect(rest.staking).toEqual(before.staking);
    expect(rest.distribution).toEqual(before.distribution);
    expect(rest.slashing).toEqual(before.slashing);
    expect(rest.evidence).toEqual(before.evidence);
    await simulation.store.close();
    await store.close();
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
