import { describe, expect, it } from "vitest";
import type { ChainError } from "../../../src/keeper/errors.js";
import { csErrors } from "../../../src/modules/cs/index.js";
import { TEST_SETTINGS } from "../../support/module-context.js";
import { SchemaWorld } from "./cs-world.js";

const PARAMS = {
  credential_schema_schema_max_size: "8192",
  credential_schema_issuer_grantor_validation_validity_period_max_days: 3650,
  credential_schema_verifier_grantor_validation_validity_period_max_days: 3650,
  credential_schema_issuer_validation_validity_period_max_days: 3650,
  credential_schema_verifier_validation_validity_period_max_days: 3650,
  credential_schema_holder_validation_validity_period_max_days: 3650,
};

const SCHEMA = {
  id: "4",
  created: "2025-01-01T00:00:00.123456789Z",
  modified: "2025-02-01T00:00:00Z",
  archived: null,
  json_schema: '{"$id":"vpr:verana:vna-testnet-1:cs:4","type":"object"}',
  issuer_grantor_validation_validity_period: 365,
  verifier_grantor_validation_validity_period: 0,
  issuer_validation_validity_period: 0,
  verifier_validation_validity_period: 0,
  holder_validation_validity_period: 0,
  issuer_onboarding_mode: "ISSUER_ONBOARDING_MODE_OPEN",
  verifier_onboarding_mode: "VERIFIER_ONBOARDING_MODE_OPEN",
  pricing_asset_type: "TU",
  pricing_asset: "tu",
  digest_algorithm: "sha256",
  holder_onboarding_mode: "HOLDER_ONBOARDING_MODE_PERMISSIONLESS",
  ecosystem_id: "3",
};

const LATER = "2025-02-01T00:00:00.000000001Z";

const POLICY = {
  id: "2",
  schema_id: "4",
  role: "SCHEMA_AUTHORIZATION_POLICY_ROLE_ISSUER",
  url: "https://example.com/policy",
  digest_sri: "sha384-x",
  effective_from: null,
  effective_until: null,
  revoked: false,
  created: "2025-01-01T00:00:00Z",
  version: 1,
};

/** Policies 2, 3 … of the schema with versions 2, 3 …, in force without an end unless changed. */
const policies = (...changes: readonly object[]) => ({
  credential_schemas: [SCHEMA],
  schema_authorization_policies: changes.map((change, i) => ({
    ...POLICY,
    ...{ id: String(i + 2), version: i + 2, effective_from: LATER, effective_until: null },
    revoked: false,
    ...change,
  })),
});

/** Why a section is refused, with defaults for what it lacks. */
function refusal(section: object): ChainError {
  const world = new SchemaWorld();
  const { genesis } = world.cs.module;
  const fresh = genesis?.fresh(TEST_SETTINGS);
  const whole = { ...(typeof fresh === "object" ? fresh : {}), ...section };
  return world.chain.rolledBack((ctx) => genesis?.init(ctx, whole));
}

describe("the genesis of credential schemas", () => {
  it("[D-GLO-02] starts with the specification's parameters", () => {
    const { genesis } = new SchemaWorld().cs.module;
    expect(genesis?.fresh(TEST_SETTINGS)).toEqual({
      params: PARAMS,
      credential_schemas: [],
      schema_counter: "0",
      schema_authorization_policies: [],
      schema_authorization_policy_counter: "0",
    });
  });

  it("[D-GEN-09] exports what it was started with, and goes on after the last id", () => {
    const world = new SchemaWorld();
    const section = {
      params: { ...PARAMS, credential_schema_schema_max_size: "9000" },
      credential_schemas: [SCHEMA],
      schema_counter: "14",
      schema_authorization_policies: [POLICY],
      schema_authorization_policy_counter: "5",
    };
    world.start(section);
    expect(world.cs.module.genesis?.export(world.chain.ctx)).toEqual(section);
    expect(world.create()).toBe(15n);
  });

  it("[D-GEN-09] takes the highest id where the counter is behind it", () => {
    const world = new SchemaWorld();
    world.start({ credential_schemas: [SCHEMA], schema_authorization_policies: [POLICY] });
    expect(world.keeper.state.policyIds.last(world.chain.ctx)).toBe(2n);
    expect(world.create()).toBe(5n);
  });

  it("[MOD-CS-QRY-3-3] stores a schema that is not canonical in canonical form", () => {
    const world = new SchemaWorld();
    world.start({
      credential_schemas: [{ ...SCHEMA, json_schema: '{ "type": "x", "$id": 1.0 }' }],
    });
    expect(world.schema(4n).jsonSchema).toBe('{"$id":1,"type":"x"}');
  });

  it.each([
    ["an id of 0", { credential_schemas: [{ ...SCHEMA, id: "0" }] }],
    ["an id twice", { credential_schemas: [SCHEMA, SCHEMA] }],
    ["no ecosystem", { credential_schemas: [{ ...SCHEMA, ecosystem_id: "0" }] }],
    ["an unknown ecosystem", { credential_schemas: [{ ...SCHEMA, ecosystem_id: "99" }] }],
    ["an unknown algorithm", { credential_schemas: [{ ...SCHEMA, digest_algorithm: "md5" }] }],
    ["a change before its time", { credential_schemas: [{ ...SCHEMA, created: LATER }] }],
    ["no time", { credential_schemas: [{ ...SCHEMA, created: null }] }],
    ["a schema that is no JSON", { credential_schemas: [{ ...SCHEMA, json_schema: "{" }] }],
    ["a schema that is a list", { credential_schemas: [{ ...SCHEMA, json_schema: "[]" }] }],
    ["an unset mode", { credential_schemas: [{ ...SCHEMA, issuer_onboarding_mode: 0 }] }],
    ["an unknown mode", { credential_schemas: [{ ...SCHEMA, holder_onboarding_mode: 3 }] }],
    ["a misfit asset", { credential_schemas: [{ ...SCHEMA, pricing_asset: "uvna" }] }],
    ["an unknown field", { credential_schemas: [{ ...SCHEMA, owner: "me" }] }],
    ["a policy of no schema", { schema_authorization_policies: [POLICY] }],
    [
      "a policy version twice",
      {
        credential_schemas: [SCHEMA],
        schema_authorization_policies: [POLICY, { ...POLICY, id: "3" }],
      },
    ],
    ["a second draft", policies({ effective_from: null }, { effective_from: null })],
    ["a second policy in force", policies({}, {})],
    ["a list that is no list", { credential_schemas: {} }],
    ["a negative counter", { schema_counter: "-1" }],
  ])("[D-GEN-09] refuses %s", (_what, section) => {
    expect(refusal(section).kind).toBe(csErrors.invalidGenesis);
  });

  it.each([
    ["policy without id or version", policies({ id: "0" })],
    ["policy without id or version", policies({ version: 0 })],
    ["unknown policy role", policies({ role: 0 })],
    ["policy without time", policies({ created: null })],
    [
      "policy that was revoked or ended before it was in force",
      policies({ effective_from: null, revoked: true }),
    ],
    [
      "policy that was revoked or ended before it was in force",
      policies({ effective_from: null, effective_until: LATER }),
    ],
    ["unknown verifier mode", { credential_schemas: [{ ...SCHEMA, verifier_onboarding_mode: 0 }] }],
  ])("[D-CS-07] [D-GEN-09] refuses a %s: %o", (reason, section) => {
    const { kind, facts } = refusal(section);
    expect([kind, facts.reason]).toEqual([csErrors.invalidGenesis, reason]);
  });

  it("[D-GLO-02] refuses a size of 0", () => {
    const world = new SchemaWorld();
    const params = { ...PARAMS, credential_schema_schema_max_size: "0" };
    const error = world.chain.rolledBack((ctx) => world.cs.module.genesis?.init(ctx, { params }));
    expect(error.kind).toBe(csErrors.invalidParams);
  });
});
