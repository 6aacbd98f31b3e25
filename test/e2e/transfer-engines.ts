import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { freshAppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import { startEmbedded } from "../../src/engine/embedded/node.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { CHAIN_ID, COMET_BIN, CometChain, DENOM, type Funds } from "../support/comet.js";
import { newHome, removeHome } from "../support/embedded.js";

/** A chain of one node, whoever makes its blocks. */
export interface RunningChain {
  /** `http://127.0.0.1:port` of the RPC. */
  readonly rpcUrl: string;
  /** Whether a search finds a transaction by conditions that two of its events meet. */
  readonly findsAcrossEvents: boolean;
  stop(): Promise<void>;
}

/** The application over the embedded engine. */
export async function embeddedChain(funds: Funds): Promise<RunningChain> {
  const fresh = freshAppState(CHAIN_ID, DENOM);
  const balances = Object.entries(funds).map(([address, amount]) => ({
    address,
    coins: [{ denom: DENOM, amount: amount.toString() }],
  }));
  const app_state = { ...fresh, bank: { ...Object(fresh.bank), balances } };
  const home = newHome({ chain_id: CHAIN_ID, app_state });
  const store = await openMultiStore({ stores: [...STORES] });
  const app = new App({ store, logger: silent, version: "0.0.0-test" });
  const rpcListen = "tcp://127.0.0.1:0";
  const node = await startEmbedded({ home, app, rpcListen, blockTimeMs: 50 });
  await node.backend.started();
  return {
    rpcUrl: node.rpcAddress.replace("tcp:", "http:"),
    findsAcrossEvents: true,
    async stop() {
      await node.stop();
      await store.close();
      removeHome(home);
    },
  };
}

/** The application in its own process behind a real CometBFT. */
export async function cometChain(funds: Funds): Promise<RunningChain> {
  const chain = await CometChain.make(funds);
  await chain.startApp();
  chain.startComet(COMET_BIN ?? "");
  await chain.reached(2);
  // CometBFT's own index wants all conditions to hold for one event.
  return { rpcUrl: chain.rpc, findsAcrossEvents: false, stop: () => chain.end() };
}
