import { readFileSync } from "node:fs";

/** One recorded exchange with a CometBFT node. */
export interface Recorded {
  readonly request: string;
  readonly note?: string;
  readonly status?: number;
  readonly request_headers?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly response?: unknown;
  readonly response_text?: string;
  readonly frame?: unknown;
  readonly trimmed?: readonly string[];
}

const file = new URL("../recorded/rpc.json", import.meta.url);

/** Every recorded exchange, in order. */
export const recordedRpc: readonly Recorded[] = JSON.parse(readFileSync(file, "utf8"));

/** The exchange whose request ends like this. */
export function recorded(request: string): Recorded {
  const found = recordedRpc.find((entry) => entry.request === request);
  if (found === undefined) throw new Error(`no recording of ${request}`);
  return found;
}

/** The `result` of the recorded POST of `method` with `params`. */
// biome-ignore lint/suspicious/noExplicitAny: recorded JSON of many shapes
export function recordedResult(method: string, params: object): any {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const response = recorded(`POST / ${body}`).response as { readonly result: unknown };
  return response.result;
}
