import type { EmbeddedNode } from "../../engine/embedded/node.js";
import { serveMetrics } from "../../gateway/metrics-server.js";
import type { Gateway, MetricsOptions } from "../../gateway/start.js";
import { NodeMetrics } from "../../metrics/node-metrics.js";
import type { MetricsChoice } from "../config/operations.js";
import type { Parts } from "./parts.js";
import type { NodeOptions } from "./start-node.js";

/** The metrics of a node; undefined where nobody wants them. */
export function nodeMetrics({ engine, operations }: NodeOptions): NodeMetrics | undefined {
  const choice = operations?.metrics;
  if (choice === undefined) return undefined;
  return new NodeMetrics({ ...choice, makesBlocks: engine === "embedded" });
}

/** Lets the metrics know of the blocks that this process makes. */
export function watchChain(metrics: NodeMetrics, { backend, listen }: EmbeddedNode): void {
  const { chain, mempool, node } = backend;
  const seen = metrics.chain(node.chainId, {
    mempool,
    async powers() {
      const height = chain.height > chain.base ? chain.height : chain.base;
      return (await chain.validatorsAt(height)).map(({ power }) => power);
    },
  });
  listen(({ block }) => {
    const { header, txs, bytes } = block;
    const txBytes = txs.map(({ length }) => length);
    seen.committed({ height: header.height, time: header.time, txBytes, bytes: bytes.length });
  });
}

/** What the gateway has to know of metrics. */
export function gatewayMetrics(
  choice: MetricsChoice | undefined,
  metrics: NodeMetrics | undefined,
): MetricsOptions | undefined {
  if (choice === undefined || metrics === undefined) return undefined;
  return { text: () => metrics.text(), served: choice.atGateway };
}

/**
 * Serves the metrics of all threads on an address of their own, where the embedded engine is asked
 * to: under CometBFT the key is CometBFT's, which serves its own there.
 */
export async function serveNodeMetrics(around: {
  readonly options: NodeOptions;
  readonly parts: Parts;
  readonly metrics: NodeMetrics | undefined;
  readonly gateway: Gateway | undefined;
}): Promise<void> {
  const { options, parts, metrics, gateway } = around;
  const choice = options.operations?.metrics;
  if (metrics === undefined || choice?.listen === undefined) return;
  if (options.engine !== "embedded") return;
  const { listen, maxConnections } = choice;
  const text = async () => `${await metrics.text()}${(await gateway?.metrics()) ?? ""}`;
  const { address } = await parts.start("metrics", () =>
    serveMetrics({ listen, maxConnections, text }),
  );
  options.logger.info("metrics are served", { address });
}
