import { setTimeout as sleep } from "node:timers/promises";
import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import type { SealedBlock } from "../../src/engine/embedded/blocks.js";
import { upperHex } from "../../src/engine/embedded/bytes.js";
import {
  commitHash,
  dataHash,
  headerHash,
  resultsHash,
  validatorsHash,
} from "../../src/engine/embedded/hashes.js";
import { createKey, validatorKeyJson, writeKeyFile } from "../../src/engine/embedded/keys.js";
import { embeddedPaths } from "../../src/engine/embedded/node.js";
import { precommitBytes } from "../../src/engine/embedded/votes.js";
import { StoreFault } from "../../src/store/contract.js";
import { ZERO_TIME } from "../../src/wire/time.js";
import {
  newHome,
  nodeForTest,
  removeHome,
  startNode,
  type TestNode,
  utf8,
} from "../support/embedded.js";
import { KvApp } from "../support/kv-app.js";

function block(node: TestNode, height: bigint): SealedBlock {
  const found = node.backend.chain.block(height);
  if (found === undefined) throw new Error(`no block ${height}`);
  return found;
}

/** Waits until the chain has a height. */
async function reached(node: TestNode, height: bigint): Promise<void> {
  while (node.backend.chain.height < height) await new Promise((done) => setTimeout(done, 10));
}

const include = async (node: TestNode, text: string) => {
  const { found } = await node.backend.mempool.addAndWait(utf8(text));
  if (found === undefined) throw new Error(`${text} was refused`);
  return found;
};

describe("blocks that the engine makes", () => {
  it("link to each other by every hash", async () => {
    const node = await nodeForTest({ instant: true, blockTimeMs: 20 });
    await include(node, "a=1");
    const { height } = await include(node, "fail=1");
    await reached(node, height + 2n);
    const { chain } = node.backend;
    for (let at = 2n; at < height + 2n; at += 1n) {
      const [before, { header, lastCommit, txs }] = [block(node, at - 1n), block(node, at)];
      const results = chain.results(at - 1n);
      expect(header.lastBlockId).toEqual(before.id);
      expect(upperHex(before.id.hash)).toBe(upperHex(headerHash(before.header)));
      expect(header.lastCommitHash).toEqual(commitHash(lastCommit.signatures));
      expect(header.dataHash).toEqual(dataHash(txs));
      expect(header.appHash).toEqual(results?.appHash);
      expect(header.lastResultsHash).toEqual(resultsHash(results?.txResults ?? []));
      expect(header.validatorsHash).toEqual(validatorsHash(await chain.validatorsAt(at)));
      expect(header.nextValidatorsHash).toEqual(validatorsHash(await chain.validatorsAt(at + 1n)));
    }
  });

  it("carry commits that the validator's key signed, at the time of the block that has them", async () => {
    const node = await nodeForTest({ blockTimeMs: 10 });
    await reached(node, 3n);
    const { publicKey } = node.backend.node.validator;
    for (const { commit, time } of [
      { commit: block(node, 3n).lastCommit, time: block(node, 3n).header.time },
      { commit: node.backend.chain.commit(3n)?.commit, time: undefined },
    ]) {
      const [signature] = commit?.signatures ?? [];
      if (commit === undefined || signature === undefined) throw new Error("no commit");
      const { height, blockId } = commit;
      const vote = { chainId: "kv-1", height, blockId, time: signature.timestamp };
      expect(ed25519.verify(signature.signature, precommitBytes(vote), publicKey)).toBe(true);
      expect(
        ed25519.verify(signature.signature, precommitBytes({ ...vote, height: 9n }), publicKey),
      ).toBe(false);
      if (time !== undefined) expect(signature.timestamp).toBe(time);
    }
  });

  it("[D-GEN-07] have times of whole milliseconds that rise, also when blocks follow at once", async () => {
    const node = await nodeForTest({ blockTimeMs: 0 });
    await reached(node, 20n);
    for (let at = 1n; at <= 20n; at += 1n) {
      const { time } = block(node, at).header;
      expect(time % 1_000_000n).toBe(0n);
      if (at > 1n) expect(time).toBeGreaterThan(block(node, at - 1n).header.time);
    }
  });

  it("wait for the time of a genesis that lies in the future", async () => {
    const start = Date.now() + 400;
    const home = newHome({ genesis_time: new Date(start).toISOString() });
    const node = await nodeForTest({ home, blockTimeMs: 20 });
    expect(Date.now()).toBeGreaterThanOrEqual(start);
    expect(block(node, 1n).header.time).toBeGreaterThanOrEqual(BigInt(start) * 1_000_000n);
  });

  it("start at the initial height of the genesis", async () => {
    const home = newHome({ initial_height: "7" });
    const node = await nodeForTest({ home, blockTimeMs: 10 });
    await reached(node, 8n);
    expect(node.backend.chain.base).toBe(7n);
    expect(block(node, 7n).lastCommit.signatures).toEqual([]);
    expect(block(node, 8n).lastCommit.height).toBe(7n);
  });

  it("are made without transactions only after the time that is told", async () => {
    const never = await nodeForTest({ blockTimeMs: 5, emptyBlocksMs: undefined });
    const often = await nodeForTest({ blockTimeMs: 5, emptyBlocksMs: 20 });
    while (often.backend.chain.height < 4n) await sleep(5);
    expect(never.backend.chain.height).toBe(1n);
    const { found } = await never.backend.mempool.addAndWait(utf8("a=1"));
    expect(found?.height).toBe(2n);
    // The app hash of the transaction stands in one more block.
    while (never.backend.chain.height < 3n) await sleep(5);
    await sleep(60);
    expect(never.backend.chain.height).toBe(3n);
  });

  it("put a transaction in at once in instant mode, and wait for their time otherwise", async () => {
    const quick = await nodeForTest({ instant: true, blockTimeMs: 60_000 });
    const started = Date.now();
    await include(quick, "a=1");
    expect(Date.now() - started).toBeLessThan(5_000);
    const slow = await nodeForTest({ blockTimeMs: 300 });
    const height = slow.backend.chain.height;
    await slow.backend.mempool.add(utf8("a=1"));
    await new Promise((done) => setTimeout(done, 50));
    expect(slow.backend.chain.height).toBe(height);
  });
});

describe("validators", () => {
  it("from the application sign from the second block after, absent where the key is not ours", async () => {
    const app = new KvApp();
    const other = createKey(new Uint8Array(32).fill(7));
    const node = await nodeForTest({ app, blockTimeMs: 20 });
    app.updates = [{ pubKey: { ed25519: other.publicKey }, power: 3n }];
    const changed = async () => {
      for (let at = 1n; ; at += 1n) {
        await reached(node, at);
        if ((node.backend.chain.results(at)?.validatorUpdates.length ?? 0) > 0) return at;
      }
    };
    const height = await changed();
    await reached(node, height + 3n);
    const { chain } = node.backend;
    expect(await chain.validatorsAt(height + 1n)).toHaveLength(1);
    const set = await chain.validatorsAt(height + 2n);
    expect(set.map(({ power }) => power)).toEqual([10n, 3n]);
    const { signatures } = block(node, height + 3n).lastCommit;
    expect(signatures.map(({ blockIdFlag }) => blockIdFlag)).toEqual([2, 1]);
    expect(signatures[1]?.timestamp).toBe(ZERO_TIME);
    const request = app.finalized.find((one) => one.height === height + 3n);
    expect(request?.decidedLastCommit.votes.map(({ validator }) => validator.power)).toEqual([
      10n,
      3n,
    ]);
  });

  it("of the genesis are given to InitChain", async () => {
    const key = createKey(new Uint8Array(32).fill(9));
    const value = Buffer.from(key.publicKey).toString("base64");
    const pub_key = { type: "tendermint/PubKeyEd25519", value };
    const home = newHome({ validators: [{ pub_key, power: "5" }] });
    writeKeyFile(embeddedPaths(home).validatorKey, validatorKeyJson(key));
    const app = new KvApp();
    const node = await nodeForTest({ home, app });
    expect(app.initChains[0]?.validators).toEqual([
      { pubKey: { ed25519: key.publicKey }, power: 5n },
    ]);
    expect((await node.backend.chain.validatorsAt(1n))[0]?.address).toEqual(key.address);
  });

  it("among which the node's own key is not, are refused before the first block", async () => {
    const key = createKey(new Uint8Array(32).fill(9));
    const value = Buffer.from(key.publicKey).toString("base64");
    const pub_key = { type: "tendermint/PubKeyEd25519", value };
    const home = newHome({ validators: [{ pub_key, power: "5" }] });
    const app = new KvApp();
    await expect(startNode({ home, app })).rejects.toThrow("not among the 1 validators of block 1");
    expect(app.finalized).toEqual([]);
    removeHome(home);
  });

  it("which the node's own key leaves end the engine, with the block before the first without it", async () => {
    const app = new KvApp();
    const other = createKey(new Uint8Array(32).fill(7));
    const node = await nodeForTest({ app, blockTimeMs: 20 });
    app.updates = [
      { pubKey: { ed25519: other.publicKey }, power: 3n },
      { pubKey: { ed25519: node.backend.node.validator.publicKey }, power: 0n },
    ];
    await expect(node.done).rejects.toThrow("is not among the 1 validators");
    // One block runs the update, one more is still of the old set.
    const [last, before] = app.finalized.toReversed();
    expect(before?.nextValidatorsHash).not.toEqual(last?.nextValidatorsHash);
    expect(node.backend.chain.height).toBe(last?.height);
  });
});

describe("an application that is sick", () => {
  it("stops the engine when its store fails in a query", async () => {
    const app = new KvApp();
    const node = await nodeForTest({ app });
    app.query = () => {
      throw new StoreFault("damaged");
    };
    const request = { path: "/kv", data: new Uint8Array(), height: 0n, prove: false };
    await expect(node.backend.query(request)).rejects.toThrow("damaged");
    await expect(node.done).rejects.toThrow("damaged");
  });

  it("does not stop it when a query throws anything else", async () => {
    const app = new KvApp();
    const node = await nodeForTest({ app, blockTimeMs: 10 });
    app.query = () => {
      throw new Error("bug");
    };
    const response = await fetch(`${node.url}/abci_query?path="/kv"`);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: { code: -32603, data: "bug" } });
    await reached(node, node.backend.chain.height + 2n);
  });
});

describe("check_tx", () => {
  it("leaves the check state and the mempool as they are", async () => {
    const app = new KvApp();
    const node = await nodeForTest({ app });
    await node.backend.checkTx(utf8("a=1"));
    expect(app.checks).toBe(0);
    expect(node.backend.mempool.size).toBe(0);
  });
});
