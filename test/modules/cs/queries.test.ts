import { describe, expect, it } from "vitest";
import type {
  QueryListCredentialSchemasRequest,
  QueryListCredentialSchemasResponse,
  SchemaAuthorizationPolicy,
} from "../../../src/gen/verana/cs/v1.js";
import {
  QueryListCredentialSchemasRequest as ListRequest,
  SchemaAuthorizationPolicy as Policy,
} from "../../../src/gen/verana/cs/v1.js";
import { ChainError, type ErrorKind } from "../../../src/keeper/errors.js";
import { csErrors } from "../../../src/modules/cs/index.js";
import { ask, askSpec } from "../../support/registry-ports.js";
import { SchemaWorld } from "./cs-world.js";

/** Ids of a list asked over the wire. */
function listed(world: SchemaWorld, given: Partial<QueryListCredentialSchemasRequest>): string {
  const response = ask<QueryListCredentialSchemasRequest, QueryListCredentialSchemasResponse>(
    world.chain,
    world.cs.module,
    "ListCredentialSchemas",
    ListRequest.create(given),
  );
  return response.schemas.map((schema) => schema.id).join(" ");
}

function expectRefused(work: () => unknown, kind: ErrorKind, rule: string): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    expect([error.kind, error.rule]).toEqual([kind, rule]);
    return;
  }
  throw new Error("nothing was refused");
}

/** Schemas 1 to 6: two change times, two ecosystems, all modes, 5 archived. */
function six(): SchemaWorld {
  const world = new SchemaWorld();
  for (let n = 1; n <= 6; n++) {
    world.put({
      id: BigInt(n),
      ecosystemId: n <= 4 ? 3n : 6n,
      modified: world.chain.time + BigInt(n <= 3 ? 0 : 1),
      archived: n === 5 ? world.chain.time : undefined,
      issuerOnboardingMode: 1 + (n % 3),
      verifierOnboardingMode: 1 + (n % 2),
      holderOnboardingMode: 1 + (n % 2),
    });
  }
  return world;
}

describe("listing credential schemas", () => {
  it("[MOD-CS-QRY-1] lists all schemas, and none when there are none", () => {
    expect(listed(six(), {})).toBe("4 5 6 1 2 3");
    expect(listed(new SchemaWorld(), {})).toBe("");
  });

  it("[MOD-CS-QRY-1-3] orders by the latest change, ties by ascending id", () => {
    const world = six();
    world.put({ id: 2n, modified: world.chain.time + 9n });
    expect(listed(world, {})).toBe("2 4 5 6 1 3");
    expect(listed(world, { ecosystemId: 3n })).toBe("2 4 1 3");
  });

  it("[MOD-CS-QRY-1-1] filters by each parameter and by all together", () => {
    const world = six();
    const { time } = world.chain;
    expect(listed(world, { ecosystemId: 3n })).toBe("4 1 2 3");
    expect(listed(world, { modifiedAfter: time })).toBe("4 5 6");
    expect(listed(world, { modifiedAfter: time - 1n })).toBe("4 5 6 1 2 3");
    expect(listed(world, { modifiedAfter: time + 1n })).toBe("");
    expect(listed(world, { onlyActive: true })).toBe("4 6 1 2 3");
    expect(listed(world, { issuerOnboardingMode: 2 })).toBe("4 1");
    expect(listed(world, { verifierOnboardingMode: 2 })).toBe("5 1 3");
    expect(listed(world, { holderOnboardingMode: 1 })).toBe("4 6 2");
    const all = {
      ecosystemId: 3n,
      modifiedAfter: time,
      onlyActive: true,
      issuerOnboardingMode: 2,
      verifierOnboardingMode: 1,
      holderOnboardingMode: 1,
      responseMaxSize: 10,
    };
    expect(listed(world, all)).toBe("4");
    expect(listed(world, { ...all, holderOnboardingMode: 2 })).toBe("");
  });

  it("[D-GEN-13] answers nothing for an unknown ecosystem", () => {
    expect(listed(six(), { ecosystemId: 99n })).toBe("");
  });

  it("[D-GEN-05] archiving hides a schema from only_active alone", () => {
    const world = six();
    expect(listed(world, { ecosystemId: 6n })).toBe("5 6");
    expect(listed(world, { ecosystemId: 6n, onlyActive: true })).toBe("6");
  });

  it("[MOD-CS-QRY-1-2] keeps the size from 1 to 1024, 64 when absent", () => {
    const world = six();
    expect(listed(world, { responseMaxSize: 2 })).toBe("4 5");
    for (let n = 7; n <= 70; n++) world.put({ id: BigInt(n) });
    expect(listed(world, {}).split(" ")).toHaveLength(64);
    expect(listed(world, { responseMaxSize: 1024 }).split(" ")).toHaveLength(70);
    const rule = "MOD-CS-QRY-1-2";
    expectRefused(() => listed(world, { responseMaxSize: 1025 }), csErrors.sizeOutOfRange, rule);
  });

  it("[MOD-CS-QRY-1-2] refuses unknown modes", () => {
    const rule = "MOD-CS-QRY-1-2";
    const world = six();
    for (const given of [
      { issuerOnboardingMode: 4 },
      { verifierOnboardingMode: -1 },
      { holderOnboardingMode: 3 },
    ]) {
      expectRefused(() => listed(world, given), csErrors.filterUnknown, rule);
    }
  });

  it("[D-GEN-12] takes the specification's names and refuses others", () => {
    const world = six();
    const list = (given: Record<string, string>) =>
      askSpec(world.chain, world.cs.module, "ListCredentialSchemas", given);
    const ids = (given: Record<string, string>) =>
      (list(given) as { credential_schemas: { id: string }[] }).credential_schemas.map((s) => s.id);
    const filters = {
      ecosystem_id: "3",
      modified_after: "2026-01-01T00:00:00Z",
      response_max_size: "5",
      only_active: "true",
      issuer_onboarding_mode: "ECOSYSTEM_ONBOARDING_PROCESS",
      verifier_onboarding_mode: "OPEN",
      holder_onboarding_mode: "ISSUER_ONBOARDING_PROCESS",
    };
    expect(ids(filters)).toEqual(["4"]);
    expect(() => list({ ecosystem: "3" })).toThrow();
    expect(() => list({ response_max_size: "0" })).toThrow();
    expect(() => list({ issuer_onboarding_mode: "NONSENSE" })).toThrow();
    expect(() => list({ modified_after: "yesterday" })).toThrow();
  });
});

describe("reading one credential schema", () => {
  const id = "1";

  it("[MOD-CS-QRY-2] prints the entity as the specification names it", () => {
    const world = new SchemaWorld();
    world.create({ issuerValidationValidityPeriod: { value: 180 } });
    expect(askSpec(world.chain, world.cs.module, "GetCredentialSchema", { id })).toEqual({
      credential_schema: {
        id: "1",
        ecosystem_id: "3",
        created: "2026-01-01T00:00:00.000Z",
        modified: "2026-01-01T00:00:00.000Z",
        archived: null,
        json_schema: '{"$id":"vpr:1","title":"Example","type":"object"}',
        issuer_grantor_validation_validity_period: 0,
        verifier_grantor_validation_validity_period: 0,
        issuer_validation_validity_period: 180,
        verifier_validation_validity_period: 0,
        holder_validation_validity_period: 0,
        issuer_onboarding_mode: "GRANTOR_ONBOARDING_PROCESS",
        verifier_onboarding_mode: "OPEN",
        holder_onboarding_mode: "PERMISSIONLESS",
        pricing_asset_type: "TU",
        pricing_asset: "tu",
        digest_algorithm: "sha384",
      },
    });
  });

  it("[MOD-CS-QRY-2-3] answers not found for an unknown id", () => {
    const world = new SchemaWorld();
    const get = () => ask(world.chain, world.cs.module, "GetCredentialSchema", { id: 9n });
    expectRefused(get, csErrors.schemaNotFound, "MOD-CS-QRY-2-3");
    expect(csErrors.schemaNotFound.grpc).toBe("NotFound");
  });

  it("[MOD-CS-QRY-2-2] wants an id above 0", () => {
    const world = new SchemaWorld();
    const get = () => ask(world.chain, world.cs.module, "GetCredentialSchema", { id: 0n });
    expectRefused(get, csErrors.idMissing, "MOD-CS-QRY-2-2");
  });

  it("[MOD-CS-QRY-2-1] takes the id as text and refuses what is none", () => {
    const world = new SchemaWorld();
    for (const bad of ["", "0", "-1", "abc", "1.0", "18446744073709551616"]) {
      expect(() =>
        askSpec(world.chain, world.cs.module, "GetCredentialSchema", { id: bad }),
      ).toThrow();
    }
  });

  it("[MOD-CS-QRY-3] renders the canonical bytes without an envelope", () => {
    const world = new SchemaWorld();
    world.create({ jsonSchema: '{"title": "é", "type": "object", "maximum": 1.0}' });
    expect(askSpec(world.chain, world.cs.module, "RenderJsonSchema", { id })).toEqual({
      contentType: "application/schema+json",
      body: '{"$id":"vpr:verana:vpr-test-1/cs/v1/js/1","maximum":1,"title":"é","type":"object"}',
    });
  });

  it("[MOD-CS-QRY-3-3] answers not found for an unknown id", () => {
    const world = new SchemaWorld();
    const render = () => ask(world.chain, world.cs.module, "RenderJsonSchema", { id: 9n });
    expectRefused(render, csErrors.schemaNotFound, "MOD-CS-QRY-3-3");
  });

  it("[MOD-CS-QRY-3-2] wants an id above 0", () => {
    const world = new SchemaWorld();
    const render = () => ask(world.chain, world.cs.module, "RenderJsonSchema", { id: 0n });
    expectRefused(render, csErrors.idMissing, "MOD-CS-QRY-3-2");
  });

  it("[MOD-CS-QRY-3-1] takes the id as text and refuses what is none", () => {
    const world = new SchemaWorld();
    expect(() => askSpec(world.chain, world.cs.module, "RenderJsonSchema", { id: "x" })).toThrow();
  });
});

describe("the envelopes of credential schemas", () => {
  it("[D-GEN-11] hold one key, the same entity alone and in a list", () => {
    const world = new SchemaWorld();
    world.create();
    const one = askSpec(world.chain, world.cs.module, "GetCredentialSchema", { id: "1" });
    const many = askSpec(world.chain, world.cs.module, "ListCredentialSchemas", {});
    expect(Object.keys(one as object)).toEqual(["credential_schema"]);
    expect(many).toEqual({
      credential_schemas: [(one as { credential_schema: unknown }).credential_schema],
    });
  });
});

describe("a rendered schema", () => {
  it("[D-CS-11] is the stored text, byte for byte", () => {
    const world = new SchemaWorld();
    const id = world.create();
    const answer = ask(world.chain, world.cs.module, "RenderJsonSchema", { id });
    expect(answer).toEqual({ schema: world.schema(id).jsonSchema });
  });
});

describe("reading the parameters", () => {
  it("[MOD-CS-QRY-4] answers with the parameters that are in force", () => {
    const world = new SchemaWorld();
    const params = { ...world.keeper.params(world.chain.ctx), credentialSchemaSchemaMaxSize: 9n };
    world.chain.run((ctx) => world.keeper.state.params.set(ctx, params));
    expect(ask(world.chain, world.cs.module, "Params", {})).toEqual({ params });
  });

  it("[MOD-CS-QRY-4-3] lists the parameters of the specification and no others", () => {
    const world = new SchemaWorld();
    expect(Object.keys(world.keeper.params(world.chain.ctx))).toHaveLength(6);
  });

  it("[MOD-CS-QRY-4-4] prints every parameter as text under params", () => {
    const world = new SchemaWorld();
    expect(askSpec(world.chain, world.cs.module, "Params", {})).toEqual({
      params: {
        credential_schema_schema_max_size: "8192",
        credential_schema_issuer_grantor_validation_validity_period_max_days: "3650",
        credential_schema_verifier_grantor_validation_validity_period_max_days: "3650",
        credential_schema_issuer_validation_validity_period_max_days: "3650",
        credential_schema_verifier_validation_validity_period_max_days: "3650",
        credential_schema_holder_validation_validity_period_max_days: "3650",
      },
    });
  });

  it("[MOD-CS-QRY-4-2] takes no parameters", () => {
    const world = new SchemaWorld();
    expect(() => askSpec(world.chain, world.cs.module, "Params", { id: "1" })).toThrow();
  });
});

describe("reading schema authorization policies", () => {
  function withPolicies(): SchemaWorld {
    const world = new SchemaWorld();
    world.create();
    const put = (given: Partial<SchemaAuthorizationPolicy> & { readonly id: bigint }) =>
      world.chain.run((ctx) =>
        world.keeper.state.policies.set(
          ctx,
          given.id,
          Policy.create({
            schemaId: 1n,
            role: 1,
            url: "https://example.com/policy",
            digestSri: "sha384-x",
            created: world.chain.time,
            ...given,
          }),
        ),
      );
    put({ id: 1n, version: 10, revoked: true });
    put({ id: 2n, version: 9, effectiveFrom: world.chain.time });
    put({ id: 3n, version: 11 });
    put({ id: 4n, version: 1, role: 2 });
    put({ id: 5n, version: 1, schemaId: 2n });
    return world;
  }

  it("[MOD-CS-QRY-5] reads revoked policies too", () => {
    const world = withPolicies();
    const policy = ask(world.chain, world.cs.module, "GetSchemaAuthorizationPolicy", { id: 1n });
    expect(policy).toMatchObject({ authorizationPolicy: { id: 1n, version: 10, revoked: true } });
  });

  it("[MOD-CS-QRY-5-3] prints a policy, a draft too", () => {
    const world = withPolicies();
    const get = { id: "3" };
    expect(askSpec(world.chain, world.cs.module, "GetSchemaAuthorizationPolicy", get)).toEqual({
      schema_authorization_policy: {
        id: "3",
        schema_id: "1",
        role: "ISSUER",
        version: 11,
        url: "https://example.com/policy",
        digest_sri: "sha384-x",
        created: "2026-01-01T00:00:00.000Z",
        effective_from: null,
        effective_until: null,
        revoked: false,
      },
    });
  });

  it("[MOD-CS-QRY-5-2] wants an id that exists", () => {
    const world = withPolicies();
    const get = (id: bigint) => () =>
      ask(world.chain, world.cs.module, "GetSchemaAuthorizationPolicy", { id });
    expectRefused(get(0n), csErrors.idMissing, "MOD-CS-QRY-5-2");
    expectRefused(get(9n), csErrors.policyNotFound, "MOD-CS-QRY-5-2");
    expect(csErrors.policyNotFound.grpc).toBe("NotFound");
  });

  it("[MOD-CS-QRY-5-1] takes the id as text and refuses what is none", () => {
    const world = withPolicies();
    const bad = { id: "one" };
    expect(() =>
      askSpec(world.chain, world.cs.module, "GetSchemaAuthorizationPolicy", bad),
    ).toThrow();
  });

  it("[MOD-CS-QRY-6] lists the policies of one schema and role", () => {
    const world = withPolicies();
    const given = { schema_id: "1", role: "VERIFIER" };
    const answer = askSpec(world.chain, world.cs.module, "ListSchemaAuthorizationPolicies", given);
    expect(answer).toMatchObject({
      schema_authorization_policies: [{ id: "4", role: "VERIFIER" }],
    });
  });

  it("[MOD-CS-QRY-6-3] lists by ascending version, drafts and revoked ones too", () => {
    const world = withPolicies();
    const given = { schema_id: "1", role: "ISSUER" };
    const answer = askSpec(world.chain, world.cs.module, "ListSchemaAuthorizationPolicies", given);
    const { schema_authorization_policies: policies } = answer as {
      readonly schema_authorization_policies: readonly { readonly version: number }[];
    };
    expect(policies.map((policy) => policy.version)).toEqual([9, 10, 11]);
  });

  it("[MOD-CS-QRY-6-2] wants a known schema and a role; a schema without policies has none", () => {
    const world = withPolicies();
    world.create();
    const list = (schemaId: bigint, role: number) => () =>
      ask(world.chain, world.cs.module, "ListSchemaAuthorizationPolicies", { schemaId, role });
    const rule = "MOD-CS-QRY-6-2";
    expectRefused(list(0n, 1), csErrors.idMissing, rule);
    expectRefused(list(1n, 0), csErrors.roleInvalid, rule);
    expectRefused(list(1n, 3), csErrors.roleInvalid, rule);
    expectRefused(list(99n, 1), csErrors.schemaNotFound, rule);
    expect(list(2n, 2)()).toEqual({ policies: [] });
  });

  it("[MOD-CS-QRY-6-1] takes schema_id and role as text and refuses what is none", () => {
    const world = withPolicies();
    const list = (given: Record<string, string>) => () =>
      askSpec(world.chain, world.cs.module, "ListSchemaAuthorizationPolicies", given);
    expect(list({ schema_id: "1", role: "verifier" })()).toHaveProperty(
      "schema_authorization_policies.length",
      1,
    );
    expect(list({ role: "ISSUER" })).toThrow();
    expect(list({ schema_id: "1", role: "HOLDER" })).toThrow();
    expect(list({ schema_id: "1" })).toThrow();
  });
});
