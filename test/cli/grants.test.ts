import { afterAll, beforeAll, expect, it } from "vitest";
import { DevHome } from "./dev-home.js";

let chain: DevHome;

beforeAll(async () => {
  chain = await DevHome.start("grants");
});

afterAll(() => chain?.stop());

const flags = () => `--node ${chain.rpc} --keyring-backend test -y -o json`;

async function tx(line: string): Promise<{ readonly code: number; readonly codespace: string }> {
  const { stdout, stderr } = await chain.raw(`tx ${line} ${flags()} --wait`);
  expect(stdout, stderr).not.toBe("");
  return JSON.parse(stdout);
}

it("grants, uses, shows and revokes fee allowances with Cosmos SDK's commands", async () => {
  const [alice, bob] = [await chain.addressOf("alice"), await chain.addressOf("bob")];
  const given = "feegrant grant alice bob --spend-limit 900000uvna --expiration +24h";
  const limits = "--period 3600 --period-limit 60000uvna";
  const only = "--allowed-messages /cosmos.bank.v1beta1.MsgSend,/cosmos.gov.v1.MsgVote";
  expect(await tx(`${given} ${limits} ${only}`)).toMatchObject({ code: 0 });
  const { allowance } = await chain.ask("feegrant grant alice bob");
  expect(allowance).toMatchObject({
    granter: alice,
    grantee: bob,
    allowance: {
      "@type": "/cosmos.feegrant.v1beta1.AllowedMsgAllowance",
      allowance: {
        "@type": "/cosmos.feegrant.v1beta1.PeriodicAllowance",
        basic: { spend_limit: [{ denom: "uvna", amount: "900000" }] },
        period: "3600s",
        period_spend_limit: [{ denom: "uvna", amount: "60000" }],
      },
      allowed_messages: ["/cosmos.bank.v1beta1.MsgSend", "/cosmos.gov.v1.MsgVote"],
    },
  });
  const send = "bank send bob carol 1uvna --fee-granter alice --gas 200000 --fees";
  expect(await tx(`${send} 50000uvna`)).toMatchObject({ code: 0 });
  expect(await chain.raw(`tx ${send} 50000uvna ${flags()}`)).toMatchObject({ code: 1 });
  expect((await chain.ask("feegrant grants-by-grantee bob")).allowances).toHaveLength(1);
  const [one] = (await chain.ask("feegrant grants-by-granter alice")).allowances;
  expect(one.allowance.allowance.period_can_spend).toEqual([{ denom: "uvna", amount: "10000" }]);
  expect(await tx("feegrant revoke alice bob")).toMatchObject({ code: 0 });
  expect(await tx("feegrant prune --from bob")).toMatchObject({ code: 0 });
  expect((await chain.ask("feegrant grants-by-granter alice")).allowances).toEqual([]);
}, 180_000);

it("tells what is missing or does not fit in a fee allowance", async () => {
  const wrong = async (line: string) => (await chain.raw(`tx ${line} ${flags()}`)).stderr;
  const grant = "feegrant grant alice bob";
  expect(await wrong(`${grant} --period 60`)).toContain("go together");
  expect(await wrong(`${grant} --spend-limit much`)).toContain("no coins");
  expect(await wrong(`${grant} --expiration soon`)).toContain("no time");
  const late = "--expiration +10s --period 1h --period-limit 5uvna";
  expect(await wrong(`${grant} ${late}`)).toContain("after the expiration");
});

it("authorizes an account, sends for another, and takes it back with Cosmos SDK's commands", async () => {
  const [alice, bob] = [await chain.addressOf("alice"), await chain.addressOf("bob")];
  const carol = await chain.addressOf("carol");
  const grant = "authz grant bob";
  const sending = `${grant} send --spend-limit 100uvna --allow-list carol --from alice`;
  expect(await tx(`${sending} --expiration +1h`)).toMatchObject({ code: 0 });
  const vote = "/cosmos.group.v1.MsgVote";
  expect(await tx(`${grant} generic --msg-type ${vote} --from alice`)).toMatchObject({ code: 0 });
  for (const kind of ["delegate", "unbond", "redelegate", "cancel-unbond"]) {
    const staking = `${grant} ${kind} --spend-limit 5uvna --allowed-validators alice --from alice`;
    expect(await tx(staking)).toMatchObject({ code: 0 });
  }
  const { grants } = await chain.ask("authz grants alice bob");
  expect(grants).toHaveLength(6);
  const [one] = (await chain.ask("authz grants alice bob /cosmos.bank.v1beta1.MsgSend")).grants;
  expect(one.authorization).toEqual({
    "@type": "/cosmos.bank.v1beta1.SendAuthorization",
    spend_limit: [{ denom: "uvna", amount: "100" }],
    allow_list: [carol],
  });
  expect((await chain.ask("authz grants-by-granter alice")).grants[0]).toMatchObject({
    granter: alice,
  });
  expect((await chain.ask("authz grants-by-grantee bob")).grants[0]).toMatchObject({
    grantee: bob,
  });

  const made = await chain.raw(`tx bank send alice carol 60uvna --generate-only ${flags()}`);
  chain.file("send.json", JSON.parse(made.stdout));
  expect(await tx("authz exec send.json --from bob")).toMatchObject({ code: 0 });
  expect(await chain.raw(`tx authz exec send.json --from bob ${flags()}`)).toMatchObject({
    code: 1,
  });
  expect(await tx(`authz revoke bob ${vote} --from alice`)).toMatchObject({ code: 0 });
  expect((await chain.ask("authz grants alice bob")).grants).toHaveLength(5);
}, 180_000);

it("tells what is missing or does not fit in an authorization", async () => {
  const wrong = async (line: string) =>
    (await chain.raw(`tx authz ${line} --from alice ${flags()}`)).stderr;
  expect(await wrong("grant bob everything")).toContain("none of send, generic");
  expect(await wrong("grant bob generic")).toContain("--msg-type");
  expect(await wrong("grant bob delegate --spend-limit 5uvna")).toContain("--allowed-validators");
  expect(await wrong("grant bob delegate --spend-limit 5uvna,6abc")).toContain("one amount");
  expect(await wrong("exec nothing.json")).toContain("nothing.json");
});
