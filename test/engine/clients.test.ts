import { StargateClient } from "@cosmjs/stargate";
import { Comet38Client } from "@cosmjs/tendermint-rpc";
import { StargateClient as StargateClient032 } from "cosmjs-stargate-032";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeHome, startNode, type TestNode, utf8 } from "../support/embedded.js";

let node: TestNode;

beforeAll(async () => {
  node = await startNode({ instant: true });
});

afterAll(async () => {
  await node.stop();
  removeHome(node.home);
});

describe("the client of CosmJS 0.39", () => {
  it("connects and reads status, blocks, transactions and validators", async () => {
    const client = await Comet38Client.connect(node.url);
    const status = await client.status();
    expect(status.nodeInfo.network).toBe("kv-1");
    expect(status.syncInfo.latestBlockHeight).toBeGreaterThan(0);

    const sent = await client.broadcastTxCommit({ tx: utf8("color=red") });
    expect(sent.txResult?.code).toBe(0);
    const { height } = sent;

    const block = await client.block(height);
    expect(block.block.txs).toEqual([utf8("color=red")].map((tx) => Uint8Array.from(tx)));
    const found = await client.tx({ hash: sent.hash, prove: true });
    expect(found.height).toBe(height);
    expect(found.proof?.rootHash).toEqual(block.block.header.dataHash);

    const search = await client.txSearchAll({
      query: "set.key='color' AND message.action='/kv.Set'",
    });
    expect(search.txs.map((tx) => tx.hash)).toEqual([sent.hash]);
    const blocks = await client.blockSearchAll({ query: `block.height=${height}` });
    expect(blocks.blocks[0]?.blockId).toEqual(block.blockId);

    const validators = await client.validatorsAll(height);
    expect(validators.total).toBe(1);
    expect(validators.validators[0]?.votingPower).toBe(10n);

    const answer = await client.abciQuery({ path: "/kv", data: utf8("color"), prove: false });
    expect(Buffer.from(answer.value).toString()).toBe("red");
    const results = await client.blockResults(height);
    expect(results.results).toHaveLength(1);
    const commit = await client.commit(height);
    expect(commit.commit.height).toBe(height);
    expect((await client.genesis()).chainId).toBe("kv-1");
    expect((await client.blockchain(1, 2)).blockMetas.length).toBeGreaterThan(0);
    await client.health();
    expect((await client.abciInfo()).data).toBe("kv");
    expect((await client.numUnconfirmedTxs()).total).toBe(0);
    client.disconnect();
  });

  it("subscribes to blocks and transactions over the WebSocket", async () => {
    const client = await Comet38Client.connect(node.url.replace("http", "ws"));
    const headers = next(client.subscribeNewBlockHeader());
    const blocks = next(client.subscribeNewBlock());
    const txs = next(client.subscribeTx("set.key='shape'"));
    await new Promise((done) => setTimeout(done, 100));
    await client.broadcastTxSync({ tx: utf8("shape=round") });
    expect((await headers).chainId).toBe("kv-1");
    expect((await blocks).header.chainId).toBe("kv-1");
    expect((await txs).result.code).toBe(0);
    client.disconnect();
  });
});

describe.each([
  ["0.39", StargateClient],
  ["0.32", StargateClient032],
] as const)("StargateClient of CosmJS %s", (version, Client) => {
  it("connects, broadcasts and finds what it sent", async () => {
    const client = await Client.connect(node.url);
    expect(await client.getChainId()).toBe("kv-1");
    expect(await client.getHeight()).toBeGreaterThan(0);
    const tx = utf8(`version=${version}`);
    const sent = await client.broadcastTx(tx, 10_000, 50);
    expect(sent.code).toBe(0);
    const found = await client.getTx(sent.transactionHash);
    expect(found?.height).toBe(sent.height);
    const search = await client.searchTx([{ key: "set.value", value: version }]);
    expect(search.map((one) => one.hash)).toEqual([sent.transactionHash]);
    expect((await client.getBlock(sent.height)).txs).toHaveLength(1);
    client.disconnect();
  });
});

/** The first thing that a stream gives. */
function next<T>(stream: {
  addListener(listener: { next(value: T): void; error(error: unknown): void }): void;
}): Promise<T> {
  return new Promise((resolve, reject) => {
    stream.addListener({ next: resolve, error: reject });
  });
}
