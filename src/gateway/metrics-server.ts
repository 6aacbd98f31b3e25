import { fastify } from "fastify";
import { METRICS_TYPE } from "../metrics/node-metrics.js";
import { listenAt } from "./listen-address.js";

/** How metrics are served on an address of their own, as CometBFT does. */
export interface MetricsServerOptions {
  /** `:26660`; port 0 takes a free one. */
  readonly listen: string;
  /** More connections at once are dropped. */
  readonly maxConnections: number;
  text(): Promise<string>;
}

/** Serves metrics at `/metrics`. Rejects when the port is taken. */
export async function serveMetrics({ listen, maxConnections, text }: MetricsServerOptions) {
  const server = fastify({ forceCloseConnections: true, requestTimeout: 10_000 });
  server.server.maxConnections = maxConnections;
  server.get("/metrics", async (_, reply) => {
    reply.header("content-type", METRICS_TYPE);
    return text();
  });
  const address = await listenAt(server, listen, "prometheus_listen_addr");
  return { address, stop: () => server.close() };
}
