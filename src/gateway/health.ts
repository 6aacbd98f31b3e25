import { parseTime } from "../keeper/formats/time.js";
import { GatewayError } from "./errors.js";
import { jsonReply, type Reply, type Route } from "./route.js";
import type { RpcClient } from "./rpc-client.js";
import { askRpc, statusAnswer } from "./rpc-json.js";
import type { NodeVersion } from "./services/tendermint.js";

/**
 * `/health` tells that this program answers; `/ready` tells whether its state is that of the chain:
 * 200 when it is, 503 with the reason before the first block, while the engine catches up or
 * does not answer.
 */
export function healthRoutes(rpc: RpcClient, { name, version }: NodeVersion): readonly Route[] {
  return [
    // Whoever opens the address in a browser learns what answers there.
    route("/", async () => jsonReply({ name, version, health: "/health", ready: "/ready" })),
    route("/health", async () => jsonReply({ status: "ok" })),
    route("/ready", () => readiness(rpc)),
  ];
}

function route(path: string, answer: () => Promise<Reply>): Route {
  return { verb: "GET", path, family: "wire", answer };
}

async function readiness(rpc: RpcClient): Promise<Reply> {
  try {
    const { sync_info: sync } = await askRpc(rpc, "status", {}, statusAnswer);
    // A chain has no state to be asked for before its first block.
    const ready = !sync.catching_up && BigInt(sync.latest_block_height) > 0n;
    const facts = {
      ready,
      catching_up: sync.catching_up,
      height: sync.latest_block_height.toString(),
      app_hash: sync.latest_app_hash,
      block_time: sync.latest_block_time,
      block_age_seconds: ageSeconds(sync.latest_block_time),
    };
    return jsonReply(facts, undefined, ready ? 200 : 503);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return jsonReply({ ready: false, reason: error.message }, undefined, 503);
  }
}

/** Whole seconds since a block's time; 0 for one that lies in this clock's future. */
function ageSeconds(time: string): number | null {
  const nanos = parseTime(time);
  if (nanos === undefined) return null;
  const age = (BigInt(Date.now()) - nanos / 1_000_000n) / 1_000n;
  return age < 0n ? 0 : Number(age);
}
