import { type GatewayError, refused } from "./errors.js";

/** An error that the engine's RPC answered: it was reached, and refuses. */
export class RpcRefusal extends Error {
  override readonly name = "RpcRefusal";
}

/** Arguments by name: CometBFT takes 64-bit numbers as texts. */
export type RpcParams = Readonly<Record<string, string | boolean>>;

/** What the gateway needs of the engine. */
export interface RpcClient {
  /** The `result` of a method. Throws RpcRefusal, or a GatewayError when the engine cannot be reached. */
  call(method: string, params?: RpcParams): Promise<unknown>;
}

const TIMEOUT_MS = 10_000;

/** The engine's JSON-RPC over HTTP. `url` is `http://host:port` or `tcp://host:port`. */
export function httpRpc(url: string, timeoutMs = TIMEOUT_MS): RpcClient {
  const address = url.replace(/^tcp:/, "http:");
  let id = 0;
  return {
    async call(method, params = {}) {
      id += 1;
      const body = JSON.stringify({ jsonrpc: "2.0", id, method, params });
      return resultOf(await post(address, body, timeoutMs));
    },
  };
}

async function post(url: string, body: string, timeoutMs: number): Promise<unknown> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    return await response.json();
  } catch (error) {
    throw unreachable(error);
  }
}

function unreachable(error: unknown): GatewayError {
  const slow = error instanceof Error && error.name === "TimeoutError";
  if (slow) return refused("DeadlineExceeded", "the engine's RPC did not answer in time");
  return refused("Unavailable", "the engine's RPC cannot be reached");
}

function resultOf(answer: unknown): unknown {
  const { result, error } = asObject(answer);
  if (error === undefined || error === null) return result;
  const { message, data } = asObject(error);
  throw new RpcRefusal(typeof data === "string" && data !== "" ? data : String(message));
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
