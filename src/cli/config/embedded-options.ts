import type { EmbeddedOptions } from "../../engine/embedded/node.js";
import { readDuration } from "../text/durations.js";
import type { EngineConfig } from "./files.js";

/** What of `config.toml` the embedded engine follows. */
export type EmbeddedChoices = Required<
  Pick<EmbeddedOptions, "rpc" | "mempool" | "commitTimeoutMs" | "emptyBlocksMs">
>;

/** Headers of every connection that is open may have to be held at once. */
const MOST_HEADER_BYTES = 131_072;

/** CometBFT's settings as the embedded engine's; a bound of 0 is none. Throws CliError. */
export function embeddedChoices(engine: EngineConfig): EmbeddedChoices {
  const { rpc, mempool, consensus } = engine;
  return {
    rpc: {
      corsOrigins: rpc.cors_allowed_origins,
      maxConnections: orNone(rpc.max_open_connections),
      maxClients: rpc.max_subscription_clients,
      maxSubscriptions: rpc.max_subscriptions_per_client,
      maxBatch: orNone(rpc.max_request_batch_size),
      maxBodyBytes: orNone(rpc.max_body_bytes),
      maxHeaderBytes: Math.min(rpc.max_header_bytes, MOST_HEADER_BYTES),
    },
    mempool: {
      size: mempool.size,
      maxBytes: mempool.max_txs_bytes,
      maxTxBytes: mempool.max_tx_bytes,
      cacheSize: mempool.cache_size,
      keepInvalid: mempool["keep-invalid-txs-in-cache"],
      recheck: mempool.recheck,
    },
    commitTimeoutMs: milliseconds(rpc.timeout_broadcast_tx_commit),
    emptyBlocksMs: consensus.create_empty_blocks
      ? milliseconds(consensus.create_empty_blocks_interval)
      : undefined,
  };
}

function orNone(bound: number): number {
  return bound === 0 ? Number.POSITIVE_INFINITY : bound;
}

function milliseconds(text: string): number {
  return Number(readDuration(text) / 1_000_000n);
}
