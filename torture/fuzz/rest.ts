import { httpRpc } from "../../src/gateway/rpc-client.js";
import { gatewayRoutes } from "../../src/gateway/server.js";
import type { Random } from "../../test/store/random.js";
import {
  type ChainWorld,
  type GatewayWorld,
  serveGateway,
  startChain,
} from "../../test/support/gateway-world.js";
import { type Check, Counts, eachCase, must, type Plan } from "../check.js";
import { Memory } from "../memory.js";
import { say } from "./http.js";
import { fixed, KNOWN, mustBeWell, queryOf } from "./parameters.js";
import { ACCIDENT, anyText, anyValue, changedText } from "./values.js";

/** Requests of one case. */
const ROUND = 250;

async function gateway(): Promise<{ chain: ChainWorld; rest: GatewayWorld }> {
  const chain = await startChain();
  return { chain, rest: await serveGateway(chain, { specPrefix: "/registry" }) };
}

interface RestRequest {
  readonly verb: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

function restRequest(
  random: Random,
  routes: readonly { verb: string; path: string }[],
): RestRequest {
  const route = random.pick(routes);
  const path = route.path.replace(/\{[^}]*\}/g, () =>
    encodeURIComponent(fixed(anyText(random, KNOWN))),
  );
  const isChanged = random.below(10) === 0;
  const odd = path + queryOf(random);
  const field = () => [
    random.pick(["tx_bytes", "mode", "tx", "amino_json"]),
    anyValue(random, KNOWN),
  ];
  const body = JSON.stringify(Object.fromEntries(Array.from({ length: random.below(4) }, field)));
  const verb = random.below(15) === 0 ? random.pick(["POST", "PUT", "DELETE", "HEAD"]) : route.verb;
  const height = anyText(random, KNOWN).replace(/[^\x20-\x7e]/g, "");
  return {
    verb,
    path: isChanged ? changedText(random, odd).replace(/[^\x21-\x7e]/g, "") : odd,
    body: verb === "POST" ? (random.below(4) === 0 ? changedText(random, body) : body) : undefined,
    headers: random.below(5) === 0 ? { "x-cosmos-block-height": height } : {},
  };
}

/** Requests to the REST gateway: whatever a client does wrong is its mistake, and is told so. */
export const fuzzRest: Check = {
  part: "fuzz",
  name: "fuzz.rest",
  unit: "requests",
  full: 15_000,
  least: ROUND,
  async run(plan: Plan) {
    const { chain, rest } = await gateway();
    const deps = {
      queries: [...chain.app.live.composition.queries.values()],
      port: { ask: async () => Promise.reject(new Error("not asked")) },
      rpc: httpRpc(chain.rpcUrl),
      onFault: () => undefined,
    };
    const version = { name: "vprd", version: "0" };
    const routes = gatewayRoutes(deps, { version, prefix: "verana", specPrefix: "/registry" });
    const counts = new Counts();
    const memory = new Memory();
    let tried = 0;
    const failures = await eachCase(plan, Math.ceil(plan.count / ROUND), async (random) => {
      for (let number = 0; number < ROUND; number += 1) {
        const { verb, path, body, headers } = restRequest(random, routes);
        const what = `${verb} ${path} ${body ?? ""} ${JSON.stringify(headers)}`;
        const heard = await say(
          rest.url,
          verb,
          path.startsWith("/") ? path : `/${path}`,
          body,
          headers,
        );
        tried += 1;
        if (heard === undefined) continue;
        counts.add(String(heard.status));
        // A path that no route has is 501, as a gRPC gateway answers it.
        const isOwn = heard.status < 500 || heard.status === 501;
        must(isOwn && !ACCIDENT.test(heard.body), () => {
          return `${what} is answered ${heard.status} ${heard.body.slice(0, 300)}`;
        });
      }
      await mustBeWell(chain, "the gateway");
      memory.sample();
    });
    await rest.close();
    await chain.stop();
    return { tried, told: `${counts.told()}; ${memory.told()}`, failures };
  },
};
