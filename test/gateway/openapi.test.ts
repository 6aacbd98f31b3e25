import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpRpc } from "../../src/gateway/rpc-client.js";
import { gatewayRoutes } from "../../src/gateway/server.js";
import {
  type ChainWorld,
  faults,
  type GatewayWorld,
  serveGateway,
  startChain,
} from "../support/gateway-world.js";
import { type DocParameter, type Operation, operationsOf } from "../support/openapi.js";

let chain: ChainWorld;
let rest: GatewayWorld;
let operations: readonly Operation[];

beforeAll(async () => {
  chain = await startChain();
  rest = await serveGateway(chain, { swagger: true });
  operations = operationsOf((await rest.get("/openapi.json")).json);
});

afterAll(async () => {
  await rest.close();
  await chain.stop();
  expect(faults).toEqual([]);
});

describe("the OpenAPI document", () => {
  it("is a valid document of version 3.1", async () => {
    const answer = await rest.get("/openapi.json");
    expect(answer.headers.get("content-type")).toBe("application/json");
    const validator = new Validator();
    const { valid, errors } = await validator.validate(answer.json);
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    expect(validator.version).toBe("3.1");
  });

  it("has every route that is mounted, once, with the parameters of its path", () => {
    const port = { ask: async () => Promise.reject(new Error("not asked")) };
    const queries = [...chain.app.live.composition.queries.values()];
    const deps = { queries, port, rpc: httpRpc("http://127.0.0.1:9"), onFault: () => undefined };
    const config = { version: { name: "vprd", version: "1" }, prefix: "verana" };
    const mounted = gatewayRoutes(deps, config).map(
      ({ verb, path }) => `${verb} ${path.replaceAll("=**}", "}")}`,
    );
    expect(operations.map(({ verb, path }) => `${verb} ${path}`).sort()).toEqual(mounted.sort());
    const ids = operations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, parameters } of operations) {
      const names = parameters.filter((one) => one.in === "path").map(({ name }) => name);
      expect(names.sort()).toEqual([...path.matchAll(/\{([^}]*)\}/g)].map(([, n]) => n).sort());
    }
  });

  it("tells parameters and answers of the specification's paths", () => {
    const list = operations.find(({ path }) => path === "/pp/v1/list");
    const of = (name: string) => list?.parameters.find((one) => one.name === name);
    expect(list?.summary).toBe("List Participants [MOD-PP-QRY-1]");
    expect(of("schema_id")).toMatchObject({ required: false, schema: { examples: ["1"] } });
    expect(of("schema_id")).not.toHaveProperty("example");
    const authorized = operations.find(({ path }) => path === "/pp/v1/authorized");
    const needed = authorized?.parameters.filter(({ required }) => required);
    expect(needed?.map(({ name, example }) => [name, example])).toEqual([
      ["did", "did:example:acme"],
      ["role", "ISSUER"],
      ["schema_id", "1"],
    ]);
    expect(of("only_valid")?.schema).toMatchObject({ enum: ["true", "false"], default: "false" });
    expect(list?.answer).toEqual({
      "application/json": {
        schema: {
          type: "object",
          properties: { participants: { type: "array", items: { type: "object" } } },
        },
      },
    });
    const one = operations.find(({ path }) => path === "/td/v1/get");
    const told = JSON.parse(JSON.stringify(one?.answer))["application/json"].schema.properties;
    expect(told.trust_deposit.properties).toMatchObject({
      share: { type: ["string", "null"] },
      slash_count: { type: ["number", "null"] },
      last_slashed: {},
    });
    const may = JSON.parse(JSON.stringify(authorized?.answer))["application/json"].schema;
    expect(may.properties.authorized).toEqual({ type: "boolean" });
    const rendered = operations.find(({ path }) => path === "/cs/v1/js/{id}");
    expect(Object.keys(rendered?.answer ?? {})).toEqual(["application/schema+json"]);
  });

  it("tells the messages of the wire's paths, without fields that are not printed", async () => {
    const { json } = await rest.get("/openapi.json");
    const { schemas } = json.components;
    expect(schemas["cosmos.base.v1beta1.Coin"].properties).toEqual({
      denom: { type: "string" },
      amount: { type: "string", pattern: "^-?[0-9]+$" },
    });
    const { participants } = (await rest.get("/verana/pp/v1/list")).json;
    expect(participants).toEqual([]);
    const balances = operations.find(
      ({ path }) => path === "/cosmos/bank/v1beta1/balances/{address}",
    );
    const names = balances?.parameters.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["address", "pagination.limit"]));
    const simulate = operations.find(({ path }) => path === "/cosmos/tx/v1beta1/simulate");
    expect([simulate?.verb, simulate?.hasBody]).toEqual(["POST", true]);
  });

  it("offers no example and no parameter that the node cannot answer", async () => {
    let asked = 0;
    for (const { verb, path, parameters } of operations) {
      const filled = parameters
        .filter((one) => one.in === "path")
        .reduce((at, { name, example }) => at.replace(`{${name}}`, `${example ?? "x"}`), path);
      const query = parameters.filter((one) => one.in === "query");
      const examples = query
        .map(({ name, example, schema }) => ({ name, example: example ?? exampleIn(schema) }))
        .filter(({ example }) => example !== undefined);
      const queries = [
        "",
        `${new URLSearchParams(Object.fromEntries(examples.map(({ name, example }) => [name, `${example}`])))}`,
        ...query.map(
          ({ name, example, schema }) =>
            new URLSearchParams([[name, `${example ?? exampleIn(schema) ?? "x"}`]]),
        ),
      ];
      for (const one of queries) {
        const { status } = await rest.send(verb, `${filled}?${one}`);
        expect({ path, one: `${one}`, status }).toSatisfy(() => status < 500);
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThan(operations.length * 2);
  });
});

/** The example of a parameter that may be left out. */
const exampleIn = ({ examples }: DocParameter["schema"]): unknown =>
  Array.isArray(examples) ? examples[0] : undefined;

describe("the page", () => {
  it("is not there unless it was asked for", async () => {
    const plain = await serveGateway(chain);
    expect((await plain.get("/swagger/")).status).toBe(501);
    expect((await plain.get("/openapi.json")).status).toBe(200);
    await plain.close();
  });

  it("lets nothing in from elsewhere", async () => {
    const page = await rest.get("/swagger/");
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(page.text).not.toMatch(/https?:/);
    const redirected = await rest.send("GET", "/swagger", { redirect: "manual" });
    expect([redirected.status, redirected.headers.get("location")]).toEqual([308, "/swagger/"]);
    for (const name of ["start.js", "swagger-ui.css", "swagger-ui-bundle.js"]) {
      const asset = await rest.get(`/swagger/${name}`);
      expect([asset.status, asset.text.length > 50]).toEqual([200, true]);
    }
  });
});
