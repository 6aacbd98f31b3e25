import { QueryClient, setupAuthzExtension, setupFeegrantExtension } from "@cosmjs/stargate";
import { connectComet } from "@cosmjs/tendermint-rpc";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseTimestamp } from "../../src/wire/time.js";
import { deliver } from "../support/gateway-story.js";
import {
  type ChainWorld,
  type GatewayWorld,
  OTHER,
  RICH,
  serveGateway,
  startChain,
  THIRD,
} from "../support/gateway-world.js";
import * as g from "../support/grant-messages.js";
import { recordedGrants, skeletonDifferences } from "../support/rest-skeleton.js";

let chain: ChainWorld;
let rest: GatewayWorld;

const END = parseTimestamp("2030-01-02T03:04:05Z");
const HOUR = 3_600_000_000_000n;
const VOTE = "/cosmos.group.v1.MsgVote";

// Who is who in the recordings: the granter of most, and those whom he and another grant.
const PEOPLE: Readonly<Record<string, string>> = {
  verana1cfk04sqjv0lxdkx9j5puz8hae95mx546vs088y: RICH.address,
  verana13snwwqpuhpf2uwmmpjr0uqujflxy0y6kfz88ta: OTHER.address,
  verana1zspr8m4238a486qk9ejrs7vcfwmv26c85x3ey0: THIRD.address,
  verana1vtxuv7ang8gyqk7frg05dcayxu8tqmt2fj582c: OTHER.address,
};

beforeAll(async () => {
  chain = await startChain();
  rest = await serveGateway(chain, {});
  const [rich, other, third] = [RICH.address, OTHER.address, THIRD.address];
  await deliver(rest, RICH, g.grantAllowance(rich, other, g.basic(4_900_000n, END)));
  const times = { period: HOUR, reset: END };
  await deliver(rest, RICH, g.grantAllowance(rich, third, g.periodic(500_000n, times, 5_000_000n)));
  const only = g.onlyFor([VOTE], g.basic(5_000_000n));
  await deliver(rest, OTHER, g.grantAllowance(other, third, only));
  await deliver(rest, RICH, g.authorize(rich, other, g.sending(990n), END));
  await deliver(rest, RICH, g.authorize(rich, other, g.generic(VOTE), END));
});

afterAll(async () => {
  await rest.close();
  await chain.stop();
});

const today = (request: string): string =>
  request
    .replace("GET ", "")
    .replace(/verana1[a-z0-9]+/g, (address) => PEOPLE[address] ?? address)
    .replace("/cosmos.gov.v1.MsgVote", VOTE);

describe("grants over REST", () => {
  it.each(recordedGrants())("%s has the recorded shape", async (request, recorded) => {
    const found = await rest.get(today(request));
    expect([found.status, found.text.slice(0, 200)]).toEqual([200, expect.any(String)]);
    expect(skeletonDifferences(recorded, found.json)).toEqual([]);
  });

  it.each([
    [`feegrant/v1beta1/allowance/${THIRD.address}/${RICH.address}`, 404, 5],
    [`feegrant/v1beta1/allowance/verana1bad/${RICH.address}`, 400, 3],
    ["feegrant/v1beta1/allowances/verana1bad", 400, 3],
    ["feegrant/v1beta1/issued/verana1bad", 400, 3],
    ["authz/v1beta1/grants", 400, 3],
    [`authz/v1beta1/grants?granter=${RICH.address}&grantee=verana1bad`, 400, 3],
    [
      `authz/v1beta1/grants?granter=${RICH.address}&grantee=${OTHER.address}&msg_type_url=/none`,
      404,
      5,
    ],
    ["authz/v1beta1/grants/granter/verana1bad", 400, 3],
    ["authz/v1beta1/grants/grantee/verana1bad", 400, 3],
  ])("%s is answered %i, code %i", async (path, status, code) => {
    const found = await rest.get(`/cosmos/${path}`);
    expect([found.status, found.json.code]).toEqual([status, code]);
  });

  it.each([
    [`/cosmos/feegrant/v1beta1/issued/${RICH.address}`, "allowances"],
    [`/cosmos/feegrant/v1beta1/allowances/${THIRD.address}`, "allowances"],
    [`/cosmos/authz/v1beta1/grants/granter/${RICH.address}`, "grants"],
    [`/cosmos/authz/v1beta1/grants/grantee/${OTHER.address}`, "grants"],
    [`/cosmos/authz/v1beta1/grants?granter=${RICH.address}&grantee=${OTHER.address}`, "grants"],
  ])("%s goes on with the next page where the one before ended", async (path, name) => {
    const whole = (await rest.get(path)).json;
    expect(whole.pagination).toEqual({ next_key: null, total: "2" });
    const join = path.includes("?") ? "&" : "?";
    const first = (await rest.get(`${path}${join}pagination.limit=1`)).json;
    const key = encodeURIComponent(first.pagination.next_key);
    const rest2 = (await rest.get(`${path}${join}pagination.key=${key}`)).json;
    expect([...first[name], ...rest2[name]]).toEqual(whole[name]);
    expect(rest2.pagination.next_key).toBeNull();
  });
});

it("CosmJS decodes every answer of its extensions for grants", async () => {
  const comet = await connectComet(chain.rpcUrl.replace("tcp://", "http://"));
  const client = QueryClient.withExtensions(comet, setupFeegrantExtension, setupAuthzExtension);
  const [rich, other, third] = [RICH.address, OTHER.address, THIRD.address];
  const { allowance } = await client.feegrant.allowance(rich, other);
  expect(allowance?.allowance?.typeUrl).toBe("/cosmos.feegrant.v1beta1.BasicAllowance");
  expect((await client.feegrant.allowances(third)).allowances).toHaveLength(2);
  await expect(client.feegrant.allowance(third, rich)).rejects.toThrow("fee-grant not found");
  const { grants } = await client.authz.grants(rich, other, "");
  expect(grants.map((grant) => grant.authorization?.typeUrl)).toEqual([
    "/cosmos.bank.v1beta1.SendAuthorization",
    "/cosmos.authz.v1beta1.GenericAuthorization",
  ]);
  expect((await client.authz.granterGrants(rich)).grants).toHaveLength(2);
  expect((await client.authz.granteeGrants(other)).grants).toHaveLength(2);
  comet.disconnect();
});
