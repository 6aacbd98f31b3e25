import { answerFrom, refusalOf } from "../../src/abci/answer.js";
import { listenAt } from "../../src/gateway/listen-address.js";
import { httpRpc } from "../../src/gateway/rpc-client.js";
import { buildServer } from "../../src/gateway/server.js";
import { client, type GatewayWorld } from "./gateway-world.js";
import type { RegistryWorld } from "./registry-world.js";

/**
 * The gateway over a world whose clock stands still: what is asked over HTTP is answered from its state
 * as the application answers. There is no engine behind it. `gasLimit`: gas of one
 * query, 0n for any.
 */
export async function serveWorld(world: RegistryWorld, gasLimit = 0n): Promise<GatewayWorld> {
  const { queries } = world.app;
  const server = buildServer(
    {
      queries: [...queries.values()],
      port: {
        async ask({ path, data }) {
          const { stores, chain, height, blockTime } = world.ctx;
          const binding = queries.get(path);
          if (binding === undefined) throw new Error(`no query ${path}`);
          try {
            return answerFrom(binding, { chain, gasLimit }, { stores, height, blockTime }, data);
          } catch (error) {
            const refusal = refusalOf(error);
            if (refusal === undefined) throw error;
            return { ok: false, height, refusal };
          }
        },
      },
      rpc: httpRpc("tcp://127.0.0.1:1"),
      onFault: (error) => {
        throw error;
      },
    },
    { version: { name: "vprd", version: "0.0.0-test" }, prefix: "verana" },
  );
  const url = (await listenAt(server, "tcp://127.0.0.1:0")).replace("tcp:", "http:");
  return { ...client(url), close: () => server.close() };
}
