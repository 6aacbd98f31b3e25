import { beforeEach, describe, expect, it } from "vitest";
import { MsgArchiveCredentialSchema } from "../../../src/gen/verana/cs/v1.js";
import { csErrors } from "../../../src/modules/cs/index.js";
import {
  AGENT,
  askSpec,
  grantErrors,
  OPERATOR,
  OTHER_POLICY,
  POLICY,
} from "../../support/registry-ports.js";
import { SchemaWorld } from "./cs-world.js";

const BASIC = "MOD-CS-MSG-3-2-1";

describe("archiving a credential schema", () => {
  let world: SchemaWorld;

  beforeEach(() => {
    world = new SchemaWorld();
    world.create();
    world.create();
    world.chain.pass(1_000_000_000n);
    world.chain.events.splice(0);
  });

  const archive = (init: Partial<MsgArchiveCredentialSchema> = {}) =>
    world.send(MsgArchiveCredentialSchema, { id: 1n, archive: true, ...init });
  const refused = (init: Partial<MsgArchiveCredentialSchema> = {}, account = OPERATOR) =>
    world.refuses(MsgArchiveCredentialSchema, { id: 1n, archive: true, ...init }, account);
  const listed = (given: Readonly<Record<string, string>>) => {
    const answer = askSpec(world.chain, world.cs.module, "ListCredentialSchemas", given) as {
      readonly credential_schemas: readonly { readonly id: string }[];
    };
    return answer.credential_schemas.map(({ id }) => id);
  };

  it("[MOD-CS-MSG-3] [MOD-CS-MSG-3-3] [D-GEN-06] notes when it was archived, and forgets it again", () => {
    const before = world.schema(1n);
    archive();
    const { time } = world.chain;
    expect(world.schema(1n)).toEqual({ ...before, archived: time, modified: time });
    world.chain.pass(1n);
    archive({ archive: false });
    expect(world.schema(1n)).toEqual({ ...before, modified: time + 1n });
    expect(world.faults()).toEqual([]);
  });

  it("[D-GEN-05] hides it from lists of active schemas alone", () => {
    archive();
    expect(listed({ only_active: "true" })).toEqual(["2"]);
    expect(listed({})).toEqual(["1", "2"]);
    archive({ archive: false });
    expect(listed({ only_active: "true" })).toEqual(["1", "2"]);
  });

  it("[MOD-CS-MSG-3-3] emits what indexers read", () => {
    archive();
    archive({ archive: false });
    const event = (status: string) => ({
      type: "archive_credential_schema",
      attributes: [
        ["credential_schema_id", "1"],
        ["ecosystem_id", "3"],
        ["corporation", POLICY],
        ["operator", OPERATOR],
        ["archive_status", status],
        ["timestamp", "2026-01-01T00:00:01Z"],
      ],
    });
    expect(world.chain.events).toEqual([event("archived"), event("unarchived")]);
  });

  it("[MOD-CS-MSG-3-1] refuses a message that lacks any parameter", () => {
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
    ["notEcosystemController", { corporation: OTHER_POLICY }],
    ["notArchived", { archive: false }],
  ] as const)("[MOD-CS-MSG-3-2-1] refuses with %s: %o", (kind, init) => {
    const error = refused(init);
    expect(error.kind).toBe(csErrors[kind]);
    expect(error.rule).toBe(BASIC);
  });

  it("[MOD-CS-MSG-3-2-1] [D-GEN-06] refuses to archive twice", () => {
    archive();
    const error = refused();
    expect(error.kind).toBe(csErrors.alreadyArchived);
    expect(error.rule).toBe(BASIC);
  });

  it("[MOD-CS-MSG-3-2] checks authority before the state", () => {
    expect(refused({ id: 99n }, AGENT).kind).toBe(grantErrors.notGranted);
    expect(refused({ id: 99n }).kind).toBe(csErrors.schemaNotFound);
  });

  it("[MOD-CS-MSG-3-2-2] takes no fee itself", () => {
    archive();
    expect(world.chain.dump()).not.toMatch(/^bank /m);
  });
});
