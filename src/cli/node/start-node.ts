import { mkdirSync } from "node:fs";
import type { GasPrice } from "../../abci/ante/ports.js";
import type { App } from "../../abci/app.js";
import type { HaltAt } from "../../abci/before-block.js";
import { moduleLogger } from "../../abci/logger.js";
import { openState } from "../../abci/open-state.js";
import type { Release } from "../../abci/release.js";
import type { EmbeddedNode } from "../../engine/embedded/node.js";
import type { NodeMetrics } from "../../metrics/node-metrics.js";
import type { DuePlan } from "../../modules/upgrade/index.js";
import type { DumpOptions } from "../../store/multistore.js";
import type { Pruning } from "../../store/pruning.js";
import { SnapshotShelf } from "../../store/snapshot/shelf.js";
import type { Operations } from "../config/operations.js";
import { cliPaths } from "../home.js";
import { VERSION } from "../version.js";
import { startApi } from "./api.js";
import { type EngineOptions, startEngine } from "./engines.js";
import { nodeMetrics, serveNodeMetrics, watchChain } from "./metrics.js";
import { Parts } from "./parts.js";
import { writeUpgradeInfo } from "./upgrade-info.js";
import { type BlockNote, WatchedApp } from "./watched-app.js";

/** How a node runs. Addresses are `tcp://host:port`; port 0 takes a free one. */
export interface NodeOptions extends EngineOptions {
  /** Undefined: no gateway. */
  readonly apiListen: string | undefined;
  /** Whether browsers of any origin may ask the gateway. */
  readonly cors: boolean;
  readonly minGasPrices: readonly GasPrice[];
  /** Metrics and limits; without them there are none but the usual ones. */
  readonly operations?: Operations;
  /** Which versions stay on disk; `default` unless given. */
  readonly pruning?: Pruning;
  /** When snapshots for state sync are taken, in blocks (0: never), and how many stay (0: all). */
  readonly snapshots?: { readonly interval: number; readonly keepRecent: number };
  /** Blocks that the engine keeps at the least; 0 or absent: all. */
  readonly minRetainBlocks?: number;
  readonly halt?: HaltAt;
  /** Gas that one query may use; 0n or absent: any amount. */
  readonly queryGasLimit?: bigint;
  /** Heights at which the plan of an upgrade passes. */
  readonly skipUpgrades?: ReadonlySet<bigint>;
  /** For tests: another version of the program. */
  readonly release?: Release;
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
  const metrics = nodeMetrics(options);
  const app = await openApp(options, parts, metrics);
  const onEngine = metrics && ((node: EmbeddedNode) => watchChain(metrics, node));
  const engine = await startEngine({ ...options, onEngine }, parts, app);
  const gateway = await startApi({ options, parts, app, rpcAddress: engine.rpcAddress, metrics });
  await serveNodeMetrics({ options, parts, metrics, gateway });
  const apiAddress = gateway?.address;
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

const NO_SNAPSHOTS = { interval: 0, keepRecent: 2 };

/** Opens the state and the application over it. */
async function openApp(
  options: NodeOptions,
  parts: Parts,
  metrics: NodeMetrics | undefined,
): Promise<App> {
  const { home, minGasPrices, strike, pruning = "default", dump = {} } = options;
  const logger = moduleLogger(options.logger, "state");
  const { minRetainBlocks = 0, halt = { height: 0n, time: 0n }, queryGasLimit = 0n } = options;
  const { data, state, snapshots: folder } = cliPaths(home);
  const { app } = await parts.start("state", async () => {
    mkdirSync(data, { recursive: true });
    const { release, skipUpgrades } = options;
    const version = { release, skipUpgrades };
    const store = await openState({ ...version, path: state, pruning, dump, strike });
    const { interval, keepRecent } = options.snapshots ?? NO_SNAPSHOTS;
    const tell = (level: "info" | "warn", message: string, about: object) =>
      logger[level](message, { ...about });
    const shelf = { folder, store, interval, keepRecent, tell, strike };
    const snapshots = await SnapshotShelf.open(shelf);
    metrics?.state({
      keys: () => store.keys(),
      get version() {
        return store.version;
      },
      get earliest() {
        return store.earliest;
      },
      snapshots: () => snapshots.list().length,
    });
    const indexEvents = options.operations?.indexEvents;
    const limits = { minGasPrices, queryGasLimit, minRetainBlocks, halt, pruning };
    const local = { ...limits, indexEvents, snapshots, strike };
    const upgradeNeeded = (due: DuePlan) => writeUpgradeInfo(home, due);
    const settings = { store, logger, version: VERSION, upgradeNeeded, ...local, ...version };
    return {
      app: new WatchedApp(
        settings,
        (note) => options.logger.info("committed block", facts(note)),
        metrics?.application,
      ),
      async stop() {
        await snapshots.stop();
        await store.close();
      },
    };
  });
  return app;
}

function facts({ height, transactions, refused, appHash }: BlockNote) {
  return { height, txs: transactions, ...(refused === 0 ? {} : { refused }), app_hash: appHash };
}
