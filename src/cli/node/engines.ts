import type { App } from "../../abci/app.js";
import { type Logger, moduleLogger } from "../../abci/logger.js";
import { startComet } from "../../engine/comet/node.js";
import type { CometFlags } from "../../engine/comet/supervisor.js";
import { type EmbeddedNode, startEmbedded } from "../../engine/embedded/node.js";
import type { Strike } from "../../store/fault-points.js";
import type { EmbeddedChoices } from "../config/embedded-options.js";
import type { Parts } from "./parts.js";

/** Who makes the blocks, and where it listens. Addresses are `tcp://host:port`. */
export interface EngineOptions {
  readonly home: string;
  readonly engine: "embedded" | "comet";
  /** RPC of the embedded engine. */
  readonly rpcListen: string;
  /** Where CometBFT connects to the application; also `unix:///path`. */
  readonly abciListen: string;
  /** RPC of CometBFT, for the gateway: `http://host:port`. */
  readonly cometRpc: string;
  /** The CometBFT that this node runs itself; undefined where the operator does. */
  readonly supervised?: SupervisedComet;
  /** Milliseconds between the blocks of the embedded engine. */
  readonly blockTimeMs: number;
  /** Whether the embedded engine makes a block as soon as a transaction comes. */
  readonly instant: boolean;
  readonly moniker: string;
  /** What the embedded engine follows of `config.toml`. */
  readonly bounds?: EmbeddedChoices;
  readonly logger: Logger;
  /** Told of the embedded engine once it runs. */
  readonly onEngine?: ((node: EmbeddedNode) => void) | undefined;
  /** For tests: told of each fault point as it is passed. */
  readonly strike?: Strike;
}

/** Path of a cometbft, and what its flags say. */
export interface SupervisedComet extends CometFlags {
  readonly bin: string;
}

/** Where a running engine is asked. */
export interface Engine {
  readonly rpcAddress: string;
  /** Undefined where no engine is awaited. */
  readonly abciAddress: string | undefined;
}

/** Starts the engine as a part of the node, or the server that CometBFT connects to. */
export function startEngine(options: EngineOptions, parts: Parts, app: App): Promise<Engine> {
  return options.engine === "embedded" ? embedded(options, parts, app) : comet(options, parts, app);
}

async function embedded(options: EngineOptions, parts: Parts, app: App): Promise<Engine> {
  const { home, logger, rpcListen, blockTimeMs, instant, moniker, strike, bounds } = options;
  const own = moduleLogger(logger, "consensus");
  // Every block is told by the application already.
  const log = {
    info: (message: string) => own.debug(message),
    error: (message: string) => own.error(message),
  };
  const node = await parts.start("embedded engine", () =>
    startEmbedded({ ...bounds, home, app, rpcListen, blockTimeMs, instant, moniker, log, strike }),
  );
  options.onEngine?.(node);
  return { rpcAddress: node.rpcAddress, abciAddress: undefined };
}

async function comet(options: EngineOptions, parts: Parts, app: App): Promise<Engine> {
  const { home, abciListen, cometRpc, supervised, moniker } = options;
  const logger = moduleLogger(options.logger, "comet");
  const name = supervised === undefined ? "ABCI server" : "CometBFT";
  const node = await parts.start(name, () =>
    startComet({
      ...{ bin: undefined, ...supervised },
      ...{ home, app, logger, abciListen, moniker, rpcUrl: cometRpc },
    }),
  );
  // A CometBFT that was asked to stop takes its node with it.
  node.done.then(
    () => parts.stop(),
    () => undefined,
  );
  return { rpcAddress: cometRpc, abciAddress: node.abciAddress };
}
