import { beforeEach, describe, expect, it } from "vitest";
import { MsgUpdateCredentialSchema } from "../../../src/gen/verana/cs/v1.js";
import { csErrors } from "../../../src/modules/cs/index.js";
import {
  AGENT,
  grantErrors,
  OPERATOR,
  OTHER_POLICY,
  POLICY,
} from "../../support/registry-ports.js";
import { SchemaWorld } from "./cs-world.js";

const BASIC = "MOD-CS-MSG-2-2-1";
const PERIODS = [
  "issuerGrantorValidationValidityPeriod",
  "verifierGrantorValidationValidityPeriod",
  "issuerValidationValidityPeriod",
  "verifierValidationValidityPeriod",
  "holderValidationValidityPeriod",
] as const;
const all = (days: number) => Object.fromEntries(PERIODS.map((period) => [period, days]));
const given = (days: number) =>
  Object.fromEntries(PERIODS.map((period) => [period, { value: days }]));

describe("updating a credential schema", () => {
  let world: SchemaWorld;

  beforeEach(() => {
    world = new SchemaWorld();
    world.create();
    world.chain.pass(1_000_000_000n);
    world.chain.events.splice(0);
  });

  const update = (init: Partial<MsgUpdateCredentialSchema> = {}) =>
    world.send(MsgUpdateCredentialSchema, { id: 1n, ...init });
  const refused = (init: Partial<MsgUpdateCredentialSchema> = {}, account = OPERATOR) =>
    world.refuses(MsgUpdateCredentialSchema, { id: 1n, ...init }, account);

  it("[MOD-CS-MSG-2] [MOD-CS-MSG-2-3] sets the five periods and the time, and nothing else", () => {
    const before = world.schema(1n);
    update({
      issuerGrantorValidationValidityPeriod: { value: 1 },
      verifierGrantorValidationValidityPeriod: { value: 2 },
      issuerValidationValidityPeriod: { value: 3 },
      verifierValidationValidityPeriod: { value: 4 },
      holderValidationValidityPeriod: { value: 5 },
    });
    expect(world.schema(1n)).toEqual({
      ...before,
      modified: world.chain.time,
      issuerGrantorValidationValidityPeriod: 1,
      verifierGrantorValidationValidityPeriod: 2,
      issuerValidationValidityPeriod: 3,
      verifierValidationValidityPeriod: 4,
      holderValidationValidityPeriod: 5,
    });
    expect(world.faults()).toEqual([]);
  });

  it("[D-CS-06] sets periods that are left out to 0", () => {
    update(given(90));
    update({ issuerValidationValidityPeriod: { value: 7 } });
    expect(world.schema(1n)).toMatchObject({ ...all(0), issuerValidationValidityPeriod: 7 });
  });

  it("[D-CS-01] takes 0 and the most that the parameters allow, and no day more", () => {
    update(given(3650));
    expect(world.schema(1n)).toMatchObject(all(3650));
    update(given(0));
    expect(world.schema(1n)).toMatchObject(all(0));
    const kinds = [
      csErrors.issuerGrantorPeriodTooLong,
      csErrors.verifierGrantorPeriodTooLong,
      csErrors.issuerPeriodTooLong,
      csErrors.verifierPeriodTooLong,
      csErrors.holderPeriodTooLong,
    ];
    for (const [i, period] of PERIODS.entries()) {
      const error = refused({ [period]: { value: 3651 } });
      expect(error.kind).toBe(kinds[i]);
      expect(error.rule).toBe(BASIC);
      expect(error.facts).toMatchObject({ days: 3651, most: 3650 });
    }
  });

  it("[D-CS-01] leaves stored periods alone when a parameter falls below them", () => {
    update(given(100));
    const params = {
      ...world.keeper.params(world.chain.ctx),
      credentialSchemaHolderValidationValidityPeriodMaxDays: 10,
    };
    world.chain.run((ctx) => world.keeper.state.params.set(ctx, params));
    expect(world.schema(1n).holderValidationValidityPeriod).toBe(100);
    expect(refused(given(100)).kind).toBe(csErrors.holderPeriodTooLong);
  });

  it("[MOD-CS-MSG-2-3] emits what indexers read", () => {
    update(given(30));
    expect(world.chain.events).toEqual([
      {
        type: "update_credential_schema",
        attributes: [
          ["credential_schema_id", "1"],
          ["ecosystem_id", "3"],
          ["corporation", POLICY],
          ["operator", OPERATOR],
          ["issuer_grantor_validation_validity_period", "30"],
          ["verifier_grantor_validation_validity_period", "30"],
          ["issuer_validation_validity_period", "30"],
          ["verifier_validation_validity_period", "30"],
          ["holder_validation_validity_period", "30"],
          ["timestamp", "2026-01-01T00:00:01Z"],
        ],
      },
    ]);
  });

  it("[MOD-CS-MSG-2-1] refuses a message that lacks a parameter without default", () => {
    for (const init of [{ corporation: "" }, { operator: "" }, { id: 0n }]) {
      const error = refused(init);
      expect(error.kind).toBe(csErrors.missingParameter);
      expect(error.facts.parameter).toBe(Object.keys(init)[0]);
      expect(error.rule).toBe(BASIC);
    }
  });

  it.each([
    ["malformedCorporation", { corporation: "0" }],
    ["malformedOperator", { operator: "nonsense" }],
    ["schemaNotFound", { id: 99n }],
    ["schemaNotFound", { id: (1n << 64n) - 1n }],
    ["notEcosystemController", { corporation: OTHER_POLICY }],
  ] as const)("[MOD-CS-MSG-2-2-1] refuses with %s: %o", (kind, init) => {
    const error = refused(init);
    expect(error.kind).toBe(csErrors[kind]);
    expect(error.rule).toBe(BASIC);
  });

  it("[MOD-CS-MSG-2-2] checks authority before the state, and the schema before the periods", () => {
    const init = { id: 99n, holderValidationValidityPeriod: { value: 9999 } };
    expect(refused(init, AGENT).kind).toBe(grantErrors.notGranted);
    expect(refused(init).kind).toBe(csErrors.schemaNotFound);
    expect(refused({ ...init, id: 1n, corporation: OTHER_POLICY }).kind).toBe(
      csErrors.notEcosystemController,
    );
  });

  it("[MOD-CS-MSG-2-2-2] takes no fee itself", () => {
    update();
    expect(world.chain.dump()).not.toMatch(/^bank /m);
  });
});
