import { rm } from "node:fs/promises";
import { join } from "node:path";
import { App } from "../../src/abci/app.js";
import { silent } from "../../src/abci/logger.js";
import {
  ResponseApplySnapshotChunk_Result as Applied,
  ResponseOfferSnapshot_Result as Offered,
  RequestApplySnapshotChunk,
  RequestLoadSnapshotChunk,
  RequestOfferSnapshot,
  type Snapshot,
} from "../../src/gen/tendermint/abci.js";
import { SnapshotShelf } from "../../src/store/snapshot/shelf.js";
import type { Random } from "../../test/store/random.js";
import { toHex } from "../../test/support/vectors.js";
import { BusyChain, openApp } from "../busy.js";
import { type Check, Counts, eachCase, must, type Plan, randomOf } from "../check.js";
import { mutatedMessage } from "./wire-mutations.js";

/** A snapshot of a chain on which much happened, as a peer offers it. */
interface Given {
  readonly snapshot: Snapshot;
  readonly chunks: readonly Uint8Array[];
  readonly appHash: Uint8Array;
}

async function take(plan: Plan): Promise<Given> {
  const chain = await BusyChain.start();
  const random = randomOf(plan.seed, -1);
  for (let count = 0; count < 20; count += 1) await chain.block(chain.busy.block(random, 8).txs);
  const folder = join(plan.scratch, "snapshots");
  const { store, height } = chain;
  const tell = () => undefined;
  const shelf = await SnapshotShelf.open({ folder, store, interval: 0, keepRecent: 2, tell });
  await shelf.take(height);
  const app = new App({ store, logger: silent, version: "torture", snapshots: shelf });
  const [snapshot] = app.listSnapshots().snapshots;
  must(snapshot !== undefined, () => "there is no snapshot");
  const chunks = Array.from({ length: snapshot.chunks }, (_, chunk) => {
    const request = { height: snapshot.height, format: snapshot.format, chunk };
    return app.loadSnapshotChunk(RequestLoadSnapshotChunk.create(request)).chunk;
  });
  const { appHash } = store;
  await chain.close();
  return { snapshot, chunks, appHash };
}

/** The offer with something changed. */
function changedOffer(random: Random, snapshot: Snapshot): Snapshot {
  const ways: readonly (() => Partial<Snapshot>)[] = [
    () => ({ height: snapshot.height + BigInt(random.below(5)) - 2n }),
    () => ({ format: random.below(5) }),
    () => ({ chunks: random.pick([0, 1, snapshot.chunks + 1, 2 ** 32 - 1]) }),
    () => ({ hash: random.mutated(snapshot.hash) }),
    () => ({ metadata: random.mutated(snapshot.metadata) }),
    () => ({ metadata: mutatedMessage(random, snapshot.metadata, snapshot.hash) }),
    () => ({ metadata: random.bytes(0, 60), hash: random.bytes(0, 40) }),
  ];
  return { ...snapshot, ...random.pick(ways)() };
}

/** Offers and applies; `complete` only when the state is the one that was trusted. */
async function restore(random: Random, given: Given, path: string): Promise<string> {
  const { app, store } = await openApp({ path });
  try {
    const isOffer = random.below(2) === 0;
    const snapshot = isOffer ? changedOffer(random, given.snapshot) : given.snapshot;
    const offer = RequestOfferSnapshot.create({ snapshot, appHash: given.appHash });
    const { result } = await app.offerSnapshot(offer);
    if (result !== Offered.ACCEPT) {
      must(result !== Offered.UNKNOWN, () => "an offer has no answer");
      return "offer refused";
    }
    const hostile = isOffer ? -1 : random.below(given.chunks.length);
    for (const [index, good] of given.chunks.entries()) {
      const other = random.pick(given.chunks);
      const chunk =
        index === hostile ? random.pick([random.mutated(good), other, good.slice(1)]) : good;
      const request = RequestApplySnapshotChunk.create({ index, chunk, sender: "peer" });
      const answer = await app.applySnapshotChunk(request);
      if (answer.result === Applied.ACCEPT) continue;
      must(app.info().lastBlockHeight === 0n, () => "a refused chunk left a state");
      return "chunk refused";
    }
    const { lastBlockAppHash } = app.info();
    const isSame = toHex(lastBlockAppHash) === toHex(given.appHash);
    must(isSame, () => `restored to the app hash ${toHex(lastBlockAppHash)}`);
    return "restored";
  } finally {
    await store.close();
    await rm(path, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Snapshots with another description, or other chunks, than the chain whose app hash is trusted. */
export const fuzzSnapshots: Check = {
  part: "fuzz",
  name: "fuzz.snapshots",
  unit: "snapshots",
  full: 2_000,
  least: 40,
  async run(plan: Plan) {
    const given = await take(plan);
    const counts = new Counts();
    const failures = await eachCase(plan, plan.count, async (random, number) => {
      counts.add(await restore(random, given, join(plan.scratch, `copy-${number}`)));
    });
    return { tried: plan.count, told: counts.told(), failures };
  },
};
