import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Where to listen: `tcp://127.0.0.1:26657`, `127.0.0.1:26657` or `:26657`. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads a listen address. Throws an Error that names it. */
export function parseListenAddress(text: string): ListenAddress {
  const match = /^(?:(?:tcp|http):\/\/)?(\[[0-9a-fA-F:]+\]|[^:/]*):(\d{1,5})\/?$/.exec(text);
  const port = Number(match?.[2]);
  if (match === null || port > 65_535) throw new Error(`not a listen address: ${text}`);
  const host = (match[1] ?? "").replace(/^\[|\]$/g, "");
  return { host: host === "" ? "0.0.0.0" : host, port };
}

/** Starts listening; resolves with `tcp://host:port`. Rejects with an Error that names the address. */
export function listen(server: Server, { host, port }: ListenAddress): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "EADDRINUSE" ? "the port is taken" : error.message;
      reject(new Error(`cannot listen on ${host}:${port}: ${reason}`));
    });
    server.listen(port, host, () => resolve(`tcp://${host}:${boundPort(server)}`));
  });
}

function boundPort(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
