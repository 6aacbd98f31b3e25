import { join } from "node:path";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { freshAppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import { type EmbeddedNode, startEmbedded } from "../../src/engine/embedded/node.js";
import { type OpenMultiStore, openMultiStore } from "../../src/store/multistore.js";
import { CHAIN } from "./ante-world.js";
import { withFunds } from "./app-chain.js";
import { newHome } from "./embedded.js";

/** The embedded engine over the real application with its state on disk. */
export interface AppNode {
  readonly app: App;
  readonly store: OpenMultiStore;
  readonly node: EmbeddedNode;
  /** Resolves when the chain has this height. */
  reached(height: bigint): Promise<void>;
  stop(): Promise<void>;
}

/** A home whose genesis funds these addresses. */
export function appHome(addresses: readonly string[], genesis: object = {}): string {
  const appState = withFunds(freshAppState(CHAIN.chainId, CHAIN.denom), addresses);
  return newHome({ chain_id: CHAIN.chainId, app_state: appState, ...genesis });
}

/** Folder of the application's state. */
export const statePath = (home: string): string => join(home, "data", "application.db");

/** Starts the node of a home; a block every 30 milliseconds. */
export async function startAppNode(home: string, path = statePath(home)): Promise<AppNode> {
  const store = await openMultiStore({ path, stores: STORES, dump: { versions: 20 } });
  const app = new App({ store, logger: silent, version: "test" });
  const node = await startEmbedded({
    home,
    app,
    rpcListen: "tcp://127.0.0.1:0",
    blockTimeMs: 30,
    instant: true,
  });
  await node.backend.started();
  return {
    app,
    store,
    node,
    async reached(height) {
      while (node.backend.chain.height < height) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async stop() {
      await node.stop();
      await store.close();
    },
  };
}
