import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { upperHex } from "../../src/engine/embedded/bytes.js";
import { readGenesisFile } from "../../src/engine/embedded/genesis.js";
import { embeddedPaths, startEmbedded } from "../../src/engine/embedded/node.js";
import {
  replayBlocks,
  rpcBlocks,
  rpcGenesis,
  storedBlocks,
} from "../../src/engine/embedded/replay.js";
import { newHome, removeHome, startNode, utf8 } from "../support/embedded.js";
import { KvApp } from "../support/kv-app.js";

let home: string;

beforeEach(() => {
  home = newHome();
});

afterEach(() => {
  removeHome(home);
});

const file = () => join(home, "app.json");

describe("a node that starts again", () => {
  it("goes on from its last block, with the application where it was", async () => {
    const first = await startNode({ home, app: new KvApp(file()), instant: true });
    const { found } = await first.backend.mempool.addAndWait(utf8("a=1"));
    await first.stop();
    const before = first.backend.chain.height;

    const app = new KvApp(file());
    const again = await startNode({ home, app, instant: true });
    expect(app.initChains).toHaveLength(0);
    expect(again.backend.chain.height).toBeGreaterThanOrEqual(before);
    expect(found?.height).toBeGreaterThan(0n);
    await again.backend.mempool.addAndWait(utf8("b=2"));
    expect(app.finalized[0]?.height).toBe(before + 1n);
    await again.stop();
  });

  it("replays every block into an application that forgot everything", async () => {
    const first = await startNode({ home, instant: true });
    await first.backend.mempool.addAndWait(utf8("a=1"));
    await first.stop();
    const { height, appHash } = first.backend.chain;

    const app = new KvApp();
    const again = await startNode({ home, app });
    await again.stop();
    expect(app.initChains).toHaveLength(1);
    expect(app.finalized.slice(0, Number(height)).map((block) => block.height)).toEqual(
      Array.from({ length: Number(height) }, (_, index) => BigInt(index + 1)),
    );
    expect(upperHex(app.info().lastBlockAppHash)).toBe(upperHex(appHash));
  });

  it("refuses an application that is ahead", async () => {
    const app = new KvApp(file());
    const first = await startNode({ home, app, instant: true });
    await first.backend.mempool.addAndWait(utf8("a=1"));
    await first.stop();
    const empty = newHome();
    await expect(startEmbedded({ home: empty, app: new KvApp(file()) })).rejects.toThrow(/ahead/);
    removeHome(empty);
  });

  it("refuses the genesis of another chain", async () => {
    const first = await startNode({ home });
    await first.stop();
    const other = newHome({ chain_id: "kv-2" });
    const paths = { ...embeddedPaths(other), data: embeddedPaths(home).data };
    await expect(startEmbedded({ home: paths, app: new KvApp() })).rejects.toThrow(/kv-1.*kv-2/);
    removeHome(other);
  });

  it("stops when the application throws, and does not lose the block", async () => {
    const app = new KvApp(file());
    app.strike = (where, height) => {
      if (where === "finalized" && height === 2n) throw new Error("sick");
    };
    const node = await startNode({ home, app, blockTimeMs: 10 });
    await expect(node.done).rejects.toThrow("sick");

    const well = new KvApp(file());
    const again = await startNode({ home, app: well });
    await again.stop();
    expect(well.finalized[0]?.height).toBe(2n);
    expect(well.finalized[0]?.hash).toEqual(app.finalized[1]?.hash);
  });
});

describe("a replay", () => {
  it("of the stored blocks and of those from the RPC gives the same app hashes", async () => {
    const node = await startNode({ home, instant: true });
    for (const tx of ["a=1", "b=2", "fail=1", "a=3"]) {
      await node.backend.mempool.addAndWait(utf8(tx));
    }
    const overRpc = await replayBlocks(
      new KvApp(),
      await rpcGenesis(node.url),
      rpcBlocks(node.url),
    );
    await node.stop();
    const { height, appHash } = node.backend.chain;
    const paths = embeddedPaths(home);
    const genesis = readGenesisFile(paths.genesis);
    const stored = await replayBlocks(new KvApp(), genesis, storedBlocks(paths.data));
    expect(stored.at(-1)).toEqual({ height, appHash });
    expect(stored.slice(0, overRpc.length)).toEqual(overRpc);
  });

  it("fails where the application disagrees with the chain", async () => {
    const node = await startNode({ home, instant: true });
    await node.backend.mempool.addAndWait(utf8("a=1"));
    await node.backend.mempool.addAndWait(utf8("b=2"));
    await node.stop();
    const paths = embeddedPaths(home);
    const app = new KvApp();
    const { finalizeBlock } = app;
    app.finalizeBlock = (request) => finalizeBlock.call(app, { ...request, txs: [] });
    await expect(
      replayBlocks(app, readGenesisFile(paths.genesis), storedBlocks(paths.data)),
    ).rejects.toThrow(/app hash/);
  });
});
