import { beforeEach, describe, expect, it } from "vitest";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { freshAppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import {
  RequestCheckTx,
  RequestFinalizeBlock,
  RequestInitChain,
} from "../../src/gen/tendermint/abci.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { CHAIN } from "../support/ante-world.js";
import { signedTx, testKey } from "../support/signed-tx.js";

const TIME = 1_790_000_000_000_000_000n;
const genesis = RequestInitChain.create({
  chainId: CHAIN.chainId,
  time: TIME,
  initialHeight: 1n,
  appStateBytes: Buffer.from(JSON.stringify(freshAppState(CHAIN.chainId, CHAIN.denom))),
});

const block = (height: bigint, hash = height) =>
  RequestFinalizeBlock.create({ height, time: TIME + height, hash: Uint8Array.of(Number(hash)) });

let app: App;

beforeEach(async () => {
  const store = await openMultiStore({ stores: [...STORES] });
  app = new App({ store, logger: silent, version: "test" });
});

/** An engine that was killed before the commit starts from what `info` tells. */
describe("an engine that was cut short before the commit", () => {
  it("gets the same answer when it asks for the block again", async () => {
    app.initChain(genesis);
    app.finalizeBlock(block(1n));
    await app.commit();
    const first = app.finalizeBlock(block(2n));
    expect(app.info().lastBlockHeight).toBe(1n);
    expect(app.finalizeBlock(block(2n))).toEqual(first);
    await app.commit();
    expect(app.info()).toMatchObject({ lastBlockHeight: 2n, lastBlockAppHash: first.appHash });
  });

  it("may start the chain again, and gets the same answers", async () => {
    const started = app.initChain(genesis);
    expect(app.initChain(genesis)).toEqual(started);
    const first = app.finalizeBlock(block(1n));
    expect(app.info().lastBlockHeight).toBe(0n);
    expect(app.initChain(genesis)).toEqual(started);
    expect(app.finalizeBlock(block(1n))).toEqual(first);
    await app.commit();
    expect(app.info()).toMatchObject({ lastBlockHeight: 1n, lastBlockAppHash: first.appHash });
  });

  it("cannot have another block in its place, nor another chain", async () => {
    app.initChain(genesis);
    app.finalizeBlock(block(1n));
    expect(() => app.finalizeBlock(block(1n, 9n))).toThrow("waits for its commit");
    expect(() => app.finalizeBlock(block(2n))).toThrow("waits for its commit");
    await app.commit();
    expect(() => app.initChain(genesis)).toThrow("has its genesis and blocks already");
    expect(app.info().lastBlockHeight).toBe(1n);
  });
});

describe("a transaction that wants gas beyond an int64", () => {
  it("is refused with an answer that an engine can read", () => {
    app.initChain(genesis);
    const tx = signedTx(testKey(1), { fee: { gasLimit: (1n << 64n) - 1n } });
    const response = app.checkTx(RequestCheckTx.create({ tx }));
    expect(response).toMatchObject({ code: 18, codespace: "sdk", gasWanted: -1n });
  });
});
