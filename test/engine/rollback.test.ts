import { rmSync } from "node:fs";
import { afterEach, assert, beforeEach, describe, it } from "vitest";
import { STORES } from "../../src/abci/compose.js";
import { embeddedPaths } from "../../src/engine/embedded/node.js";
import { prepareRollback } from "../../src/engine/embedded/rollback.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { type Person, peopleOf, sign } from "../support/app-chain.js";
import { type AppNode, appHome, startAppNode, statePath } from "../support/app-node.js";
import { transfer } from "../support/messages.js";
import { toHex } from "../support/vectors.js";

let home = "";
let alice: Person;
let bob: Person;
let running: AppNode;

beforeEach(async () => {
  const [first, second] = peopleOf(2);
  assert.isDefined(first);
  assert.isDefined(second);
  [alice, bob] = [first, second];
  home = appHome([alice.address, bob.address]);
  running = await startAppNode(home);
});
afterEach(async () => {
  await running.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Sends a transfer and stops the node as soon as its block is there; height, app hash, bytes. */
async function payAndStop() {
  const tx = sign(alice, [transfer(alice.address, bob.address, 5n)]);
  const { found } = await running.node.backend.mempool.addAndWait(tx);
  assert.equal(found?.result.code, 0);
  await running.stop();
  const { version, appHash } = running.store;
  return { tx, paid: found?.height ?? 0n, height: version, appHash: toHex(appHash) };
}

/** Takes a stopped node back by one block, as the command does. */
async function rollback(hard: boolean) {
  const engine = await prepareRollback(embeddedPaths(home).data);
  const state = await openMultiStore({ path: statePath(home), stores: STORES });
  if (state.version > engine.height) await state.rollback(engine.height);
  assert.equal(state.version, engine.height);
  assert.equal(toHex(state.appHash), toHex(engine.appHash));
  await state.close();
  await engine.apply(hard);
  await engine.close();
  return engine.height;
}

const appHashAt = (height: bigint) =>
  toHex(running.store.info(height)?.appHash ?? new Uint8Array());

describe("a rolled back node", () => {
  it("runs the block that stayed again, with the same app hash and results", async () => {
    const { height, appHash, paid, tx } = await payAndStop();
    assert.equal(await rollback(false), height - 1n);
    running = await startAppNode(home);
    await running.reached(height + 2n);
    assert.equal(appHashAt(height), appHash);
    assert.isDefined(await running.node.backend.chain.results(paid));
    assert.isAbove(tx.length, 0);
  });

  it("makes another block in the place of one that was removed, and knows nothing of it", async () => {
    const { paid } = await payAndStop();
    let height = paid + 1n;
    while (height >= paid) height = await rollback(true);
    running = await startAppNode(home);
    await running.reached(paid + 1n);
    assert.lengthOf(running.node.backend.chain.block(paid)?.txs ?? [], 0);
    // The transaction was never: its sequence is free.
    alice.sequence = 0n;
    const again = sign(alice, [transfer(alice.address, bob.address, 9n)]);
    const { found } = await running.node.backend.mempool.addAndWait(again);
    assert.equal(found?.result.code, 0);
    assert.isAbove(Number(found?.height), Number(paid));
  });

  it("goes on after a stop between the two halves of a rollback", async () => {
    const { height, appHash } = await payAndStop();
    const state = await openMultiStore({ path: statePath(home), stores: STORES });
    await state.rollback(height - 1n);
    await state.close();
    running = await startAppNode(home);
    await running.reached(height + 1n);
    assert.equal(appHashAt(height), appHash);
  });
});
