import { parentPort, workerData } from "node:worker_threads";
import { compose } from "../abci/compose.js";
import { textPort } from "../metrics/text-port.js";
import { threadRegistry } from "../metrics/thread.js";
import { SharedState } from "../store/shared-state.js";
import { listenAt } from "./listen-address.js";
import { remotePort } from "./remote-port.js";
import { httpRpc } from "./rpc-client.js";
import { buildServer, type GatewayMetrics } from "./server.js";
import { statePort } from "./state-port.js";
import type { ThreadData, ThreadMetrics, ThreadNotice, ThreadOrder } from "./thread.js";

/** The gateway's thread: it reads the state that the application's thread writes. */

const {
  listen,
  rpcUrl,
  settings,
  config,
  queryGasLimit: gasLimit,
  queries,
  metrics,
  state: feed,
} = workerData as ThreadData;
const state = feed && new SharedState(feed);
const composition = compose(settings);
const answering = { chain: settings, gasLimit };
const remote = remotePort(queries);

function tell(notice: ThreadNotice): void {
  parentPort?.postMessage(notice);
}

/** This thread's metrics, and those of the whole node where the gateway serves them. */
function workerMetrics({ port, served }: ThreadMetrics): GatewayMetrics {
  const registry = threadRegistry("vprd_gateway_");
  const own = () => registry.metrics();
  const node = textPort(port, own);
  return { registry, text: served ? async () => (await node.ask()) + (await own()) : undefined };
}

const server = buildServer(
  {
    queries: [...composition.queries.values()],
    port: state ? statePort({ state, answering, queries: composition.queries, remote }) : remote,
    rpc: httpRpc(rpcUrl),
    metrics: metrics === undefined ? undefined : workerMetrics(metrics),
    onFault: (error) =>
      tell({
        kind: "fault",
        stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  },
  config,
);

parentPort?.on("message", async ({ kind }: ThreadOrder) => {
  if (kind !== "stop") return;
  await server.close();
  queries.close();
  metrics?.port.close();
  state?.close();
  tell({ kind: "stopped" });
  parentPort?.close();
});

try {
  tell({ kind: "listening", address: await listenAt(server, listen) });
} catch (error) {
  tell({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  queries.close();
  metrics?.port.close();
  state?.close();
  parentPort?.close();
}
