import { describe, expect, it } from "vitest";
import { STORES } from "../../src/abci/compose.js";
import { exportGenesis, initGenesis, parseAppState } from "../../src/abci/genesis.js";
import type { ReadContext } from "../../src/keeper/context.js";
import { freeGas } from "../../src/keeper/gas.js";
import { openMultiStore } from "../../src/store/multistore.js";
import type { MethodDescriptor } from "../../src/wire/descriptor.js";
import { Random } from "../store/random.js";
import { CHAIN } from "../support/ante-world.js";
import { AppChain, sign } from "../support/app-chain.js";
import { signDigest } from "../support/native-signer.js";
import { groupOperation } from "./group-operations.js";
import type { Scene } from "./scene.js";

const SEED = Number(process.env.VPR_SEED ?? 20_261_127);
const BLOCKS = Number(process.env.VPR_BLOCKS ?? 80);
const OPERATIONS = Number(process.env.VPR_OPERATIONS ?? 25);
const PEOPLE = 12;

const again = `VPR_SEED=${SEED} VPR_BLOCKS=${BLOCKS} npx vitest run test/simulation/groups.test.ts`;

/** A chain on which random things are done with groups. */
async function simulation(seed: number) {
  const chain = await AppChain.start({ people: PEOPLE });
  const random = new Random(seed);
  const done = new Map<string, number>();
  const events = new Map<string, number>();
  const appHashes: string[] = [];
  const reading = (): ReadContext => ({
    stores: chain.store,
    chain: chain.app.live.settings,
    height: chain.height,
    blockTime: chain.time,
    gas: freeGas,
  });
  const scene: Scene = {
    random,
    people: chain.people.map(({ address }) => address),
    get height() {
      return chain.height + 1n;
    },
    get time() {
      return chain.time;
    },
    ask: <Q, R>(method: MethodDescriptor, request: Partial<Q>): R => {
      const query = chain.app.live.composition.queries.get(method.path);
      return query?.run(reading(), method.request.create(request)) as R;
    },
  };
  const plan = () => {
    const { by, message } = groupOperation(scene);
    const person = chain.people.find(({ address }) => address === by);
    if (person === undefined) throw new Error(`nobody signs as ${by}`);
    return { kind: message.typeUrl, tx: sign(person, [message], { sign: signDigest }) };
  };
  const count = (counts: Map<string, number>, name: string) =>
    counts.set(name, (counts.get(name) ?? 0) + 1);
  return {
    chain,
    done,
    events,
    appHashes,
    async block(operations: number): Promise<readonly string[]> {
      const planned = Array.from({ length: operations }, plan);
      const response = chain.finalize(planned.map(({ tx }) => tx));
      await chain.commit();
      for (const [i, { code, events: emitted }] of response.txResults.entries()) {
        if (code === 0) count(done, planned[i]?.kind ?? "");
        for (const { type } of emitted) count(events, type);
      }
      for (const { type } of response.events) count(events, `${type} at the end of a block`);
      appHashes.push(Buffer.from(response.appHash).toString("hex"));
      return chain.app.live.composition.modules.flatMap(({ invariants = [] }) =>
        invariants.flatMap(({ name, check }) => {
          const wrong = check(reading());
          return wrong === undefined ? [] : [`${name}: ${wrong}`];
        }),
      );
    },
  };
}

describe(`a random history of groups (${again})`, () => {
  it("keeps every invariant after every block, and is the same from its own export", async () => {
    const { chain, done, events, block } = await simulation(SEED);
    for (let height = 1; height <= BLOCKS; height++) {
      expect(await block(OPERATIONS), `block ${height}`).toEqual([]);
    }
    // Every message of the module succeeded now and then, and its proposals came to every end.
    const kinds = chain.app.live.composition.modules
      .find(({ name }) => name === "group")
      ?.messages?.map(({ typeUrl }) => typeUrl);
    expect(kinds?.filter((kind) => !done.has(kind))).toEqual([]);
    for (const type of [
      "cosmos.group.v1.EventExec",
      "cosmos.group.v1.EventProposalPruned",
      "cosmos.group.v1.EventProposalPruned at the end of a block",
    ]) {
      expect(events.get(type), type).toBeGreaterThan(0);
    }
    const exported = chain.app.export();
    const copy = await openMultiStore({ stores: [...STORES] });
    const stores = copy.branch();
    const { composition, settings } = initGenesis(stores, {
      chainId: CHAIN.chainId,
      time: chain.time,
      initialHeight: chain.height + 1n,
      consensusParams: undefined,
      appState: parseAppState(new TextEncoder().encode(JSON.stringify(exported))),
    });
    const at = { height: chain.height, time: chain.time };
    expect(exportGenesis(stores, composition, settings, at)).toEqual(exported);
    await chain.close();
    await copy.close();
  }, 300_000);

  it("gives one app hash for one seed", async () => {
    const run = async () => {
      const { chain, appHashes, block } = await simulation(SEED + 1);
      for (let height = 1; height <= 12; height++) await block(15);
      await chain.close();
      return appHashes;
    };
    expect(await run()).toEqual(await run());
  }, 300_000);
});
