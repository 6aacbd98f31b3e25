import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ask } from "../../src/abci/answer.js";
import { type Logger, silent } from "../../src/abci/logger.js";
import type { Gateway, GatewayOptions } from "../../src/gateway/start.js";
import { type ChainWorld, client, RICH, startChain } from "../support/gateway-world.js";

/** A thread runs what was built. */
const built = new URL("../../dist/gateway/start.js", import.meta.url);

type Start = (options: GatewayOptions) => Promise<Gateway>;
let startGateway: Start;
let chain: ChainWorld;

beforeAll(async () => {
  ({ startGateway } = (await import(fileURLToPath(built))) as { readonly startGateway: Start });
  chain = await startChain();
});

afterAll(() => chain.stop());

const options = (more: Partial<GatewayOptions> = {}): GatewayOptions => ({
  listen: "tcp://127.0.0.1:0",
  settings: chain.app.live.settings,
  version: { name: "vprd", version: "0.0.0-test" },
  rpcUrl: chain.rpcUrl,
  ask: (question) => chain.app.ask(question),
  logger: silent,
  ...more,
});

const http = (gateway: Gateway) => client(gateway.address.replace("tcp:", "http:"));

describe("the gateway in its thread", () => {
  it("asks the application of the thread that started it", async () => {
    const asked: Ask[] = [];
    const ask = (question: Ask) => {
      asked.push(question);
      return chain.app.ask(question);
    };
    const gateway = await startGateway(options({ ask }));
    const rest = http(gateway);
    const path = `/cosmos/bank/v1beta1/balances/${RICH.address}`;
    const answers = await Promise.all(Array.from({ length: 50 }, () => rest.get(path)));
    for (const { status, json } of answers) {
      expect([status, json.balances[0].amount]).toEqual([200, "1000000000000000000000"]);
    }
    expect(asked).toHaveLength(50);
    expect(asked[0]?.path).toBe("/cosmos.bank.v1beta1.Query/AllBalances");
    const refused = await rest.get("/pp/v1/get?id=1");
    expect([refused.status, refused.json.error]).toEqual([404, "participantNotFound"]);
    expect((await rest.get("/ready")).status).toBe(200);
    expect((await rest.get("/cosmos/base/tendermint/v1beta1/blocks/1")).status).toBe(200);
    await gateway.stop();
    await gateway.done;
    await expect(rest.get("/health")).rejects.toThrow();
  });

  it("does not start on a port that is taken, and names it", async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, "127.0.0.1", () => {
        const address = other.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    await expect(startGateway(options({ listen: `tcp://127.0.0.1:${port}` }))).rejects.toThrow(
      `REST gateway: cannot listen on 127.0.0.1:${port}: the port is taken`,
    );
    other.close();
    await expect(startGateway(options({ listen: "nonsense" }))).rejects.toThrow(
      "not a listen address: nonsense",
    );
  });

  it("answers 500 and says so in the log when the application cannot answer", async () => {
    const told: string[] = [];
    const logger: Logger = { ...silent, error: (message) => told.push(message) };
    const ask = () => {
      throw new Error("the store is sick");
    };
    const gateway = await startGateway(options({ ask, logger }));
    const { status, json } = await http(gateway).get("/verana/pp/v1/list");
    expect([status, json]).toEqual([500, { code: 13, message: "internal error", details: [] }]);
    expect(told).toEqual(["a query could not be answered"]);
    await gateway.stop();
  });
});
