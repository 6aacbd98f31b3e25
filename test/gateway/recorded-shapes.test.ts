import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deliver, publishPolicies, type Story, tellStory } from "../support/gateway-story.js";
import {
  type ChainWorld,
  type GatewayWorld,
  OTHER,
  RICH,
  serveGateway,
  startChain,
} from "../support/gateway-world.js";
import { recordedAnswer, skeletonDifferences } from "../support/rest-skeleton.js";
import { sendOne } from "../support/signed-tx.js";

let chain: ChainWorld;
let rest: GatewayWorld;
let story: Story;
let sendHash: string;
let sendHeight: string;

beforeAll(async () => {
  chain = await startChain({ minGasPrices: [{ denom: "uvna", amount: 10n ** 18n / 4n }] });
  rest = await serveGateway(chain);
  story = await tellStory(rest);
  await publishPolicies(rest, story.policy);
  const { tx_response: sent } = (await deliver(rest, RICH, sendOne(RICH.address))).json;
  sendHash = sent.txhash;
  sendHeight = sent.height;
});

afterAll(async () => {
  await rest.close();
  await chain.stop();
});

/** Recorded request, and the same one of this chain. */
const routes: readonly (readonly [recorded: RegExp, path: () => string])[] = [
  [
    /^GET \/cosmos\/auth\/v1beta1\/accounts\/verana1cfk/,
    () => `/cosmos/auth/v1beta1/accounts/${RICH.address}`,
  ],
  [
    /^GET \/cosmos\/auth\/v1beta1\/accounts\/verana1afk9/,
    () => `/cosmos/auth/v1beta1/accounts/${story.policy}`,
  ],
  [
    /^GET \/cosmos\/auth\/v1beta1\/account_info\//,
    () => `/cosmos/auth/v1beta1/account_info/${RICH.address}`,
  ],
  [
    /^GET \/cosmos\/auth\/v1beta1\/accounts\?pagination.limit=2$/,
    () => "/cosmos/auth/v1beta1/accounts?pagination.limit=2",
  ],
  [/^GET \/cosmos\/auth\/v1beta1\/module_accounts$/, () => "/cosmos/auth/v1beta1/module_accounts"],
  [/^GET \/cosmos\/auth\/v1beta1\/bech32$/, () => "/cosmos/auth/v1beta1/bech32"],
  [
    /^GET \/cosmos\/bank\/v1beta1\/balances\/verana\w+$/,
    () => `/cosmos/bank/v1beta1/balances/${RICH.address}`,
  ],
  [
    /^GET \/cosmos\/bank\/v1beta1\/balances\/.*by_denom/,
    () => `/cosmos/bank/v1beta1/balances/${RICH.address}/by_denom?denom=uvna`,
  ],
  [
    /^GET \/cosmos\/bank\/v1beta1\/spendable_balances\/verana\w+$/,
    () => `/cosmos/bank/v1beta1/spendable_balances/${RICH.address}`,
  ],
  [/^GET \/cosmos\/bank\/v1beta1\/supply$/, () => "/cosmos/bank/v1beta1/supply"],
  [
    /^GET \/cosmos\/bank\/v1beta1\/supply\/by_denom/,
    () => "/cosmos/bank/v1beta1/supply/by_denom?denom=uvna",
  ],
  [
    /^GET \/cosmos\/bank\/v1beta1\/denom_owners\//,
    () => "/cosmos/bank/v1beta1/denom_owners/uvna?pagination.limit=2",
  ],
  [/^GET \/cosmos\/bank\/v1beta1\/denoms_metadata$/, () => "/cosmos/bank/v1beta1/denoms_metadata"],
  [/^GET \/cosmos\/group\/v1\/group_info\/1$/, () => "/cosmos/group/v1/group_info/1"],
  [
    /^GET \/cosmos\/group\/v1\/group_policy_info\//,
    () => `/cosmos/group/v1/group_policy_info/${story.policy}`,
  ],
  [/^GET \/cosmos\/group\/v1\/group_members\/1$/, () => "/cosmos/group/v1/group_members/1"],
  [/^GET \/cosmos\/group\/v1\/proposal\/1$/, () => "/cosmos/group/v1/proposal/2"],
  [/^GET \/cosmos\/group\/v1\/proposals\/1\/tally$/, () => "/cosmos/group/v1/proposals/2/tally"],
  [/^GET \/cosmos\/group\/v1\/votes_by_proposal\/1$/, () => "/cosmos/group/v1/votes_by_proposal/2"],
  [
    /^GET \/cosmos\/base\/tendermint\/v1beta1\/node_info$/,
    () => "/cosmos/base/tendermint/v1beta1/node_info",
  ],
  [
    /^GET \/cosmos\/base\/tendermint\/v1beta1\/syncing$/,
    () => "/cosmos/base/tendermint/v1beta1/syncing",
  ],
  [
    /^GET \/cosmos\/base\/tendermint\/v1beta1\/blocks\/latest$/,
    () => "/cosmos/base/tendermint/v1beta1/blocks/latest",
  ],
  [
    /^GET \/cosmos\/base\/tendermint\/v1beta1\/blocks\/1$/,
    () => "/cosmos/base/tendermint/v1beta1/blocks/1",
  ],
  [
    /^GET \/cosmos\/base\/tendermint\/v1beta1\/blocks\/162$/,
    () => "/cosmos/base/tendermint/v1beta1/blocks/2",
  ],
  [
    /^GET \/cosmos\/base\/tendermint\/v1beta1\/validatorsets\/latest$/,
    () => "/cosmos/base/tendermint/v1beta1/validatorsets/latest",
  ],
  [
    /^GET \/cosmos\/base\/tendermint\/v1beta1\/validatorsets\/2$/,
    () => "/cosmos/base/tendermint/v1beta1/validatorsets/2",
  ],
  [
    /^GET \/cosmos\/base\/tendermint\/v1beta1\/abci_query/,
    () => "/cosmos/base/tendermint/v1beta1/abci_query?path=/store/acc/key&data=AAAA&height=3",
  ],
  [/^GET \/cosmos\/base\/node\/v1beta1\/config$/, () => "/cosmos/base/node/v1beta1/config"],
  [/^GET \/cosmos\/base\/node\/v1beta1\/status$/, () => "/cosmos/base/node/v1beta1/status"],
  [/^GET \/cosmos\/tx\/v1beta1\/txs\/001121C/, () => `/cosmos/tx/v1beta1/txs/${sendHash}`],
  [
    /^GET \/cosmos\/tx\/v1beta1\/txs\?query=message.sender/,
    () =>
      `/cosmos/tx/v1beta1/txs?query=${encodeURIComponent(`message.sender='${RICH.address}'`)}&order_by=ORDER_BY_DESC&limit=1`,
  ],
  [
    /^GET \/cosmos\/tx\/v1beta1\/txs\?query=tx.height%3D5$/,
    () => "/cosmos/tx/v1beta1/txs?query=tx.height%3D1",
  ],
  [/^GET \/verana\/gf\/v1\/params$/, () => "/verana/gf/v1/params"],
  [/^GET \/co\/v1\/get\?corporation_id=1$/, () => "/verana/co/v1/get?corporation_id=1"],
  [/^GET \/co\/v1\/list$/, () => "/verana/co/v1/list"],
  [/^GET \/ec\/v1\/params$/, () => "/verana/ec/v1/params"],
  [/^GET \/ec\/v1\/get\?id=1$/, () => "/verana/ec/v1/get?id=1"],
  [/^GET \/ec\/v1\/list\?/, () => "/verana/ec/v1/list?response_max_size=2"],
  [/^GET \/gf\/v1\/get\?id=1$/, () => "/verana/gf/v1/get?id=1"],
  [/^GET \/gf\/v1\/list\?ecosystem_id=1$/, () => "/verana/gf/v1/list?ecosystem_id=1"],
  [/^GET \/cs\/v1\/params$/, () => "/verana/cs/v1/params"],
  [/^GET \/verana\/cs\/v1\/get\/1$/, () => "/verana/cs/v1/get/1"],
  [/^GET \/verana\/cs\/v1\/js\/1$/, () => "/verana/cs/v1/js/1"],
  [/^GET \/verana\/cs\/v1\/list\?/, () => "/verana/cs/v1/list?response_max_size=1"],
  [/^GET \/verana\/pp\/v1\/params$/, () => "/verana/pp/v1/params"],
  [/^GET \/verana\/pp\/v1\/get\/1$/, () => "/verana/pp/v1/get/1"],
  [/^GET \/verana\/pp\/v1\/list\?/, () => "/verana/pp/v1/list?schema_id=1"],
  [/^GET \/td\/v1\/params$/, () => "/verana/td/v1/params"],
  [/^GET \/verana\/de\/v1\/params$/, () => "/verana/de/v1/params"],
  [/^GET \/verana\/de\/v1\/authz\/list/, () => "/verana/de/v1/authz/list"],
];

/** A recorded exchange beyond those above; of errors the answer has the code alone. */
interface Exchange {
  readonly request: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly response: { readonly code?: number } | null;
}

const exchanges: readonly Exchange[] = JSON.parse(
  readFileSync(new URL("../recorded/rest-exchanges.json", import.meta.url), "utf8"),
);

/** Where the answer differs from the recorded one although nothing is wrong with either. */
const OTHERWISE: readonly (readonly [request: RegExp, status: number, why: string])[] = [
  [/^OPTIONS /, 501, "web pages of other origins are let in only where the node is told to"],
  [/page=2&limit=1$/, 400, "this chain has one such transaction, so there is no second page"],
  [/txs\?events=/, 200, "the old name of the query still works"],
  [/=bad$/, 400, "a malformed address is the client's mistake"],
  [/^GET \/gf\/v1\/get$/, 400, "a missing id is the client's mistake"],
  [/\/cs\/v1\/get\/0$/, 400, "no schema has the id 0, as no other object has"],
];

/** Paths that the specification has too stand under /verana in the recorded form. */
const wireForm = (path: string) =>
  /^\/((co|ec|gf)\/v1\/|(td|cs)\/v1\/params)/.test(path) ? `/verana${path}` : path;

/** The governance module has the same address on every chain. */
const GOVERNANCE = "verana10d07y265gmmuvt4z0w9aw880jnsr700j22m4w8";

/** A recorded path with what this chain has in place of what the recorded one had. */
function today(path: string): string {
  return wireForm(path)
    .replace(/verana1[a-z0-9]{58}\b/g, story.policy)
    .replace(/verana1[a-z0-9]{38}\b/g, (one) => (one === GOVERNANCE ? one : RICH.address))
    .replace(/[0-9A-F]{64}$/, sendHash)
    .replace(/[0-9a-f]{64}$/, sendHash.toLowerCase())
    .replace(/\/(proposals?|vote_by_proposal_voter)\/\d+/, "/$1/2")
    .replace(/\/pp\/v1\/get\/\d+/, "/pp/v1/get/1")
    .replace(/\/de\/v1\/authz\/get\/\d+/, "/de/v1/authz/get/1")
    .replace("/block/162", `/block/${sendHeight}`);
}

async function ask({ request, headers, status }: Exchange) {
  const [verb = "", path = "", ...body] = request.split(" ");
  const found = await rest.send(verb, status === 200 ? today(path) : wireForm(path), {
    headers: headers ?? {},
    ...(verb === "POST" ? { body: body.join(" ") } : {}),
  });
  return found;
}

const isOtherwise = ({ request }: Exchange) => OTHERWISE.some(([one]) => one.test(request));
const named = (all: readonly Exchange[]) =>
  all.map((one) => [one.request.slice(0, 150), one] as const);

describe("what else was recorded of routes that are there", () => {
  it.each(named(exchanges.filter((one) => one.status === 200 && !isOtherwise(one))))(
    "%s has the recorded shape",
    async (_, one) => {
      const found = await ask(one);
      expect([found.status, found.text.slice(0, 300)]).toEqual([200, expect.any(String)]);
      expect(skeletonDifferences(one.response, found.json)).toEqual([]);
    },
  );

  it.each(named(exchanges.filter((one) => one.status !== 200 && !isOtherwise(one))))(
    "%s has the recorded status and code, or tells the client of its mistake instead of 500",
    async (_, one) => {
      const found = await ask(one);
      // Where the recorded error is no JSON, its status counts alone.
      const wanted = [one.status, one.response === null ? found.json?.code : one.response.code];
      const mistakes = [
        [400, 3],
        [404, 5],
      ];
      const allowed = one.status === 500 ? mistakes : [wanted];
      expect(allowed).toContainEqual([found.status, found.json?.code]);
    },
  );

  it.each(OTHERWISE)("%s is answered %i: %s", async (request, status) => {
    const fitting = exchanges.filter((one) => request.test(one.request));
    expect(fitting.length).toBeGreaterThan(0);
    for (const one of fitting) {
      expect(one.status).not.toBe(status);
      expect([one.request, (await ask(one)).status]).toEqual([one.request, status]);
    }
  });
});

it("a preflight request is answered as recorded where web pages are let in", async () => {
  const open = await serveGateway(chain, { cors: true });
  const preflight = exchanges.find(({ request }) => request.startsWith("OPTIONS "));
  const path = preflight?.request.split(" ")[1] ?? "";
  const found = await open.send("OPTIONS", path, { headers: preflight?.headers ?? {} });
  expect(found.status).toBe(preflight?.status);
  expect(found.headers.get("access-control-allow-origin")).toBe("*");
  await open.close();
});

describe("the wire family", () => {
  it.each(routes)("answers %s in the recorded shape", async (pattern, path) => {
    const found = await rest.get(path());
    expect([found.status, found.text.slice(0, 300)]).toEqual([200, expect.any(String)]);
    expect(skeletonDifferences(recordedAnswer(pattern), found.json)).toEqual([]);
    expect(found.headers.get("content-type")).toBe("application/json");
  });

  it("shows the same participant in both families, each in its own form", async () => {
    const wire = await rest.get("/verana/pp/v1/list?schema_id=1");
    const own = await rest.get("/pp/v1/list?schema_id=1");
    expect(wire.json.participants).toHaveLength(1);
    expect(own.json.participants).toHaveLength(1);
    const [a, b] = [wire.json.participants[0], own.json.participants[0]];
    expect([a.id, a.did, a.role]).toEqual([b.id, b.did, b.role]);
    expect(own.json.participants[0]).toEqual((await rest.get("/pp/v1/get/1")).json.participant);
  });

  it("[D-GEN-11] keeps the specification's form where a recorded route has its path", async () => {
    const own = await rest.get("/gf/v1/list?ecosystem_id=1");
    expect(Object.keys(own.json)).toEqual(["governance_framework_versions"]);
    const wire = await rest.get("/verana/gf/v1/list?ecosystem_id=1");
    expect(Object.keys(wire.json)).toEqual(["versions"]);
  });

  it("[D-CS-11] sends a schema as it is stored", async () => {
    const raw = await rest.get("/cs/v1/js/1");
    expect(raw.headers.get("content-type")).toBe("application/schema+json");
    expect(raw.json.title).toBe("A <b>&</b>");
    expect(raw.text).toBe((await rest.get("/verana/cs/v1/js/1")).json.schema);
  });

  it("escapes in texts what Go's encoder escapes", async () => {
    const { text } = await rest.get("/verana/cs/v1/get/1");
    expect(text).toContain("A \\u003cb\\u003e\\u0026\\u003c/b\\u003e");
  });

  it("finds what an operator signed", async () => {
    const query = encodeURIComponent(`message.sender='${OTHER.address}'`);
    const found = await rest.get(`/cosmos/tx/v1beta1/txs?query=${query}&limit=2&page=2`);
    expect(found.json.total).toBe("4");
    const hashes = found.json.tx_responses.map((one: { txhash: string }) => one.txhash);
    expect(hashes).toEqual([story.hashes[4], expect.any(String)]);
  });
});
