import { Agent, request } from "node:http";

/** What came of a request. */
export interface Heard {
  readonly status: number;
  readonly body: string;
}

const PATIENCE_MS = 30_000;
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/**
 * Sends a request as it is, also one that `fetch` would mend. Undefined where even this client cannot
 * write it. Rejects when there is no answer.
 */
export function say(
  url: string,
  method: string,
  path: string,
  body?: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<Heard | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const options = { hostname, port, method, path, headers, agent, timeout: PATIENCE_MS };
    let asked: ReturnType<typeof request>;
    try {
      asked = request(options);
    } catch {
      resolve(undefined);
      return;
    }
    asked.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") });
      });
    });
    asked.on("timeout", () => asked.destroy(new Error(`no answer to ${method} ${path}`)));
    asked.on("error", reject);
    asked.end(body);
  });
}
