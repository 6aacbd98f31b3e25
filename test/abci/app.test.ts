import { describe, expect, it } from "vitest";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { freshAppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import { RequestFinalizeBlock, RequestInitChain } from "../../src/gen/tendermint/abci.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { quietGenesis } from "../support/quiet-genesis.js";

const TIME = 1_790_000_000_000_000_000n;

const initChain = (appState: unknown) =>
  RequestInitChain.create({
    chainId: "test-1",
    time: TIME,
    initialHeight: 1n,
    appStateBytes: new TextEncoder().encode(JSON.stringify(appState)),
  });

describe("the application", () => {
  it("starts from a fresh genesis and commits empty blocks", async () => {
    const store = await openMultiStore({ stores: [...STORES] });
    const app = new App({ store, logger: silent, version: "test" });
    const appState = quietGenesis(freshAppState("test-1", "uvna"));
    app.initChain(initChain(appState));
    const first = app.finalizeBlock(RequestFinalizeBlock.create({ height: 1n, time: TIME }));
    await app.commit();
    expect(app.info().lastBlockHeight).toBe(1n);
    const second = app.finalizeBlock(RequestFinalizeBlock.create({ height: 2n, time: TIME + 1n }));
    await app.commit();
    expect(second.appHash).toEqual(first.appHash);
    const exported = app.export();
    await store.close();

    const again = await openMultiStore({ stores: [...STORES] });
    const copy = new App({ store: again, logger: silent, version: "test" });
    copy.initChain(initChain(exported));
    copy.finalizeBlock(RequestFinalizeBlock.create({ height: 1n, time: TIME }));
    await copy.commit();
    expect(copy.export()).toEqual(exported);
    await again.close();
  });
});
