import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, assert, beforeEach, describe, it } from "vitest";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import type { AppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import {
  ResponseApplySnapshotChunk_Result as Applied,
  ResponseOfferSnapshot_Result as Offered,
  RequestApplySnapshotChunk,
  RequestFinalizeBlock,
  RequestLoadSnapshotChunk,
  RequestOfferSnapshot,
  type Snapshot,
} from "../../src/gen/tendermint/abci.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { decodeManifest, encodeManifest, manifestHash } from "../../src/store/snapshot/manifest.js";
import { SnapshotShelf } from "../../src/store/snapshot/shelf.js";
import { AppChain, sign } from "../support/app-chain.js";
import { transfer } from "../support/messages.js";
import { toHex } from "../support/vectors.js";

let folder: string;
let chain: AppChain;
let shelf: SnapshotShelf;

/** A shelf in a folder of its own with a snapshot of the chain's last block. */
async function taken(name: string): Promise<SnapshotShelf> {
  const { store, height } = chain;
  const place = { folder: join(folder, name), store, interval: 0, keepRecent: 2 };
  const made = await SnapshotShelf.open({ ...place, tell: () => undefined });
  await made.take(height);
  return made;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "vpr-sync-"));
  chain = await AppChain.start({ people: 3 });
  for (let count = 0; count < 6; count += 1) await pay(chain);
  shelf = await taken("snapshots");
});

afterEach(async () => {
  await chain.close();
  rmSync(folder, { recursive: true });
});

async function pay(on: AppChain): Promise<void> {
  await on.send(on.person(0), transfer(on.person(0).address, on.person(1).address, 7n));
}

/** A genesis whose staking remembers the headers of so many blocks. */
const remembering =
  (historical_entries: number) =>
  (fresh: AppState): AppState => {
    const staking = fresh.staking as { readonly params: object };
    const params = { ...staking.params, historical_entries };
    return { ...fresh, staking: { ...staking, params } } as unknown as AppState;
  };

/** An application with snapshots over the chain's state. */
const serving = () =>
  new App({ store: chain.store, logger: silent, version: "test", snapshots: shelf });

async function fresh() {
  const store = await openMultiStore({ stores: STORES, path: join(folder, "copy") });
  return { store, app: new App({ store, logger: silent, version: "test" }) };
}

const offerOf = (snapshot: Snapshot | undefined, appHash: Uint8Array = chain.store.appHash) =>
  RequestOfferSnapshot.create({ snapshot, appHash });

const chunkOf = (index: number, chunk: Uint8Array, sender = "peer") =>
  RequestApplySnapshotChunk.create({ index, chunk, sender });

function listed(): Snapshot {
  const [snapshot] = serving().listSnapshots().snapshots;
  assert.isDefined(snapshot);
  return snapshot;
}

function loaded(index: number): Uint8Array {
  const { height, format } = listed();
  return serving().loadSnapshotChunk(
    RequestLoadSnapshotChunk.create({ height, format, chunk: index }),
  ).chunk;
}

describe("an application that restores the snapshot of another", () => {
  it("answers for its height and app hash, and runs the next blocks with equal results", async () => {
    const { app, store } = await fresh();
    const snapshot = listed();
    assert.equal((await app.offerSnapshot(offerOf(snapshot))).result, Offered.ACCEPT);
    for (let index = 0; index < snapshot.chunks; index += 1) {
      const { result } = await app.applySnapshotChunk(chunkOf(index, loaded(index)));
      assert.equal(result, Applied.ACCEPT);
    }
    const info = app.info();
    assert.equal(info.lastBlockHeight, chain.height);
    assert.equal(toHex(info.lastBlockAppHash), toHex(chain.store.appHash));
    assert.deepEqual(app.head, chain.app.head);
    assert.deepEqual(app.export(), chain.app.export());
    const payer = chain.person(0);
    const tx = sign(payer, [transfer(payer.address, chain.person(2).address, 9n)]);
    assert.equal(app.checkTx({ tx, type: 0 }).code, 0);
    const ours = chain.finalize([tx]);
    const request = { height: chain.height, time: chain.time, txs: [tx] };
    const theirs = app.finalizeBlock(RequestFinalizeBlock.create(request));
    assert.equal(toHex(theirs.appHash), toHex(ours.appHash));
    assert.deepEqual(theirs.txResults, ours.txResults);
    await chain.commit();
    await app.commit();
    await store.close();
  });

  it("goes on with the chunk that was refused when the right one comes", async () => {
    const { app, store } = await fresh();
    await app.offerSnapshot(offerOf(listed()));
    const answer = await app.applySnapshotChunk(chunkOf(0, Uint8Array.of(1, 2, 3), "liar"));
    assert.equal(answer.result, Applied.RETRY);
    assert.deepEqual(answer.refetchChunks, [0]);
    assert.deepEqual(answer.rejectSenders, ["liar"]);
    assert.equal((await app.applySnapshotChunk(chunkOf(0, loaded(0)))).result, Applied.ACCEPT);
    await store.close();
  });

  it("asks for the snapshot anew when a chunk comes out of order, and takes it then", async () => {
    const { app, store } = await fresh();
    const snapshot = listed();
    await app.offerSnapshot(offerOf(snapshot));
    const ahead = await app.applySnapshotChunk(chunkOf(3, loaded(3)));
    assert.equal(ahead.result, Applied.RETRY_SNAPSHOT);
    assert.equal((await app.applySnapshotChunk(chunkOf(0, loaded(0)))).result, Applied.ABORT);
    assert.equal((await app.offerSnapshot(offerOf(snapshot))).result, Offered.ACCEPT);
    assert.equal((await app.applySnapshotChunk(chunkOf(0, loaded(0)))).result, Applied.ACCEPT);
    await store.close();
  });

  it("can start a chain of its own when no snapshot was restored", async () => {
    const { app, store } = await fresh();
    await app.offerSnapshot(offerOf(listed()));
    await app.applySnapshotChunk(chunkOf(0, loaded(0)));
    assert.equal(app.info().lastBlockHeight, 0n);
    assert.isFalse(app.isLive);
    await store.close();
  });
});

describe("an offer", () => {
  const mangled = (change: (snapshot: Snapshot) => Partial<Snapshot>) => {
    const snapshot = listed();
    return { ...snapshot, ...change(snapshot) };
  };
  const rehashed = (metadata: Uint8Array) => ({ metadata, hash: manifestHash(metadata) });

  it.each<[string, (snapshot: Snapshot) => Partial<Snapshot>, number]>([
    ["of another format", () => ({ format: 2 }), Offered.REJECT_FORMAT],
    ["whose hash is another", () => ({ hash: new Uint8Array(32) }), Offered.REJECT_SENDER],
    ["of another height", ({ height }) => ({ height: height + 1n }), Offered.REJECT_SENDER],
    ["with more chunks", ({ chunks }) => ({ chunks: chunks + 1 }), Offered.REJECT_SENDER],
    ["without metadata", () => rehashed(new Uint8Array()), Offered.REJECT_SENDER],
    ["with endless metadata", () => rehashed(new Uint8Array(4_000_001)), Offered.REJECT_SENDER],
    [
      "with the head of another block",
      ({ metadata }) => {
        const extra = new Map([["head", Buffer.from("5 77")]]);
        return rehashed(encodeManifest({ ...decodeManifest(metadata), extra }));
      },
      Offered.REJECT_SENDER,
    ],
  ])("%s is refused", async (_, change, result) => {
    const { app, store } = await fresh();
    assert.equal((await app.offerSnapshot(offerOf(mangled(change)))).result, result);
    assert.equal((await app.applySnapshotChunk(chunkOf(0, loaded(0)))).result, Applied.ABORT);
    await store.close();
  });

  it("that is not of the trusted app hash is refused with its sender", async () => {
    const { app, store } = await fresh();
    const { result } = await app.offerSnapshot(offerOf(listed(), new Uint8Array(32)));
    assert.equal(result, Offered.REJECT_SENDER);
    await store.close();
  });

  it("to a node that has blocks ends state sync and changes nothing", async () => {
    const before = toHex(chain.store.appHash);
    assert.equal((await serving().offerSnapshot(offerOf(listed()))).result, Offered.ABORT);
    assert.equal(toHex(chain.store.appHash), before);
  });
});

describe("the time of the block that a snapshot is of", () => {
  const offered = async (historicalEntries: number, lie: bigint) => {
    await chain.close();
    chain = await AppChain.start({ people: 3, genesis: remembering(historicalEntries) });
    await pay(chain);
    shelf = await taken("others");
    const { app, store } = await fresh();
    const sync = async (snapshot: Snapshot): Promise<number> => {
      assert.equal((await app.offerSnapshot(offerOf(snapshot))).result, Offered.ACCEPT);
      let last = -1;
      for (let index = 0; index < snapshot.chunks; index += 1) {
        ({ result: last } = await app.applySnapshotChunk(chunkOf(index, loaded(index))));
        if (index < snapshot.chunks - 1) assert.equal(last, Applied.ACCEPT);
      }
      return last;
    };
    const honest = listed();
    const manifest = decodeManifest(honest.metadata);
    const time = (manifest.info.time ?? 0n) + lie;
    const extra = new Map([["head", Buffer.from(`${honest.height} ${time}`)]]);
    const metadata = encodeManifest({ ...manifest, info: { ...manifest.info, time }, extra });
    const result = await sync({ ...honest, metadata, hash: manifestHash(metadata) });
    return { app, store, result, again: () => sync(honest) };
  };

  it("[D-TD-07] is not taken from a peer against the state, so that the next block's yield is everyone's", async () => {
    const { app, store, result, again } = await offered(5, 1n);
    assert.equal(result, Applied.REJECT_SNAPSHOT);
    assert.equal(app.info().lastBlockHeight, 0n);
    assert.equal(await again(), Applied.ACCEPT);
    assert.deepEqual(app.head, chain.app.head);
    await store.close();
  });

  it("is the peer's word where the state remembers no headers", async () => {
    const { store, result } = await offered(0, 1n);
    assert.equal(result, Applied.ACCEPT);
    await store.close();
  });
});

describe("handing out", () => {
  it("answers with nothing where there is no such chunk", () => {
    const { chunks } = listed();
    assert.lengthOf(loaded(chunks), 0);
    assert.isAbove(loaded(chunks - 1).length, 0);
  });
});
