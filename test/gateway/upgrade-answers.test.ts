import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ChainWorld,
  type GatewayWorld,
  serveGateway,
  startChain,
} from "../support/gateway-world.js";

type Answer = Readonly<Record<string, unknown>>;

/** What a node of Cosmos SDK v0.53 answered. */
const recorded = new Map(
  JSON.parse(
    readFileSync(new URL("../recorded/rest-answers.json", import.meta.url), "utf8"),
  ) as readonly (readonly [string, Answer])[],
);

let chain: ChainWorld;
let rest: GatewayWorld;

beforeAll(async () => {
  chain = await startChain();
  rest = await serveGateway(chain, {});
});

afterAll(async () => {
  await rest?.close();
  await chain?.stop();
});

async function ask(path: string): Promise<{ readonly status: number; readonly json: Answer }> {
  const response = await fetch(`${rest.url}${path}`);
  return { status: response.status, json: (await response.json()) as Answer };
}

describe("upgrades over REST", () => {
  it.each([
    "/cosmos/upgrade/v1beta1/current_plan",
    "/cosmos/upgrade/v1beta1/applied_plan/v1",
    "/cosmos/upgrade/v1beta1/authority",
  ])("%s answers as recorded", async (path) => {
    expect((await ask(path)).json).toEqual(recorded.get(`GET ${path}`));
  });

  it("list the recorded versions of the modules that this chain has", async () => {
    const path = "/cosmos/upgrade/v1beta1/module_versions";
    const theirs = recorded.get(`GET ${path}`)?.module_versions as readonly Answer[];
    const ours = (await ask(path)).json.module_versions as readonly Answer[];
    const names = new Set(ours.map(({ name }) => name));
    expect(ours).toEqual(theirs.filter(({ name }) => names.has(name)));
    for (const name of ["auth", "gov", "group", "staking", "upgrade", "pp"]) {
      expect(names.has(name), name).toBe(true);
    }
    expect((await ask(`${path}?module_name=bank`)).json).toEqual({
      module_versions: [{ name: "bank", version: "4" }],
    });
    const unknown = await ask(`${path}?module_name=nft`);
    expect([unknown.status, unknown.json.code]).toEqual([404, 5]);
  });

  it("know no states of IBC clients", async () => {
    const { status } = await ask("/cosmos/upgrade/v1beta1/upgraded_consensus_state/5");
    expect(status).toBe(200);
  });
});

describe("parameters of consensus over REST", () => {
  it("have the recorded names and kinds", async () => {
    const path = "/cosmos/consensus/v1/params";
    const theirs = recorded.get(`GET ${path}`)?.params;
    const ours = (await ask(path)).json.params;
    expect(shape(ours)).toEqual(shape(theirs));
  });
});

/** Values by their kinds. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shape(inner)]));
}
