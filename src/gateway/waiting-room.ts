import { fastify } from "fastify";
import { refused } from "./errors.js";
import { notReady, READY_PATH } from "./health.js";
import { listenAt } from "./listen-address.js";
import { errorReply, jsonReply, type Reply } from "./route.js";

/**
 * What answers at the gateway's address while the chain has no genesis yet: alive, not ready, and
 * 503 for everything else. The gateway takes the address over, which is the one that was bound.
 */
export async function openWaitingRoom(listen: string) {
  const server = fastify({ forceCloseConnections: true, requestTimeout: 10_000, bodyLimit: 1 });
  const message = "the chain has no genesis yet";
  const answer = (path: string): Reply => {
    if (path === "/health") return jsonReply({ status: "ok" });
    if (path === READY_PATH) return notReady("no_genesis", message);
    return errorReply(refused("Unavailable", message), "wire");
  };
  server.addHook("onRequest", async (request, reply) => {
    const { status, contentType, body } = answer(request.url.split("?")[0] ?? "");
    return reply.code(status).header("content-type", contentType).send(body);
  });
  const address = await listenAt(server, listen);
  return { address, stop: () => server.close() };
}
