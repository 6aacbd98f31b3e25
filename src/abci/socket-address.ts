import { chmodSync, existsSync, lstatSync, unlinkSync } from "node:fs";
import { connect, type Server } from "node:net";

/** Where the socket server listens. */
export type SocketAddress =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly path: string };

/** Reads `tcp://127.0.0.1:26658` or `unix:///path`. Throws an Error that names the text. */
export function parseSocketAddress(text: string): SocketAddress {
  const unix = /^unix:\/\/(.+)$/.exec(text);
  if (unix?.[1] !== undefined) return { kind: "unix", path: unix[1] };
  const tcp = /^(?:tcp:\/\/)?(\[[0-9a-fA-F:]+\]|[^:/]*):(\d{1,5})$/.exec(text);
  const port = Number(tcp?.[2]);
  if (tcp === null || port > 65_535) {
    throw new Error(`not an address of a socket: ${text} (tcp://host:port or unix:///path)`);
  }
  const host = (tcp[1] ?? "").replace(/^\[|\]$/g, "");
  return { kind: "tcp", host: host === "" ? "0.0.0.0" : host, port };
}

/** Starts listening; resolves with the address as text, with the port that was bound. */
export async function listenOn(server: Server, address: SocketAddress): Promise<string> {
  if (address.kind === "tcp") {
    await listening(server, address, `tcp://${hostText(address.host)}:${address.port}`);
    const bound = server.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : address.port;
    return `tcp://${hostText(address.host)}:${port}`;
  }
  await removeStale(address.path);
  await listening(server, { path: address.path }, `unix://${address.path}`);
  chmodSync(address.path, 0o600);
  return `unix://${address.path}`;
}

function hostText(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function listening(
  server: Server,
  where: { readonly host: string; readonly port: number } | { readonly path: string },
  name: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      const taken = "port" in where ? "the port is taken" : "another process listens there";
      const reason = error.code === "EADDRINUSE" ? taken : error.message;
      reject(new Error(`cannot listen on ${name}: ${reason}`));
    };
    server.once("error", failed);
    server.listen(where, () => {
      server.off("error", failed);
      resolve();
    });
  });
}

/** A killed node leaves its socket behind; nobody answers on it. */
async function removeStale(path: string): Promise<void> {
  if (!existsSync(path) || !lstatSync(path).isSocket()) return;
  if (!(await answers(path))) unlinkSync(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
