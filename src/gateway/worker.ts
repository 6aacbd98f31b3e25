import { parentPort, workerData } from "node:worker_threads";
import { compose } from "../abci/compose.js";
import { listenAt } from "./listen-address.js";
import { remotePort } from "./remote-port.js";
import { httpRpc } from "./rpc-client.js";
import { buildServer } from "./server.js";
import type { ThreadData, ThreadNotice, ThreadOrder } from "./thread.js";

/** The gateway's thread: no state of the chain, only definitions of queries and the way to ask them. */

const { listen, rpcUrl, settings, config, queries } = workerData as ThreadData;

function tell(notice: ThreadNotice): void {
  parentPort?.postMessage(notice);
}

const server = buildServer(
  {
    queries: [...compose(settings).queries.values()],
    port: remotePort(queries),
    rpc: httpRpc(rpcUrl),
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
  tell({ kind: "stopped" });
  parentPort?.close();
});

try {
  tell({ kind: "listening", address: await listenAt(server, listen) });
} catch (error) {
  tell({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  queries.close();
  parentPort?.close();
}
