import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ask } from "../../src/abci/answer.js";
import { type Logger, silent } from "../../src/abci/logger.js";
import type { Gateway, GatewayOptions } from "../../src/gateway/start.js";
import type { QueryBinding } from "../../src/keeper/query.js";
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

const TIMES: ReadonlySet<string> = new Set(["date", "x-server-time"]);

const http = (gateway: Gateway) => client(gateway.address.replace("tcp:", "http:"));

/** Of every query, the routes that need nothing to be asked. */
const plainPaths = (queries: Iterable<QueryBinding>): readonly string[] =>
  [...queries]
    .flatMap(({ method, spec }) => [...method.http, `GET ${spec?.path ?? "/{}"}`])
    .filter((route) => route.startsWith("GET ") && !route.includes("{"))
    .map((route) => route.slice("GET ".length));

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

  it("answers from shared state what the application would have answered", async () => {
    const asked: string[] = [];
    const ask = (question: Ask) => {
      asked.push(question.path);
      return chain.app.ask(question);
    };
    const alone = await startGateway(options({ ask, share: () => chain.app.share() }));
    const asking = await startGateway(options());
    const [near, far] = [http(alone), http(asking)];
    const paths = [
      `/cosmos/bank/v1beta1/balances/${RICH.address}`,
      `/cosmos/bank/v1beta1/balances/${RICH.address}/by_denom?denom=uvna`,
      `/cosmos/auth/v1beta1/accounts/${RICH.address}`,
      "/cosmos/auth/v1beta1/accounts/verana1nobody",
      "/cosmos/bank/v1beta1/supply",
      "/cosmos/auth/v1beta1/params",
      "/co/v1/list",
      "/pp/v1/get?id=1",
      "/pp/v1/get?id=0",
      "/verana/pp/v1/list",
      "/td/v1/params",
      ...plainPaths(chain.app.live.composition.queries.values()),
    ];
    for (const path of paths) {
      const { height = 0n } = chain.app.head ?? {};
      const at = { "x-cosmos-block-height": height.toString() };
      const [ours, theirs] = [await near.get(path, at), await far.get(path, at)];
      expect([path, ours.status, ours.text]).toEqual([path, theirs.status, theirs.text]);
      const told = ({ headers }: typeof ours) => [...headers].filter(([name]) => !TIMES.has(name));
      expect(told(ours)).toEqual(told(theirs));
    }
    expect(asked).toEqual([]);
    const ahead = { "x-cosmos-block-height": "999999999" };
    const late = await near.get("/cosmos/bank/v1beta1/supply", ahead);
    expect([late.status, late.json.code]).toEqual([400, 3]);
    expect(asked).toEqual(["/cosmos.bank.v1beta1.Query/TotalSupply"]);
    await Promise.all([alone.stop(), asking.stop()]);
  });

  it("refuses what takes more gas than a query may use, in its thread as in the application's", async () => {
    const limit = { queryGasLimit: 2_000n };
    const limited = await startChain(limit);
    const asked: string[] = [];
    const ask = (question: Ask) => {
      asked.push(question.path);
      return limited.app.ask(question);
    };
    const world = { rpcUrl: limited.rpcUrl, settings: limited.app.live.settings, ask };
    const alone = await startGateway(
      options({ ...world, ...limit, share: () => limited.app.share() }),
    );
    const list = "/cosmos/auth/v1beta1/accounts";
    const get = `/cosmos/bank/v1beta1/balances/${RICH.address}/by_denom?denom=uvna`;
    const own = [await http(alone).get(list), await http(alone).get(get)];
    expect([own[0]?.json.code, asked]).toEqual([8, []]);
    const asking = await startGateway(options(world));
    const others = [await http(asking).get(list), await http(asking).get(get)];
    expect(asked).toHaveLength(2);
    expect(own.map(({ status }) => status)).toEqual([429, 200]);
    expect(others.map(({ status, text }) => [status, text])).toEqual(
      own.map(({ status, text }) => [status, text]),
    );
    await Promise.all([alone.stop(), asking.stop()]);
    await limited.stop();
  });

  it("shows a block to whoever knows of it", async () => {
    const gateway = await startGateway(options({ share: () => chain.app.share() }));
    const rest = http(gateway);
    for (let tries = 0; tries < 40; tries++) {
      const { height = 0n } = chain.app.head ?? {};
      const { headers } = await rest.get("/cosmos/bank/v1beta1/supply");
      expect(BigInt(headers.get("x-cosmos-block-height") ?? "0")).toBeGreaterThanOrEqual(height);
    }
    await gateway.stop();
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
