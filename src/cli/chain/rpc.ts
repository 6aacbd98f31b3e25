import { z } from "zod";
import { CliError, messageOf } from "../failure.js";

const answer = z.union([
  z.object({ error: z.object({ message: z.string(), data: z.unknown() }) }),
  z.object({ result: z.unknown() }),
]);

const TIMEOUT_MS = 30_000;

/** Calls a method of the node's RPC. Throws CliError when it is not there or answers with an error. */
export async function callRpc<S extends z.ZodType>(
  url: string,
  method: string,
  params: object,
  schema: S,
): Promise<z.output<S>> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const text = await answerOf(url, body, !method.startsWith("broadcast_"));
  const read = answer.safeParse(parsed(text));
  if (!read.success) throw new CliError(`${url} does not answer as the RPC of a node`);
  if ("error" in read.data) {
    const { message, data } = read.data.error;
    throw new RpcError(typeof data === "string" && data !== "" ? `${message}: ${data}` : message);
  }
  const result = schema.safeParse(read.data.result);
  if (result.success) return result.data;
  throw new CliError(`${method} of ${url} answers oddly: ${z.prettifyError(result.error)}`);
}

/** An error that the node answered. */
export class RpcError extends CliError {}

/**
 * What the node answers. A connection that was kept may be closed by the time of the next call, which
 * a busy machine hears too late: a question is then asked once more; a transaction is not sent twice.
 */
async function answerOf(url: string, body: string, again: boolean): Promise<string> {
  try {
    return await post(url, body);
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    if (again && isClosed(cause)) return await answerOf(url, body, false);
    throw new CliError(`no node answers at ${url}: ${messageOf(cause) || "connection refused"}`);
  }
}

async function post(url: string, body: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { method: "POST", headers, body, signal });
  return await response.text();
}

const CLOSED: readonly unknown[] = ["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"];

const isClosed = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "code" in cause && CLOSED.includes(cause.code);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
