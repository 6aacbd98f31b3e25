import { afterAll, assert, beforeAll, describe, it } from "vitest";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import type { Exported } from "../../src/abci/export.js";
import { silent } from "../../src/abci/logger.js";
import { RequestFinalizeBlock, RequestInitChain } from "../../src/gen/tendermint/abci.js";
import type { StoreReader } from "../../src/store/contract.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { CHAIN } from "../support/ante-world.js";
import { AppChain, sign } from "../support/app-chain.js";
import { runEveryMessage } from "../support/gas-script.js";
import { transfer } from "../support/messages.js";
import { toHex } from "../support/vectors.js";

const SECOND = 1_000_000_000n;

let chain: AppChain;
beforeAll(async () => {
  chain = await AppChain.start({ people: 16 });
  await runEveryMessage(chain, 4);
}, 120_000);
afterAll(() => chain.close());

async function exported(from: App, height: bigint): Promise<Exported> {
  const found = await from.exportAt(height);
  assert.isDefined(found);
  return found;
}

/** A chain started from an export, with one empty block a second after it. */
async function startedFrom({ appState, time, consensusParams }: Exported, initialHeight: bigint) {
  const store = await openMultiStore({ stores: STORES });
  const app = new App({ store, logger: silent, version: "test" });
  const appStateBytes = new TextEncoder().encode(JSON.stringify(appState));
  const start = { chainId: CHAIN.chainId, time, initialHeight, consensusParams, appStateBytes };
  app.initChain(RequestInitChain.create(start));
  const next = { height: initialHeight, time: time + SECOND };
  app.finalizeBlock(RequestFinalizeBlock.create(next));
  await app.commit();
  return { store, app };
}

/** Every entry of every store. */
function entriesOf(stores: StoreReader): Readonly<Record<string, string>> {
  const entries = STORES.flatMap((name) =>
    [...stores.store(name).iterate()].map(([key, value]) => [
      `${name} ${toHex(key)}`,
      toHex(value),
    ]),
  );
  return Object.fromEntries(entries);
}

describe("the exported state of a chain with entries of every kind", () => {
  it("starts a chain that goes on with the very same entries", async () => {
    const last = await exported(chain.app, chain.height);
    const { store, app } = await startedFrom(last, chain.height + 1n);
    chain.finalize([]);
    await chain.commit();
    assert.equal(store.version, chain.height);
    assert.deepEqual(entriesOf(store), entriesOf(chain.store));
    const payer = chain.person(2);
    const tx = sign(payer, [transfer(payer.address, chain.person(3).address, 5n)]);
    const theirs = app.finalizeBlock(
      RequestFinalizeBlock.create({ height: chain.height + 1n, time: chain.time, txs: [tx] }),
    );
    assert.deepEqual(theirs.txResults, chain.finalize([tx]).txResults);
    await app.commit();
    await chain.commit();
    assert.deepEqual(entriesOf(store), entriesOf(chain.store));
    await store.close();
  });

  it("is a fixed point: what is exported of the new chain is what it was started from", async () => {
    // The fees so far are distributed.
    await chain.block([]);
    const first = await exported(chain.app, chain.height);
    const { store, app } = await startedFrom(first, chain.height + 1n);
    const second = await exported(app, chain.height + 1n);
    assert.deepEqual(second.appState, first.appState);
    const again = await startedFrom(second, chain.height + 2n);
    const third = await exported(again.app, chain.height + 2n);
    assert.equal(JSON.stringify(third.appState), JSON.stringify(first.appState));
    await store.close();
    await again.store.close();
  });

  it("of an older block is the state as it was then", async () => {
    const height = chain.height;
    const before = await exported(chain.app, height);
    const payer = chain.person(4);
    await chain.send(payer, transfer(payer.address, chain.person(5).address, 77n));
    const after = await exported(chain.app, chain.height);
    assert.notDeepEqual(after.appState.bank, before.appState.bank);
    assert.deepEqual(await exported(chain.app, height), before);
    assert.equal(await chain.app.exportAt(chain.height + 1n), undefined);
  });
});
