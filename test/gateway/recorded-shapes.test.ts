import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deliver, type Story, tellStory } from "../support/gateway-story.js";
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

beforeAll(async () => {
  chain = await startChain();
  rest = await serveGateway(chain, { minGasPrices: "0.250000000000000000uvna" });
  story = await tellStory(rest);
  sendHash = (await deliver(rest, RICH, sendOne(RICH.address))).json.tx_response.txhash;
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
    expect(found.json.total).toBe("3");
    expect(found.json.tx_responses.map((one: { txhash: string }) => one.txhash)).toEqual([
      story.hashes[4],
    ]);
  });
});
