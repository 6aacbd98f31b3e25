import { join } from "node:path";
import type { App } from "../src/abci/app.js";
import { type EmbeddedNode, startEmbedded } from "../src/engine/embedded/node.js";
import { timestampText } from "../src/wire/time.js";
import { CHAIN } from "../test/support/ante-world.js";
import { GENESIS_TIME } from "../test/support/app-chain.js";
import { writeGenesis } from "../test/support/new-home.js";
import { busyAppState, type Opened, openApp } from "./busy.js";

/** The whole node without a gateway, over a home folder. */
export interface HomeNode {
  readonly app: App;
  readonly node: EmbeddedNode;
  /** `http://127.0.0.1:port` */
  readonly url: string;
  stop(): Promise<void>;
}

/** Puts the genesis of the busy chain into a home folder. */
export function writeBusyGenesis(home: string): void {
  writeGenesis(home, {
    genesis_time: timestampText(GENESIS_TIME),
    chain_id: CHAIN.chainId,
    app_state: busyAppState(),
  });
}

/** Folder of the application's database in a home. */
export const stateFolder = (home: string): string => join(home, "data", "state.db");

/** Starts the embedded engine over the real application. Rejects with what either refuses with. */
export async function startHome(
  home: string,
  opened: Opened = {},
  blockTimeMs = 3_600_000,
): Promise<HomeNode> {
  const { app, store } = await openApp({ ...opened, path: stateFolder(home) });
  try {
    const rpcListen = "tcp://127.0.0.1:0";
    const node = await startEmbedded({ home, app, rpcListen, blockTimeMs, instant: true });
    return {
      app,
      node,
      url: node.rpcAddress.replace("tcp:", "http:"),
      async stop() {
        await node.stop();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
