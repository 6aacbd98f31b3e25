import type { App } from "../../abci/app.js";
import { moduleLogger } from "../../abci/logger.js";
import { type Gateway, startGateway } from "../../gateway/start.js";
import { openWaitingRoom } from "../../gateway/waiting-room.js";
import type { NodeMetrics } from "../../metrics/node-metrics.js";
import { VERSION } from "../version.js";
import { gatewayMetrics } from "./metrics.js";
import type { Parts } from "./parts.js";
import type { NodeOptions } from "./start-node.js";

/** What the API stands on. */
export interface ApiParts {
  readonly options: NodeOptions;
  readonly parts: Parts;
  readonly app: App;
  /** RPC of the engine, `tcp://host:port`. */
  readonly rpcAddress: string;
  readonly metrics: NodeMetrics | undefined;
}

/** Starts the REST gateway as a part of the node, once there is a genesis; undefined where none is wanted. */
export async function startApi(around: ApiParts): Promise<Gateway | undefined> {
  const { options, parts, app, rpcAddress, metrics } = around;
  const { apiListen, cors, logger, operations } = options;
  if (apiListen === undefined) return undefined;
  const listen = app.isLive ? apiListen : await waitForGenesis(around, apiListen);
  return parts.start("API", () =>
    startGateway({
      listen,
      settings: app.live.settings,
      version: { name: "vprd", version: VERSION },
      rpcUrl: rpcAddress.replace(/^tcp:/, "http:"),
      ask: (question) => app.ask(question),
      share: () => app.share(),
      queryGasLimit: options.queryGasLimit,
      cors,
      limits: operations?.limits,
      swagger: operations?.swagger,
      maxBlockAgeMs: blockAge(options),
      metrics: gatewayMetrics(operations?.metrics, metrics),
      logger: moduleLogger(logger, "gateway"),
    }),
  );
}

/** Blocks that are meant to come seldom are not old before three of them are missing. */
function blockAge({ engine, blockTimeMs, operations }: NodeOptions): number {
  const maxBlockAgeMs = operations?.maxBlockAgeMs ?? 0;
  if (maxBlockAgeMs === 0 || engine !== "embedded") return maxBlockAgeMs;
  return Math.max(maxBlockAgeMs, 3 * blockTimeMs);
}

/** Answers at the API's address that there is no genesis yet until there is one; the address bound. */
async function waitForGenesis({ options, parts, app }: ApiParts, listen: string): Promise<string> {
  moduleLogger(options.logger, "gateway").info(
    "waiting for CometBFT to start the chain; the API says so until then",
  );
  const room = await parts.start("API", () => openWaitingRoom(listen));
  await untilLive(app, parts);
  await room.stop();
  return room.address;
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
