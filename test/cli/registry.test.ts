import type { Command } from "commander";
import { afterAll, beforeAll, expect, it } from "vitest";
import { program } from "../../src/cli/program.js";
import { DevHome } from "./dev-home.js";

let chain: DevHome;

beforeAll(async () => {
  chain = await DevHome.start("registry");
});

afterAll(() => chain?.stop());

const DOC = `--doc-url https://example.com/d --doc-digest-sri sha384-${"A".repeat(64)}`;
const DIGEST = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

it("takes a corporation from its creation to an archive, by commands alone", async () => {
  await chain.tx(`co create --from alice --did did:example:acme ${DOC}`);
  const { execution } = await chain.tx(
    "corporation grant-operator bob --with-feegrant --feegrant-spend-limit 5000000uvna --from alice",
  );
  expect(execution).toBe("success");

  await chain.tx(`digest store-digest ${DIGEST} --from bob`);
  expect((await chain.ask(`di get-digest ${DIGEST}`)).digest.digest).toBe(DIGEST);
  await chain.tx("co update did:example:acme2 --from bob");
  await chain.tx("co archive --archive --from bob");
  const { corporation } = await chain.ask("co get-corporation 1");
  expect(corporation).toMatchObject({ did: "did:example:acme2", archived: expect.any(String) });
  await chain.tx("co archive-corporation --from bob");

  const grants = "GrantOperatorAuthorization,RevokeOperatorAuthorization";
  await chain.tx(`co grant-operator carol --msg-types ${grants} --from alice`);
  await chain.tx(
    "de grant-operator-authz dave --msg-types StoreDigest,UpdateCorporation --from carol",
  );
  const listed = await chain.ask("de list-operator-authorizations --corporation-id 1");
  expect(listed.operator_authorizations).toHaveLength(3);
  await chain.tx("delegation revoke-operator-authz dave --from carol");
  await chain.tx("co revoke-operator bob --from alice");
  const left = await chain.ask("de list-operator-authorizations");
  expect(left.operator_authorizations).toHaveLength(1);
}, 180_000);

it("proposes rates and oracles to governance, and refuses an oracle that is none", async () => {
  const deposit = "--deposit 10000000uvna --from alice";
  const pair = "--base-asset-type fiat --base-asset EUR --quote-asset-type coin --quote-asset uvna";
  await chain.tx(`xr create-exchange-rate ${pair} --rate 2500000 --rate-scale 2 ${deposit}`);
  await chain.tx(`xr set-exchange-rate-state 1 --state ${deposit}`);
  await chain.tx(
    `xr grant-exchange-rate-authz 1 bob --expiration +30d --min-interval 10s ${deposit}`,
  );
  await chain.tx(`exchange-rate revoke-exchange-rate-authz 1 bob ${deposit}`);
  const { proposals } = await chain.ask("gov proposals");
  expect(
    proposals.map(({ messages }: { readonly messages: readonly object[] }) => messages[0]),
  ).toMatchObject([
    {
      "@type": "/verana.xr.v1.MsgCreateExchangeRate",
      base_asset_type: "FIAT",
      base_asset: "EUR",
      rate: "2500000",
      rate_scale: 2,
      validity_duration: "86400s",
      state: false,
    },
    { "@type": "/verana.xr.v1.MsgSetExchangeRateState", id: "1", state: true },
    { "@type": "/verana.xr.v1.MsgGrantExchangeRateAuthorization", min_interval: "10s" },
    { "@type": "/verana.xr.v1.MsgRevokeExchangeRateAuthorization", xr_id: "1" },
  ]);
  const push = "tx xr update-exchange-rate 1 2510000 --from bob --gas 300000 -y --wait";
  const refused = await chain.raw(`${push} --node ${chain.rpc} --keyring-backend test`);
  expect([refused.code, refused.stderr.includes("(xr 2)")], refused.stderr).toEqual([1, true]);
}, 180_000);

it("[D-GEN-04] shows an example in the help of every command of these modules", async () => {
  const tx = (await program()).commands.find((command) => command.name() === "tx");
  const names = ["co", "de", "di", "xr"];
  const modules = (tx?.commands ?? []).filter((module) => names.includes(module.name()));
  expect(modules).toHaveLength(4);
  const helpOf = (command: Command): string => {
    let help = "";
    const hear = (text: string) => {
      help += text;
    };
    command.configureOutput({ writeOut: hear }).outputHelp();
    return help;
  };
  for (const command of modules.flatMap(({ commands }) => commands)) {
    expect(helpOf(command)).toMatch(
      new RegExp(`Example:\\n {2}vprd tx \\w+ ${command.name()}.* --from \\w+`),
    );
  }
});
