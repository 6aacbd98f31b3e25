import { mkdirSync } from "node:fs";
import type { GasPrice } from "../../abci/ante/ports.js";
import type { App } from "../../abci/app.js";
import { STORES } from "../../abci/compose.js";
import { startGateway } from "../../gateway/start.js";
import { format } from "../../keeper/dec.js";
import { type DumpOptions, openMultiStore } from "../../store/multistore.js";
import type { Pruning } from "../../store/pruning.js";
import { cliPaths } from "../home.js";
import { VERSION } from "../version.js";
import { type EngineOptions, startEngine } from "./engines.js";
import { Parts } from "./parts.js";
import { type BlockNote, WatchedApp } from "./watched-app.js";

/** How a node runs. Addresses are `tcp://host:port`; port 0 takes a free one. */
export interface NodeOptions extends EngineOptions {
  /** Undefined: no gateway. */
  readonly apiListen: string | undefined;
  /** Whether browsers of any origin may ask the gateway. */
  readonly cors: boolean;
  readonly minGasPrices: readonly GasPrice[];
  /** Which versions stay on disk; `default` unless given. */
  readonly pruning?: Pruning;
  /** For tests: when the trees are dumped. */
  readonly dump?: DumpOptions;
  /** Stops the node, also while it starts. */
  readonly abort?: AbortSignal;
}

/** A node that runs. */
export interface RunningNode {
  readonly app: App;
  /** `tcp://host:port` of the RPC. */
  readonly rpcAddress: string;
  /** Undefined where there is no gateway. */
  readonly apiAddress: string | undefined;
  /** Undefined where no engine is awaited. */
  readonly abciAddress: string | undefined;
  /** Resolves when the node was stopped; rejects when a part of it failed. */
  readonly done: Promise<void>;
  /** Ends the gateway, then the engine after the block in progress, then closes the state. */
  stop(): Promise<void>;
}

/** Starts a whole node. Rejects, with nothing left running, when any part cannot start. */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const { logger } = options;
  const parts = new Parts(logger);
  options.abort?.addEventListener("abort", () => void parts.stop());
  const app = await openApp(options, parts);
  const engine = await startEngine(options, parts, app);
  const apiAddress = await startApi(options, parts, app, engine.rpcAddress);
  const running = { app, apiAddress, ...engine, done: parts.done, stop: () => parts.stop() };
  logger.info("the node runs", {
    home: options.home,
    engine: options.engine,
    rpc: engine.rpcAddress,
    ...(engine.abciAddress === undefined ? {} : { abci: engine.abciAddress }),
    ...(apiAddress === undefined ? {} : { api: apiAddress }),
  });
  return running;
}

/** Opens the state and the application over it. */
async function openApp(options: NodeOptions, parts: Parts): Promise<App> {
  const { home, logger, minGasPrices, strike, pruning = "default", dump = {} } = options;
  const { data, state } = cliPaths(home);
  const { app } = await parts.start("state", async () => {
    mkdirSync(data, { recursive: true });
    const store = await openMultiStore({ path: state, stores: STORES, pruning, dump, strike });
    const settings = { store, logger, version: VERSION, minGasPrices, strike };
    return {
      app: new WatchedApp(settings, (note) => logger.info("committed block", facts(note))),
      stop: () => store.close(),
    };
  });
  return app;
}

function facts({ height, transactions, refused, appHash }: BlockNote) {
  return { height, txs: transactions, ...(refused === 0 ? {} : { refused }), app_hash: appHash };
}

async function startApi(
  options: NodeOptions,
  parts: Parts,
  app: App,
  rpcAddress: string,
): Promise<string | undefined> {
  const { apiListen: listen, cors, minGasPrices, logger } = options;
  if (listen === undefined) return undefined;
  if (!app.isLive) {
    logger.info("waiting for CometBFT to start the chain; the API comes up after that");
    await untilLive(app, parts);
  }
  const { address } = await parts.start("API", () =>
    startGateway({
      listen,
      settings: app.live.settings,
      version: { name: "vprd", version: VERSION },
      rpcUrl: rpcAddress.replace(/^tcp:/, "http:"),
      ask: (question) => app.ask(question),
      cors,
      minGasPrices: minGasPrices.map(({ denom, amount }) => format(amount) + denom).join(","),
      logger,
    }),
  );
  return address;
}

const LOOK_AGAIN_MS = 100;

/** Waits for the first genesis, or for the end of the node before it came. */
async function untilLive(app: App, parts: Parts): Promise<void> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  parts.done.then(end, end);
  while (!app.isLive && !ended) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
}
