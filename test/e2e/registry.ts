import { expect } from "vitest";
import * as co from "../../src/gen/verana/co/v1.js";
import {
  MsgGrantOperatorAuthorization,
  MsgRevokeOperatorAuthorization,
} from "../../src/gen/verana/de/v1.js";
import * as gf from "../../src/gen/verana/gf/v1.js";
import { deErrors, delegableTypes, SESSION_TYPE } from "../../src/modules/de/index.js";
import { pack } from "../../src/wire/any.js";
import type { Any } from "../../src/wire/descriptor.js";
import { until } from "../support/until.js";
import { decide, formGroup } from "./registry-groups.js";
import { gather, type People, type RegistryChain, SECOND, told, uvna } from "./registry-people.js";
import { awaitExpiry, proposeRate, pushRates } from "./registry-rates.js";

const DIGEST = "sha384-MzNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26";
/** Alice proposes, and bob's yes makes two of three. */
const VOTERS = ["alice", "bob"] as const;
const PAID_BY_ALLOWANCE = 200_000n;
const PERIOD = 40n * SECOND;
const EVERYTHING = delegableTypes.filter((type) => type !== SESSION_TYPE);

/** What the people made, by the address that acts for them. */
interface Corporation {
  readonly policy: string;
  readonly dids: (name: string) => string;
}

/**
 * Three people form a group, which lets an operator act for it; the operator registers it as a
 * corporation, rotates its DID, publishes two versions of its framework in two languages, creates an
 * ecosystem and a schema with policies. Its fee allowance is limited, holds, and renews. All of it is
 * archived and taken back, and the operator revoked. Meanwhile governance creates a rate with an oracle,
 * whose breaker trips; then the rate expires.
 */
export async function registryJourney(chain: RegistryChain): Promise<void> {
  const people = await gather(chain);
  const rate = await proposeRate(people, chain.currency);
  const policy = await formGroup(people, "alice", ["alice", "bob", "carol"], 2);
  const own = { policy, dids: (name: string) => `did:example:${name}-${chain.currency}` };
  await bootstrap(people, own);
  await publish(people, own);
  const made = await createSchema(people, own);
  await pushRates(people, rate);
  await limitFees(people, own);
  await archiveEverything(people, own, made);
  await revoke(people, own);
  await awaitExpiry(people, rate);
  people.end();
}

const grantOf = (
  people: People,
  corporation: string,
  terms: Partial<MsgGrantOperatorAuthorization> = {},
): Any =>
  pack(
    MsgGrantOperatorAuthorization,
    MsgGrantOperatorAuthorization.create({
      corporation,
      grantee: people.addressOf("dave"),
      msgTypes: EVERYTHING,
      withFeegrant: true,
      ...terms,
    }),
  );

const described = (did: string) => ({
  did,
  language: "en",
  docUrl: "https://example.com/framework.pdf",
  docDigestSri: DIGEST,
});

const byDave = (people: People, { policy }: Corporation) => ({
  corporation: policy,
  operator: people.addressOf("dave"),
});

/** The group grants before it is registered; its operator may do nothing but register it at first. */
async function bootstrap(people: People, own: Corporation): Promise<void> {
  const { policy, dids } = own;
  const granted = await decide(people, VOTERS, policy, grantOf(people, policy));
  expect(told(granted, "grant_operator_authorization", "with_feegrant")).toBe("true");
  const by = byDave(people, own);
  const create = { ...by, ...described(dids("eco")) };
  const refusal = deErrors.corporationNotRegistered;
  await people.refused("dave", "/verana.ec.v1.MsgCreateEcosystem", create, refusal);
  const register = { ...by, ...described(dids("first")) };
  await people.send("dave", "/vpr.co.v1.MsgRegisterCorporation", register, policy);
  const rotate = { ...by, did: dids("rotated") };
  await people.send("dave", "/verana.co.v1.MsgUpdateCorporation", rotate, policy);
  const found = await corporationOf(people, own);
  expect([found.did, found.policyAddress]).toEqual([dids("rotated"), policy]);
}

const corporationOf = async (people: People, { policy }: Corporation) =>
  (
    await people.ask<co.QueryGetCorporationResponse>(co.Query.GetCorporation, {
      corporation: policy,
    })
  ).corporation;

/** Versions 2 and 3 of the corporation's framework, each in English and French. */
async function publish(people: People, own: Corporation): Promise<void> {
  const by = byDave(people, own);
  for (const version of [2, 3]) {
    for (const docLanguage of ["en", "fr"]) {
      const docUrl = `https://example.com/framework-${version}-${docLanguage}.pdf`;
      const document = { ...by, docLanguage, docUrl, docDigestSri: DIGEST, version };
      await people.send("dave", "/verana.gf.v1.MsgAddGovernanceFrameworkDocument", document);
    }
    await people.send("dave", "/verana.gf.v1.MsgIncreaseActiveGovernanceFrameworkVersion", by);
  }
  const { activeVersion, id, versions } = await corporationOf(people, own);
  expect([activeVersion, versions.length]).toEqual([3, 3]);
  const listed = await people.ask<gf.QueryListGovernanceFrameworkVersionsResponse>(
    gf.Query.ListGovernanceFrameworkVersions,
    { corporationId: id, activeOnly: true, preferredLanguage: "fr" },
  );
  const shown = listed.versions.flatMap(({ documents }) => documents);
  expect(shown.map(({ url }) => url)).toEqual(["https://example.com/framework-3-fr.pdf"]);
}

interface Made {
  readonly ecosystemId: bigint;
  readonly schemaId: bigint;
}

async function createSchema(people: People, own: Corporation): Promise<Made> {
  const by = byDave(people, own);
  const CS = "/verana.cs.v1.";
  const create = { ...by, ...described(own.dids("eco")) };
  const ecosystem = await people.send("dave", "/verana.ec.v1.MsgCreateEcosystem", create);
  const ecosystemId = BigInt(told(ecosystem, "create_ecosystem", "ecosystem_id"));
  const none = { value: 0 };
  const schema = await people.send("dave", `${CS}MsgCreateCredentialSchema`, {
    ...by,
    ecosystemId,
    jsonSchema: JSON.stringify({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "Example",
      type: "object",
    }),
    issuerGrantorValidationValidityPeriod: none,
    verifierGrantorValidationValidityPeriod: none,
    issuerValidationValidityPeriod: none,
    verifierValidationValidityPeriod: none,
    holderValidationValidityPeriod: none,
    issuerOnboardingMode: 2,
    verifierOnboardingMode: 1,
    holderOnboardingMode: 2,
    pricingAssetType: 1,
    pricingAsset: "tu",
    digestAlgorithm: "sha384",
  });
  const schemaId = BigInt(told(schema, "create_credential_schema", "credential_schema_id"));
  const role = 1;
  const policy = { ...by, schemaId, role, url: "https://example.com/policy", digestSri: DIGEST };
  await people.send("dave", `${CS}MsgCreateSchemaAuthorizationPolicy`, policy);
  const raise = { ...by, schemaId, role };
  await people.send("dave", `${CS}MsgIncreaseActiveSchemaAuthorizationPolicyVersion`, raise);
  const end = { ...raise, version: 1 };
  await people.send("dave", `${CS}MsgRevokeSchemaAuthorizationPolicy`, end);
  return { ecosystemId, schemaId };
}

/** Two fees in each period are the corporation's; a third is not, until the period has ended. */
async function limitFees(people: People, own: Corporation): Promise<void> {
  const { policy } = own;
  // One expiration ends both cycles: an authorization without a period of its own would end with it.
  const terms = {
    authzSpendLimit: uvna(1n),
    authzSpendLimitPeriod: PERIOD,
    feegrantSpendLimit: uvna(PAID_BY_ALLOWANCE),
    feegrantSpendLimitPeriod: PERIOD,
    expiration: (await people.now()) + PERIOD,
  };
  await decide(people, VOTERS, policy, grantOf(people, policy, terms));
  const store = (n: number) =>
    people.attempt(
      "dave",
      "/verana.di.v1.MsgStoreDigest",
      {
        authority: policy,
        operator: people.addressOf("dave"),
        digest: `sha384-${own.dids("x")}${n}`,
      },
      policy,
    );
  for (const n of [1, 2]) expect((await store(n)).code).toBe(0);
  await expect(store(3)).rejects.toMatchObject({
    codespace: "de",
    code: deErrors.feeLimitExceeded.code,
  });
  await until(async () => (await people.now()) >= terms.expiration);
  expect((await store(4)).code).toBe(0);
}

/** Each is archived, refused to be archived once more, and taken back. */
async function archiveEverything(
  people: People,
  own: Corporation,
  { ecosystemId, schemaId }: Made,
): Promise<void> {
  const by = byDave(people, own);
  const things = [
    ["/verana.cs.v1.MsgArchiveCredentialSchema", { ...by, id: schemaId }],
    ["/verana.ec.v1.MsgArchiveEcosystem", { ...by, id: ecosystemId }],
    ["/vpr.co.v1.MsgArchiveCorporation", by],
  ] as const;
  for (const [typeUrl, thing] of things) {
    await people.send("dave", typeUrl, { ...thing, archive: true });
    const again = await people.attempt("dave", typeUrl, { ...thing, archive: true });
    expect(again.code, `${typeUrl} twice`).not.toBe(0);
  }
  expect((await corporationOf(people, own)).archived).toBeDefined();
  for (const [typeUrl, thing] of things) {
    await people.send("dave", typeUrl, { ...thing, archive: false });
  }
  expect((await corporationOf(people, own)).archived).toBeUndefined();
}

/** The group takes the authorization back, and with it the allowance. */
async function revoke(people: People, own: Corporation): Promise<void> {
  const { policy } = own;
  const message = { corporation: policy, grantee: people.addressOf("dave") };
  const revoked = MsgRevokeOperatorAuthorization.create(message);
  await decide(people, VOTERS, policy, pack(MsgRevokeOperatorAuthorization, revoked));
  const digest = { authority: policy, operator: people.addressOf("dave"), digest: "sha384-late" };
  const STORE = "/verana.di.v1.MsgStoreDigest";
  await people.refused("dave", STORE, digest, deErrors.authorizationNotFound);
  await expect(people.attempt("dave", STORE, digest, policy)).rejects.toThrow();
}
