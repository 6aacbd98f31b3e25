import type { FastifyInstance } from "fastify";

/**
 * Listens at `tcp://host:port` (port 0: a free one). Resolves with the address that was bound; `what`
 * begins the error of one that cannot be.
 */
export async function listenAt(
  server: FastifyInstance,
  wanted: string,
  what = "REST gateway",
): Promise<string> {
  const { host, port } = parse(wanted, what);
  try {
    await server.listen({ host, port });
  } catch (error) {
    const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    const reason = taken ? "the port is taken" : error instanceof Error ? error.message : "failed";
    throw new Error(`${what}: cannot listen on ${host}:${port}: ${reason}`);
  }
  const address = server.server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return `tcp://${host.includes(":") ? `[${host}]` : host}:${bound}`;
}

function parse(address: string, what: string): { readonly host: string; readonly port: number } {
  const match = /^(?:(?:tcp|http):\/\/)?(\[[0-9a-fA-F:]+\]|[^:/]*):(\d{1,5})\/?$/.exec(address);
  const port = Number(match?.[2]);
  if (match === null || port > 65_535) {
    throw new Error(`${what}: not a listen address: ${address}`);
  }
  const host = (match[1] ?? "").replace(/^\[|\]$/g, "");
  return { host: host === "" ? "0.0.0.0" : host, port };
}
