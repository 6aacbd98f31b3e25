import { GRPC_CODE } from "../keeper/errors.js";
import { parseTime } from "../keeper/formats/time.js";
import { GatewayError } from "./errors.js";
import { plainDoc } from "./openapi/page.js";
import { jsonReply, type Reply, type Route } from "./route.js";
import type { RpcClient } from "./rpc-client.js";
import { askRpc, statusAnswer } from "./rpc-json.js";
import type { NodeVersion } from "./services/tendermint.js";

/** Why a node is not to be asked: for programs. People read the message beside it. */
export type NotReady =
  | "no_genesis"
  | "no_block"
  | "catching_up"
  | "old_block"
  | "engine_unreachable"
  | "engine_slow"
  | "engine_fault"
  | "stopping";

/** What readiness is told by. */
export interface ReadinessOptions {
  /** Age of the last block above which its state counts as old, milliseconds; 0: any age will do. */
  readonly maxBlockAgeMs: number;
}

/** The path that tells readiness. */
export const READY_PATH = "/ready";

/**
 * `/health` tells that this program answers; `/ready` tells whether its state is that of the chain:
 * 200 when it is, else 503 with a reason, {@link NotReady}.
 */
export function healthRoutes(
  rpc: RpcClient,
  { name, version }: NodeVersion,
  options: ReadinessOptions,
): readonly Route[] {
  return [
    // Whoever opens the address in a browser learns what answers there.
    route("/", "what answers here", async () =>
      jsonReply({ name, version, health: "/health", ready: READY_PATH, openapi: "/openapi.json" }),
    ),
    route("/health", "whether this program answers", async () => jsonReply({ status: "ok" })),
    route(READY_PATH, "whether its state is that of the chain; 503 with a reason if not", () =>
      readiness(rpc, options),
    ),
  ];
}

/** The answer of a node that is not ready. */
export function notReady(reason: NotReady, message: string, facts: object = {}): Reply {
  return jsonReply({ ready: false, reason, message, ...facts }, undefined, 503);
}

function route(path: string, summary: string, answer: () => Promise<Reply>): Route {
  return { verb: "GET", path, family: "wire", describe: () => plainDoc(summary), answer };
}

async function readiness(rpc: RpcClient, options: ReadinessOptions): Promise<Reply> {
  try {
    const { sync_info: sync } = await askRpc(rpc, "status", {}, statusAnswer);
    // Before the first block the engine tells the start of 1970.
    const hasBlock = sync.latest_block_height > 0n;
    const age = hasBlock ? ageSeconds(sync.latest_block_time) : null;
    const facts = {
      catching_up: sync.catching_up,
      height: sync.latest_block_height.toString(),
      app_hash: sync.latest_app_hash,
      block_time: hasBlock ? sync.latest_block_time : null,
      block_age_seconds: age,
    };
    // A chain has no state to be asked for before its first block.
    if (!hasBlock) {
      return notReady("no_block", "the chain waits for its first block", facts);
    }
    if (sync.catching_up) {
      return notReady("catching_up", "the engine fetches blocks that others have", facts);
    }
    if (age !== null && options.maxBlockAgeMs > 0 && age * 1_000 > options.maxBlockAgeMs) {
      return notReady("old_block", `the last block is ${age} seconds old`, facts);
    }
    return jsonReply({ ready: true, ...facts });
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return notReady(REASONS.get(error.status) ?? "engine_fault", error.message);
  }
}

const REASONS: ReadonlyMap<number, NotReady> = new Map([
  [GRPC_CODE.Unavailable, "engine_unreachable"],
  [GRPC_CODE.DeadlineExceeded, "engine_slow"],
]);

/** Whole seconds since a block's time; 0 for one that lies in this clock's future. */
function ageSeconds(time: string): number | null {
  const nanos = parseTime(time);
  if (nanos === undefined) return null;
  const age = (BigInt(Date.now()) - nanos / 1_000_000n) / 1_000n;
  return age < 0n ? 0 : Number(age);
}
