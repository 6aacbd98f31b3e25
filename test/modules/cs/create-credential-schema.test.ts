import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ErrorKind } from "../../../src/keeper/errors.js";
import { freeGas, TxGasMeter } from "../../../src/keeper/gas.js";
import { csErrors, csModule } from "../../../src/modules/cs/index.js";
import { TEST_SETTINGS } from "../../support/module-context.js";
import {
  AGENT,
  corporationTable,
  delegationTable,
  ecosystemTable,
  grantErrors,
  OPERATOR,
  POLICY,
} from "../../support/registry-ports.js";
import { createMessage, SchemaWorld } from "./cs-world.js";

const BASIC = "MOD-CS-MSG-1-2-1";

function expectRefusal(
  given: Parameters<SchemaWorld["refused"]>[0],
  kind: ErrorKind,
  rule: string = BASIC,
): void {
  const error = new SchemaWorld().refused(given);
  expect(error.kind).toBe(kind);
  expect(error.rule).toBe(rule);
}

describe("creating a credential schema", () => {
  it("[MOD-CS-MSG-1] creates a schema that can be read back", () => {
    const world = new SchemaWorld();
    const id = world.create();
    expect(id).toBe(1n);
    expect(world.schema(id).ecosystemId).toBe(3n);
  });

  it("[MOD-CS-MSG-1-3] stores what was given, dated with the block, and says so in an event", () => {
    const world = new SchemaWorld();
    const id = world.create({
      issuerGrantorValidationValidityPeriod: { value: 365 },
      holderValidationValidityPeriod: { value: 90 },
    });
    expect(world.schema(id)).toEqual({
      id: 1n,
      ecosystemId: 3n,
      created: world.chain.time,
      modified: world.chain.time,
      archived: undefined,
      jsonSchema: '{"$id":"vpr:1","title":"Example","type":"object"}',
      issuerGrantorValidationValidityPeriod: 365,
      verifierGrantorValidationValidityPeriod: 0,
      issuerValidationValidityPeriod: 0,
      verifierValidationValidityPeriod: 0,
      holderValidationValidityPeriod: 90,
      issuerOnboardingMode: 3,
      verifierOnboardingMode: 1,
      holderOnboardingMode: 2,
      pricingAssetType: 1,
      pricingAsset: "tu",
      digestAlgorithm: "sha384",
    });
    expect(world.chain.events).toEqual([
      {
        type: "create_credential_schema",
        attributes: [
          ["credential_schema_id", "1"],
          ["ecosystem_id", "3"],
          ["corporation", "verana1alasmqnyz32pvh8jp2ttnegnjpjz7w8eyvyjh2"],
          ["operator", OPERATOR],
          ["issuer_grantor_validation_validity_period", "365"],
          ["verifier_grantor_validation_validity_period", "0"],
          ["issuer_validation_validity_period", "0"],
          ["verifier_validation_validity_period", "0"],
          ["holder_validation_validity_period", "90"],
          ["pricing_asset_type", "1"],
          ["pricing_asset", "tu"],
          ["digest_algorithm", "sha384"],
          ["timestamp", "2026-01-01T00:00:00Z"],
        ],
      },
    ]);
  });

  it("[MOD-CS-MSG-1-1] lets periods and the name of the trust unit be left out", () => {
    const world = new SchemaWorld();
    const stored = world.schema(world.create({ pricingAsset: "" }));
    expect(stored.issuerValidationValidityPeriod).toBe(0);
    expect(stored.pricingAsset).toBe("tu");
  });

  it("[D-GEN-09] gives ascending ids and none for a refused message", () => {
    const world = new SchemaWorld();
    expect(world.create()).toBe(1n);
    world.refused({ ecosystemId: 99n });
    expect(world.create()).toBe(2n);
  });

  it.each([
    ["corporation", { corporation: "" }],
    ["operator", { operator: "" }],
    ["ecosystem_id", { ecosystemId: 0n }],
    ["json_schema", { jsonSchema: "" }],
    ["issuer_onboarding_mode", { issuerOnboardingMode: 0 }],
    ["verifier_onboarding_mode", { verifierOnboardingMode: 0 }],
    ["holder_onboarding_mode", { holderOnboardingMode: 0 }],
    ["pricing_asset_type", { pricingAssetType: 0 }],
    ["pricing_asset", { pricingAssetType: 2, pricingAsset: "" }],
    ["digest_algorithm", { digestAlgorithm: "" }],
  ] as const)("[MOD-CS-MSG-1-1] refuses a message without %s", (parameter, given) => {
    const error = new SchemaWorld().refused(given);
    expect(error.kind).toBe(csErrors.missingParameter);
    expect(error.facts.parameter).toBe(parameter);
    expect(error.rule).toBe(BASIC);
  });

  it("[D-GEN-02] takes the corporation by its group id too and names its address in the event", () => {
    const world = new SchemaWorld();
    expect(world.create({ corporation: "4" })).toBe(1n);
    expect(world.chain.events[0]?.attributes).toContainEqual(["corporation", POLICY]);
    for (const corporation of ["0", "04", "-4", "4 "]) {
      expectRefusal({ corporation }, csErrors.malformedCorporation);
    }
  });

  it("[D-GEN-04] wants an operator, whoever signs", () => {
    expectRefusal({ operator: "" }, csErrors.missingParameter);
  });

  it("[MOD-CS-MSG-1-2-1] refuses malformed signers", () => {
    expectRefusal({ corporation: "nobody" }, csErrors.malformedCorporation);
    expectRefusal({ operator: "verana1xyz" }, csErrors.malformedOperator);
  });

  it("[MOD-CS-MSG-1-2] refuses an operator without a grant before it looks at the ecosystem", () => {
    const error = new SchemaWorld().refused({ operator: AGENT, ecosystemId: 99n }, AGENT);
    expect(error.kind).toBe(grantErrors.notGranted);
    expect(error.rule).toBe(BASIC);
  });

  it("[MOD-CS-MSG-1-2-1] refuses an unknown ecosystem and one of another corporation", () => {
    expectRefusal({ ecosystemId: 99n }, csErrors.ecosystemNotFound);
    expectRefusal({ ecosystemId: 7n }, csErrors.notEcosystemController);
  });

  it("[MOD-CS-MSG-1-2-1] refuses what is no JSON Schema", () => {
    expectRefusal({ jsonSchema: "[]" }, csErrors.jsonSchemaInvalid);
    expectRefusal({ jsonSchema: '{"type":"nothing"}' }, csErrors.jsonSchemaInvalid);
  });

  it("[D-CS-03] counts UTF-8 bytes of what was submitted, up to the parameter and not beyond", () => {
    const fill = (bytes: number) => {
      const frame = '{"title":""}';
      const room = bytes - frame.length;
      return `{"title":"${"é".repeat(Math.floor(room / 2))}${"x".repeat(room % 2)}"}`;
    };
    expect(Buffer.byteLength(fill(8192))).toBe(8192);
    expect(new SchemaWorld().create({ jsonSchema: fill(8192) })).toBe(1n);
    expectRefusal({ jsonSchema: fill(8193) }, csErrors.jsonSchemaTooLarge);
  });

  it("[D-GEN-15] leaves a schema beyond any usual size to the stage behind the fee", () => {
    const endless = `{"title":"${"x".repeat(65_536)}"`;
    const [create] = new SchemaWorld().cs.module.messages ?? [];
    expect(() => create?.parse(createMessage({ jsonSchema: endless }))).not.toThrow();
    expectRefusal({ jsonSchema: endless }, csErrors.jsonSchemaTooLarge);
    const world = new SchemaWorld();
    const params = {
      ...world.keeper.params(world.chain.ctx),
      credentialSchemaSchemaMaxSize: 99999n,
    };
    world.chain.run((ctx) => world.keeper.state.params.set(ctx, params));
    expect(world.refused({ jsonSchema: endless }).kind).toBe(csErrors.jsonSchemaInvalid);
    expect(world.create({ jsonSchema: `${endless}}` })).toBe(1n);
  });

  it("[D-GEN-14] takes a period of 0 as given and one that is absent as 0", () => {
    const given = new SchemaWorld();
    given.create({ issuerValidationValidityPeriod: { value: 0 } });
    const absent = new SchemaWorld();
    absent.create({ issuerValidationValidityPeriod: undefined });
    expect(given.schema(1n)).toEqual(absent.schema(1n));
  });

  it.each([
    ["issuerGrantorValidationValidityPeriod", csErrors.issuerGrantorPeriodTooLong],
    ["verifierGrantorValidationValidityPeriod", csErrors.verifierGrantorPeriodTooLong],
    ["issuerValidationValidityPeriod", csErrors.issuerPeriodTooLong],
    ["verifierValidationValidityPeriod", csErrors.verifierPeriodTooLong],
    ["holderValidationValidityPeriod", csErrors.holderPeriodTooLong],
  ] as const)("[D-CS-01] %s is at most its parameter, 0 and absent never expire", (name, kind) => {
    const world = new SchemaWorld();
    expect(world.schema(world.create({ [name]: { value: 3650 } }))[name]).toBe(3650);
    expect(world.schema(world.create({ [name]: { value: 0 } }))[name]).toBe(0);
    expect(world.schema(world.create({}))[name]).toBe(0);
    expectRefusal({ [name]: { value: 3651 } }, kind);
  });

  it("[D-CS-01] keeps stored periods when a parameter is lowered later", () => {
    const world = new SchemaWorld();
    const id = world.create({ issuerValidationValidityPeriod: { value: 3650 } });
    const params = {
      ...world.keeper.params(world.chain.ctx),
      credentialSchemaIssuerValidationValidityPeriodMaxDays: 10,
    };
    world.chain.run((ctx) => world.keeper.state.params.set(ctx, params));
    expect(world.schema(id).issuerValidationValidityPeriod).toBe(3650);
    const error = world.refused({ issuerValidationValidityPeriod: { value: 11 } });
    expect(error.kind).toBe(csErrors.issuerPeriodTooLong);
    expect(world.create({ issuerValidationValidityPeriod: { value: 0 } })).toBe(2n);
  });

  it("[MOD-CS-MSG-1-2-1] reports the first broken period in the specification's order", () => {
    const long = { value: 4000 };
    expectRefusal(
      { holderValidationValidityPeriod: long, verifierGrantorValidationValidityPeriod: long },
      csErrors.verifierGrantorPeriodTooLong,
    );
  });

  it("[MOD-CS-MSG-1-2-1] refuses unknown onboarding modes", () => {
    expectRefusal({ issuerOnboardingMode: 4 }, csErrors.issuerModeUnknown);
    expectRefusal({ verifierOnboardingMode: 4 }, csErrors.verifierModeUnknown);
    expectRefusal({ holderOnboardingMode: 3 }, csErrors.holderModeUnknown);
  });

  it("[D-CS-06] takes every combination of modes", () => {
    const world = new SchemaWorld();
    for (const issuerOnboardingMode of [1, 2, 3]) {
      for (const verifierOnboardingMode of [1, 2, 3]) {
        for (const holderOnboardingMode of [1, 2]) {
          world.create({ issuerOnboardingMode, verifierOnboardingMode, holderOnboardingMode });
        }
      }
    }
    expect(world.keeper.state.ids.last(world.chain.ctx)).toBe(18n);
  });

  it("[D-CS-05] takes the three lower-case algorithms and no others", () => {
    for (const digestAlgorithm of ["sha256", "sha384", "sha512"]) {
      const world = new SchemaWorld();
      expect(world.schema(world.create({ digestAlgorithm })).digestAlgorithm).toBe(digestAlgorithm);
    }
    for (const digestAlgorithm of ["SHA384", "md5", "sha1", " sha384", "__proto__"]) {
      expectRefusal({ digestAlgorithm }, csErrors.digestAlgorithmUnknown);
    }
  });

  it("[D-CS-05] a chain can narrow the algorithms", () => {
    const { module } = csModule({
      settings: { ...TEST_SETTINGS, digestAlgorithms: ["sha384", "sha512"] },
      corporations: corporationTable,
      ecosystems: ecosystemTable,
      delegation: delegationTable,
    });
    const [create] = module.messages ?? [];
    expect(() => create?.parse(createMessage({ digestAlgorithm: "sha256" }))).toThrow(
      expect.objectContaining({ kind: csErrors.digestAlgorithmUnknown }),
    );
    expect(() => create?.parse(createMessage({ digestAlgorithm: "sha512" }))).not.toThrow();
  });

  it("[D-XR-01] stores the trust unit as tu however it was written", () => {
    for (const pricingAsset of ["tu", "TU", ""]) {
      const world = new SchemaWorld();
      expect(world.schema(world.create({ pricingAsset })).pricingAsset).toBe("tu");
    }
  });

  it("[D-CS-04] wants an asset that fits its type", () => {
    const world = new SchemaWorld();
    const fits = [
      [2, "uvna"],
      [2, "ibc/3A0F9C2E4E2A9B7D6F"],
      [2, "factory/verana1xyz/ueurv"],
      [3, "EUR"],
      [3, "JPY"],
    ] as const;
    for (const [pricingAssetType, pricingAsset] of fits) {
      const id = world.create({ pricingAssetType, pricingAsset });
      expect(world.schema(id).pricingAsset).toBe(pricingAsset);
    }
    const misfits = [
      [1, "uvna"],
      [1, "Tu"],
      [2, "1abc"],
      [2, "ab"],
      [2, "u vna"],
      [3, "eur"],
      [3, "XXX"],
      [3, "XAU"],
      [3, "DEM"],
      [3, "tu"],
    ] as const;
    for (const [pricingAssetType, pricingAsset] of misfits) {
      expectRefusal({ pricingAssetType, pricingAsset }, csErrors.pricingAssetMismatch);
    }
    expectRefusal({ pricingAssetType: 4 }, csErrors.pricingAssetTypeUnknown);
  });

  it("[MOD-CS-MSG-1-2-2] takes nothing itself: only its own store changes, one event comes", () => {
    const world = new SchemaWorld();
    world.create();
    const stores = new Set(
      world.chain
        .dump()
        .split("\n")
        .map((line) => line.split(" ")[0]),
    );
    expect([...stores]).toEqual(["cs"]);
    expect(world.chain.events.map((event) => event.type)).toEqual(["create_credential_schema"]);
  });
});

describe("the gas of creating a schema", () => {
  const gasOf = (world: SchemaWorld): bigint => {
    const meter = new TxGasMeter(undefined);
    world.chain.gas = meter;
    world.create();
    world.chain.gas = freeGas;
    return meter.used;
  };

  it("[D-TX-08] does not depend on how many schemas exist", () => {
    const world = new SchemaWorld();
    for (let n = 1n; n <= 20n; n++) world.put({ id: n });
    world.chain.run((ctx) => world.keeper.state.ids.restore(ctx, 20n));
    const many = gasOf(world);
    const few = new SchemaWorld();
    few.put({ id: 20n });
    few.chain.run((ctx) => few.keeper.state.ids.restore(ctx, 20n));
    expect(gasOf(few)).toBe(many);
  });
});

describe("the identifier inside the schema", () => {
  const stored = (jsonSchema: string) => {
    const world = new SchemaWorld();
    world.put({ id: 40n });
    world.chain.run((ctx) => world.keeper.state.ids.restore(ctx, 40n));
    return world.schema(world.create({ jsonSchema })).jsonSchema;
  };

  it("[D-CS-02] replaces every placeholder, in names too, and keeps a $id that has one", () => {
    expect(
      stored(
        '{"$id":"my:VPR_CREDENTIAL_SCHEMA_ID","title":"VPR_CREDENTIAL_SCHEMA_ID VPR_CREDENTIAL_SCHEMA_ID","properties":{"VPR_CREDENTIAL_SCHEMA_ID":{}}}',
      ),
    ).toBe('{"$id":"my:41","properties":{"41":{}},"title":"41 41"}');
  });

  it("[D-CS-02] generates $id when it is absent or has no placeholder", () => {
    const generated = '{"$id":"vpr:verana:vpr-test-1/cs/v1/js/41","title":"a"}';
    expect(stored('{"title":"a"}')).toBe(generated);
    expect(stored('{"title":"a","$id":"https://example.com/mine"}')).toBe(generated);
  });

  it("[D-CS-02] sees a placeholder that is written with escapes", () => {
    expect(stored('{"$id":"a:VPR\\u005fCREDENTIAL_SCHEMA_ID"}')).toBe('{"$id":"a:41"}');
  });

  it("[D-CS-02] refuses a replacement that makes two names equal or a value invalid", () => {
    const collide = '{"properties":{"1":{},"VPR_CREDENTIAL_SCHEMA_ID":{}}}';
    expectRefusal({ jsonSchema: collide }, csErrors.jsonSchemaInvalid);
    expectRefusal(
      { jsonSchema: '{"$anchor":"VPR_CREDENTIAL_SCHEMA_ID"}' },
      csErrors.jsonSchemaInvalid,
    );
  });

  it("[D-CS-02] every stored schema names its own id", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.string(), (extra, title) => {
        const jsonSchema = JSON.stringify({ title, examples: [JSON.parse(extra)] });
        const world = new SchemaWorld();
        fc.pre(Buffer.byteLength(jsonSchema) <= 8192);
        const text = world.schema(world.create({ jsonSchema })).jsonSchema;
        expect(JSON.parse(text).$id).toBe("vpr:verana:vpr-test-1/cs/v1/js/1");
      }),
      { numRuns: 50 },
    );
  });
});
