import { describe, expect, it } from "vitest";
import { exportGenesis, initGenesis, parseAppState } from "../../src/abci/genesis.js";
import { openState } from "../../src/abci/open-state.js";
import { CHAIN } from "../support/ante-world.js";
import { Simulation } from "./simulation.js";
import { SOURCES } from "./sources.js";

const SEED = Number(process.env.VPR_SEED ?? 20_261_126);
const BLOCKS = Number(process.env.VPR_BLOCKS ?? 500);
const OPERATIONS = Number(process.env.VPR_OPERATIONS ?? 50);

const again = `VPR_SEED=${SEED} VPR_BLOCKS=${BLOCKS} VPR_OPERATIONS=${OPERATIONS} npx vitest run test/simulation/history.test.ts`;

describe(`a random history of all modules (${again})`, () => {
  it("keeps every invariant after every block, and is the same from its own export", async () => {
    const simulation = await Simulation.start(SEED, SOURCES);
    for (let block = 1; block <= BLOCKS; block++) {
      expect(await simulation.block(OPERATIONS), `block ${block}`).toEqual([]);
    }
    expectMuchHappened(simulation);
    const { app, store } = simulation;
    const { height = 0n, time = 0n } = app.head ?? {};
    expect(height).toBe(BigInt(BLOCKS) + 1n);
    const exported = app.export();
    const copy = await openState({});
    const stores = copy.branch();
    const { composition, settings } = initGenesis(stores, {
      chainId: CHAIN.chainId,
      time,
      initialHeight: height + 1n,
      consensusParams: undefined,
      appState: parseAppState(new TextEncoder().encode(JSON.stringify(exported))),
    });
    expect(exportGenesis(stores, composition, settings, { height, time })).toEqual(exported);
    await expectNewStart(simulation);
    await store.close();
    await copy.close();
  }, 900_000);

  it("gives one app hash for one seed", async () => {
    const run = async () => {
      const simulation = await Simulation.start(SEED + 1, SOURCES);
      for (let block = 1; block <= 15; block++) await simulation.block(20);
      await simulation.store.close();
      return simulation.appHashes;
    };
    expect(await run()).toEqual(await run());
  }, 600_000);
});

/** The export for height zero starts a chain at block 1, whose genesis is held to every invariant. */
async function expectNewStart({ app }: Simulation): Promise<void> {
  const found = await app.exportAt(app.head?.height ?? 0n, true);
  if (found === undefined) throw new Error("the last block is not retained");
  const state = await openState({});
  const { validators } = initGenesis(state.branch(), {
    ...{ chainId: CHAIN.chainId, time: found.time, initialHeight: 1n, consensusParams: undefined },
    appState: parseAppState(new TextEncoder().encode(JSON.stringify(found.appState))),
  });
  expect(validators.length).toBeGreaterThan(0);
  await state.close();
}

/** What there was less of than wanted of 25,000 operations, with how much there was. */
function rareIn(counts: ReadonlyMap<string, number>, wanted: Readonly<Record<string, number>>) {
  const part = Math.min(1, (BLOCKS * OPERATIONS) / 25_000);
  return Object.entries(wanted)
    .map(([name, least]) => ({ name, least: Math.floor(least * part), is: counts.get(name) ?? 0 }))
    .filter(({ least, is }) => is < least);
}

/** What is used up of a limit where no rule has an error of its own, as in Cosmos SDK. */
const NAMELESS = ["/cosmos.authz.v1beta1.MsgExec undefined 1"];

/** A history in which some message never succeeded tries nothing of it; one that had an error of ours is a defect. */
function expectMuchHappened({ tally: { done, refused, refusals, events } }: Simulation): void {
  const faults = [...refusals.keys()].filter((one) => /undefined \d+$| sdk 1(11222)?$/.test(one));
  expect(faults.filter((one) => !NAMELESS.includes(one))).toEqual([]);
  for (const { least = {}, refusals: wanted = {} } of SOURCES) {
    expect(rareIn(done, least)).toEqual([]);
    expect(rareIn(refusals, wanted)).toEqual([]);
  }
  const never = new Set(SOURCES.flatMap((source) => source.never ?? []));
  const tried = [...done.keys(), ...refused.keys()].filter((name) => name.startsWith("/"));
  expect(tried.filter((type) => !never.has(type) && !done.has(type))).toEqual([]);
  expect([...never].filter((type) => done.has(type) || !refused.has(type))).toEqual([]);
  const missed = SOURCES.flatMap((source) => source.events ?? []).filter((one) => !events.has(one));
  expect(missed).toEqual([]);
}
