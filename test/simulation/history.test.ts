import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportGenesis, initGenesis, parseAppState } from "../../src/abci/genesis.js";
import { openState } from "../../src/abci/open-state.js";
import { CHAIN } from "../support/ante-world.js";
import { Simulation } from "./simulation.js";
import { SOURCES } from "./sources.js";

const SEED = Number(process.env.VPR_SEED ?? 20_261_126);
const BLOCKS = Number(process.env.VPR_BLOCKS ?? 500);
const OPERATIONS = Number(process.env.VPR_OPERATIONS ?? 50);
/** What `least` of the sources is about, and what half of it is. */
const WHOLE = 25_000;
const STRETCH = 250;
/** What is accepted so often in a stretch is in each of them. */
const OFTEN = 20;

const again = `VPR_SEED=${SEED} VPR_BLOCKS=${BLOCKS} VPR_OPERATIONS=${OPERATIONS} npx vitest run test/simulation/history.test.ts`;
const TIMEOUT = Math.max(900_000, BLOCKS * 3_000);

describe(`a random history of all modules (${again})`, () => {
  let simulation: Simulation;
  /** Of the first block after which something was wrong: the history ends there. */
  let faults: readonly string[] = [];
  /** How much was accepted, by type and kind, at the end of each stretch. */
  const reached: ReadonlyMap<string, number>[] = [];

  beforeAll(async () => {
    simulation = await Simulation.start(SEED, SOURCES);
    for (let block = 1; block <= BLOCKS && faults.length === 0; block++) {
      faults = (await simulation.block(OPERATIONS)).map((fault) => `block ${block}: ${fault}`);
      if (block % STRETCH === 0) reached.push(new Map(simulation.tally.done));
    }
  }, TIMEOUT);

  afterAll(() => simulation.store.close());

  it("keeps every invariant after every block, and refuses without a trace", () => {
    expect(faults).toEqual([]);
    expect(simulation.app.head?.height).toBe(BigInt(BLOCKS) + 1n);
  });

  it(
    "is the same from its own export",
    async () => {
      const { app } = simulation;
      const { height = 0n, time = 0n } = app.head ?? {};
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
      await copy.close();
    },
    TIMEOUT,
  );

  it(
    "starts a chain at block 1, whose genesis is held to every invariant",
    async () => {
      const { app } = simulation;
      const found = await app.exportAt(app.head?.height ?? 0n, true);
      if (found === undefined) throw new Error("the last block is not retained");
      const state = await openState({});
      const { validators } = initGenesis(state.branch(), {
        ...{ chainId: CHAIN.chainId, time: found.time, initialHeight: 1n },
        consensusParams: undefined,
        appState: parseAppState(new TextEncoder().encode(JSON.stringify(found.appState))),
      });
      expect(validators.length).toBeGreaterThan(0);
      await state.close();
    },
    TIMEOUT,
  );

  it("meets no error that nobody registered", () => {
    const { refusals } = simulation.tally;
    const strange = [...refusals.keys()].filter((one) =>
      /undefined \d+$| sdk 1(11222)?$/.test(one),
    );
    expect(strange.filter((one) => !NAMELESS.includes(one))).toEqual([]);
  });

  // A history that only knows refusals of a kind would be blind.
  it("accepts every kind of message often enough", () => {
    const { done, refusals } = simulation.tally;
    for (const { least = {}, refusals: wanted = {} } of SOURCES) {
      expect(rareIn(done, least)).toEqual([]);
      expect(rareIn(refusals, wanted)).toEqual([]);
    }
  });

  it("accepts every kind of message in each of its stretches", () => {
    // Corporations, ecosystems and schemas are made now and then: there may be none of them for a while.
    const types = [...simulation.tally.done]
      .filter(([name, count]) => name.startsWith("/") && count >= OFTEN * reached.length)
      .map(([name]) => name);
    const kinds = [...types, ...SOURCES.flatMap(({ least = {} }) => Object.keys(least))];
    const blind = reached.flatMap((now, i) => {
      const before = reached[i - 1];
      return kinds
        .filter((kind) => (now.get(kind) ?? 0) === (before?.get(kind) ?? 0))
        .map((kind) => `${kind} in stretch ${i + 1}`);
    });
    expect(OPERATIONS < 50 ? [] : blind).toEqual([]);
  });

  it("accepts every type of message and tells every type of event, but for what nobody may send", () => {
    const { done, refused, events } = simulation.tally;
    const never = new Set(SOURCES.flatMap((source) => source.never ?? []));
    const tried = [...done.keys(), ...refused.keys()].filter((name) => name.startsWith("/"));
    expect(tried.filter((type) => !never.has(type) && !done.has(type))).toEqual([]);
    expect([...never].filter((type) => done.has(type) || !refused.has(type))).toEqual([]);
    const missed = SOURCES.flatMap((source) => source.events ?? []).filter(
      (one) => !events.has(one),
    );
    expect(missed).toEqual([]);
  });
});

describe("the app hash of a random history", () => {
  it(
    "is one for one seed, whether blocks are tried before they are run or not",
    async () => {
      const run = async (tryEvery: bigint) => {
        const simulation = await Simulation.start(SEED + 1, SOURCES, tryEvery);
        for (let block = 1; block <= 15; block++) await simulation.block(20);
        await simulation.store.close();
        return simulation.appHashes;
      };
      expect(await run(2n)).toEqual(await run(0n));
    },
    TIMEOUT,
  );
});

/** What there was less of than wanted, with how much there was. */
function rareIn(counts: ReadonlyMap<string, number>, wanted: Readonly<Record<string, number>>) {
  const part = (BLOCKS * OPERATIONS) / WHOLE;
  return Object.entries(wanted)
    .map(([name, least]) => ({ name, least: Math.floor(least * part), is: counts.get(name) ?? 0 }))
    .filter(({ least, is }) => is < least);
}

/** What is used up of a limit where no rule has an error of its own, as in Cosmos SDK. */
const NAMELESS = ["/cosmos.authz.v1beta1.MsgExec undefined 1"];
