import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, assert, describe, it } from "vitest";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { silent } from "../../src/abci/logger.js";
import { readGenesisFile } from "../../src/engine/embedded/genesis.js";
import { embeddedPaths } from "../../src/engine/embedded/node.js";
import {
  replayBlocks,
  rpcBlocks,
  rpcGenesis,
  storedBlocks,
} from "../../src/engine/embedded/replay.js";
import { RequestQuery } from "../../src/gen/tendermint/abci.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { peopleOf, sign } from "../support/app-chain.js";
import { type AppNode, appHome, startAppNode } from "../support/app-node.js";
import { COMET_BIN, CometChain } from "../support/comet.js";
import { transfer } from "../support/messages.js";
import { toHex } from "../support/vectors.js";

const FIRST = 1_000n;
let home = "";
let running: AppNode | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(home, { recursive: true, force: true });
});

const memoryApp = async () =>
  new App({ store: await openMultiStore({ stores: STORES }), logger: silent, version: "test" });

/** A key of the bank that every chain of these tests has. */
const PARAMS_KEY = Uint8Array.of(5);

describe("a chain whose genesis begins at a later block", () => {
  it("makes that block first, answers for it with proofs, and goes on after a restart", async () => {
    const [alice, bob] = peopleOf(2);
    assert.isDefined(alice);
    assert.isDefined(bob);
    home = appHome([alice.address, bob.address], { initial_height: "1000" });
    running = await startAppNode(home);
    const { found } = await running.node.backend.mempool.addAndWait(
      sign(alice, [transfer(alice.address, bob.address, 3n)]),
    );
    assert.equal(found?.result.code, 0);
    await running.reached(FIRST + 5n);
    assert.equal(running.node.backend.chain.base, FIRST);
    assert.isUndefined(running.node.backend.chain.block(FIRST - 1n));
    assert.equal(running.store.earliest, FIRST);
    assert.isUndefined(running.store.at(FIRST - 1n));
    for (const height of [FIRST, FIRST + 3n]) {
      const ask = { path: "/store/bank/key", data: PARAMS_KEY, height, prove: true };
      const answer = await running.app.query(RequestQuery.create(ask));
      assert.equal(answer.code, 0, answer.log);
      assert.equal(answer.height, height);
      assert.lengthOf(answer.proofOps?.ops ?? [], 2);
    }
    const before = await running.app.query(
      RequestQuery.create({ path: "/store/bank/key", data: PARAMS_KEY, height: FIRST - 1n }),
    );
    assert.notEqual(before.code, 0);
    assert.isDefined(await running.app.exportAt(FIRST));

    const last = running.node.backend.chain.height;
    await running.stop();
    running = await startAppNode(home);
    await running.reached(last + 3n);
    assert.isDefined(await running.store.load(FIRST));
    await running.stop();
    const { data, genesis } = embeddedPaths(home);
    const replayed = await replayBlocks(
      await memoryApp(),
      readGenesisFile(genesis),
      storedBlocks(data),
    );
    assert.equal(replayed[0]?.height, FIRST);
    const { version, appHash } = running.store;
    assert.equal(replayed.at(-1)?.height, version);
    assert.equal(toHex(replayed.at(-1)?.appHash ?? new Uint8Array()), toHex(appHash));
    running = undefined;
  });
});

describe("the state of a chain on the embedded engine", () => {
  it("is exported and goes on in a chain of a new home with the same balances", async () => {
    const [alice, bob] = peopleOf(2);
    assert.isDefined(alice);
    assert.isDefined(bob);
    home = appHome([alice.address, bob.address]);
    running = await startAppNode(home);
    await running.reached(4n);
    const tx = sign(alice, [transfer(alice.address, bob.address, 44n)]);
    await running.node.backend.mempool.addAndWait(tx);
    const height = running.app.head?.height ?? 0n;
    const exported = await running.app.exportAt(height);
    assert.isDefined(exported);
    await running.stop();

    const next = join(home, "next");
    mkdirSync(join(next, "config"), { recursive: true });
    const genesis = JSON.parse(JSON.stringify(readDocument(home)));
    const document = {
      ...genesis,
      initial_height: String(height + 1n),
      app_state: exported.appState,
    };
    writeFileSync(join(next, "config", "genesis.json"), JSON.stringify(document));
    running = await startAppNode(next);
    const more = sign(alice, [transfer(alice.address, bob.address, 1n)]);
    const { found } = await running.node.backend.mempool.addAndWait(more);
    assert.equal(found?.result.code, 0);
    assert.isAtLeast(Number(found?.height), Number(height + 1n));
  });
});

function readDocument(of: string): object {
  return readGenesisFile(join(of, "config", "genesis.json")).document;
}

describe.runIf(COMET_BIN !== undefined)("a chain of the real CometBFT that begins later", () => {
  it("makes that block first, survives a kill, and equals a replay of its blocks", async () => {
    const [alice] = peopleOf(1);
    assert.isDefined(alice);
    const chain = await CometChain.make({ [alice.address]: 1_000_000_000n }, FIRST);
    try {
      await chain.startApp();
      chain.startComet(COMET_BIN ?? "");
      await chain.reached(Number(FIRST) + 3);
      await chain.killApp();
      await chain.startApp();
      await chain.reached(Number(FIRST) + 6);
      const replayed = await replayBlocks(
        await memoryApp(),
        await rpcGenesis(chain.rpc),
        rpcBlocks(chain.rpc),
      );
      assert.equal(replayed[0]?.height, FIRST);
      assert.isAtLeast(replayed.length, 6);
    } finally {
      await chain.end();
    }
  }, 240_000);
});
