import { beforeEach, describe, expect, it } from "vitest";
import {
  MsgCreateSchemaAuthorizationPolicy,
  MsgCreateSchemaAuthorizationPolicyResponse,
  MsgIncreaseActiveSchemaAuthorizationPolicyVersion,
  MsgRevokeSchemaAuthorizationPolicy,
} from "../../../src/gen/verana/cs/v1.js";
import { csErrors } from "../../../src/modules/cs/index.js";
import type { MessageType } from "../../../src/wire/descriptor.js";
import {
  AGENT,
  askSpec,
  grantErrors,
  OPERATOR,
  OTHER_POLICY,
  POLICY,
} from "../../support/registry-ports.js";
import { SchemaWorld } from "./cs-world.js";

const SECOND = 1_000_000_000n;
const URL = "https://example.com/policy";
const [ISSUER, VERIFIER] = [1, 2];

type Create = Partial<MsgCreateSchemaAuthorizationPolicy>;
type Increase = Partial<MsgIncreaseActiveSchemaAuthorizationPolicyVersion>;
type Revoke = Partial<MsgRevokeSchemaAuthorizationPolicy>;

let world: SchemaWorld;

beforeEach(() => {
  world = new SchemaWorld();
  world.create();
  world.chain.events.splice(0);
});

const draft = (init: Create = {}): Create => ({
  ...{ schemaId: 1n, role: ISSUER, url: URL, digestSri: "sha384-aa" },
  ...init,
});
const create = (init: Create = {}): bigint => {
  const reply = world.send(MsgCreateSchemaAuthorizationPolicy, draft(init));
  return MsgCreateSchemaAuthorizationPolicyResponse.decode(reply).id;
};
const increase = (init: Increase = {}) =>
  world.send(MsgIncreaseActiveSchemaAuthorizationPolicyVersion, {
    ...{ schemaId: 1n, role: ISSUER },
    ...init,
  });
const revoke = (init: Revoke = {}) =>
  world.send(MsgRevokeSchemaAuthorizationPolicy, {
    ...{ schemaId: 1n, role: ISSUER, version: 1 },
    ...init,
  });

/** Policies of schema 1 as the REST family lists them, without what they all have. */
const listed = (role = "ISSUER") => {
  const given = { schema_id: "1", role };
  const answer = askSpec(
    world.chain,
    world.cs.module,
    "ListSchemaAuthorizationPolicies",
    given,
  ) as { readonly schema_authorization_policies: readonly Readonly<Record<string, unknown>>[] };
  return answer.schema_authorization_policies.map(
    ({ id, version, effective_from: from, effective_until: until, revoked }) =>
      [id, version, at(from), at(until), revoked] as const,
  );
};
/** Seconds of a time behind the start of the chain. */
const at = (time: unknown) =>
  typeof time === "string" ? (Date.parse(time) - Date.parse("2026-01-01T00:00:00Z")) / 1000 : time;

/** What each message is, with its basic checks, when nothing is wrong with it. */
const MESSAGES: readonly (readonly [string, MessageType, string, object])[] = [
  ["creating", MsgCreateSchemaAuthorizationPolicy, "MOD-CS-MSG-5-2-1", draft()],
  [
    "activating",
    MsgIncreaseActiveSchemaAuthorizationPolicyVersion,
    "MOD-CS-MSG-6-2-1",
    { schemaId: 1n, role: ISSUER },
  ],
  [
    "revoking",
    MsgRevokeSchemaAuthorizationPolicy,
    "MOD-CS-MSG-7-2-1",
    { schemaId: 1n, role: ISSUER, version: 1 },
  ],
];

describe.each(MESSAGES)("%s a schema authorization policy", (_what, type, rule, whole) => {
  const refused = (init: object, account?: string) => {
    const error = world.refuses<object>(type, { ...whole, ...init }, account);
    expect(error.rule).toBe(rule);
    return error;
  };

  it("[MOD-CS-MSG-5-1] [MOD-CS-MSG-6-1] [MOD-CS-MSG-7-1] needs every parameter", () => {
    const fields = type.fields.map(({ key, name }) => [key, name] as const);
    for (const [key, name] of fields) {
      const value =
        { corporation: "", operator: "" }[key] ?? (type.create({})[key as never] as unknown);
      const error = refused({ [key]: value });
      expect(error.kind).toBe(csErrors.missingParameter);
      expect(error.facts.parameter).toBe(name);
    }
  });

  it.each([
    ["malformedCorporation", { corporation: "0" }],
    ["malformedOperator", { operator: "nonsense" }],
    ["roleInvalid", { role: 3 }],
    ["roleInvalid", { role: -1 }],
    ["schemaNotFound", { schemaId: 99n }],
    ["notEcosystemController", { corporation: OTHER_POLICY }],
  ] as const)(
    "[MOD-CS-MSG-5-2-1] [MOD-CS-MSG-6-2-1] [MOD-CS-MSG-7-2-1] [D-CS-09] is refused with %s: %o",
    (kind, init) => {
      expect(refused(init).kind).toBe(csErrors[kind]);
    },
  );

  it("[MOD-CS-MSG-5-2] [MOD-CS-MSG-6-2] [MOD-CS-MSG-7-2] checks authority before the state", () => {
    expect(refused({ schemaId: 99n }, AGENT).kind).toBe(grantErrors.notGranted);
    expect(refused({ schemaId: 99n, role: 9 }, AGENT).kind).toBe(csErrors.roleInvalid);
  });
});

describe("drafts", () => {
  it("[MOD-CS-MSG-5] [MOD-CS-MSG-5-3] are made with the next version of schema and role", () => {
    expect(create()).toBe(1n);
    increase();
    expect(create()).toBe(2n);
    expect(create({ role: VERIFIER })).toBe(3n);
    expect(listed()).toEqual([
      ["1", 1, 0, null, false],
      ["2", 2, null, null, false],
    ]);
    expect(listed("VERIFIER")).toEqual([["3", 1, null, null, false]]);
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-CS-MSG-5-3] hold what was given, dated with the block", () => {
    create();
    const found = askSpec(world.chain, world.cs.module, "GetSchemaAuthorizationPolicy", {
      id: "1",
    });
    expect(found).toEqual({
      schema_authorization_policy: {
        id: "1",
        schema_id: "1",
        created: "2026-01-01T00:00:00.000Z",
        version: 1,
        role: "ISSUER",
        url: URL,
        digest_sri: "sha384-aa",
        effective_from: null,
        effective_until: null,
        revoked: false,
      },
    });
  });

  it("[D-CS-08] are overwritten, url and digest alone", () => {
    create();
    world.chain.pass(SECOND);
    expect(create({ url: "urn:example:other", digestSri: "any text" })).toBe(1n);
    const stored = world.keeper.policyAt(world.chain.ctx, 1n, ISSUER, 1);
    expect(stored).toMatchObject({
      id: 1n,
      created: world.chain.time - SECOND,
      url: "urn:example:other",
      digestSri: "any text",
    });
    expect(listed()).toHaveLength(1);
  });

  it("[MOD-CS-MSG-5-3] emit what indexers read", () => {
    create();
    create({ role: VERIFIER });
    const event = (id: string, role: string) => ({
      type: "create_schema_authorization_policy",
      attributes: [
        ["id", id],
        ["schema_id", "1"],
        ["role", `SCHEMA_AUTHORIZATION_POLICY_ROLE_${role}`],
        ["version", "1"],
        ["corporation", POLICY],
        ["operator", OPERATOR],
      ],
    });
    expect(world.chain.events).toEqual([event("1", "ISSUER"), event("2", "VERIFIER")]);
  });

  it.each([
    "",
    "policy",
    "//example.com",
    "https://",
    "https://a b",
    "http://[::1",
    `urn:${"a".repeat(2048)}`,
  ])("[MOD-CS-MSG-5-2-1] are refused with the url %j", (url) => {
    const error = world.refuses(MsgCreateSchemaAuthorizationPolicy, draft({ url }));
    expect(error.kind).toBe(url === "" ? csErrors.missingParameter : csErrors.malformedUri);
    expect(error.rule).toBe("MOD-CS-MSG-5-2-1");
  });

  it("[MOD-CS-MSG-5-2-1] are refused with a digest that is no text", () => {
    const error = world.refuses(
      MsgCreateSchemaAuthorizationPolicy,
      draft({ digestSri: "a\udcff" }),
    );
    expect(error.kind).toBe(csErrors.malformedDigest);
  });

  it("[MOD-CS-MSG-5-2-1] [D-CS-08] are refused where there are several, which no message makes", () => {
    world.putPolicy({ id: 1n });
    world.putPolicy({ id: 2n, version: 2 });
    const error = world.refuses(MsgCreateSchemaAuthorizationPolicy, draft());
    expect(error.kind).toBe(csErrors.severalDrafts);
    expect(error.rule).toBe("MOD-CS-MSG-5-2-1");
    expect(world.faults()).not.toEqual([]);
  });

  it("[D-CS-10] [MOD-CS-MSG-5-2-2] modify no schema, and take no fee", () => {
    const before = world.schema(1n);
    world.chain.pass(SECOND);
    create();
    expect(world.schema(1n)).toEqual(before);
    expect(world.chain.dump()).not.toMatch(/^bank /m);
  });
});

describe("policies in force", () => {
  it("[MOD-CS-MSG-6] [MOD-CS-MSG-6-3] [D-CS-07] begin with the block, and the one before ends", () => {
    create();
    world.chain.pass(SECOND);
    increase();
    expect(listed()).toEqual([["1", 1, 1, null, false]]);
    create();
    create({ role: VERIFIER });
    world.chain.pass(SECOND);
    increase();
    expect(listed()).toEqual([
      ["1", 1, 1, 2, false],
      ["2", 2, 2, null, false],
    ]);
    expect(listed("VERIFIER")).toEqual([["3", 1, null, null, false]]);
    expect(world.faults()).toEqual([]);
  });

  it("[D-CS-07] leave a revoked one before them alone", () => {
    create();
    increase();
    revoke();
    create();
    world.chain.pass(SECOND);
    increase();
    expect(listed()).toEqual([
      ["1", 1, 0, null, true],
      ["2", 2, 1, null, false],
    ]);
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-CS-MSG-6-3] emit what indexers read", () => {
    create();
    world.chain.events.splice(0);
    increase();
    expect(world.chain.events).toEqual([
      {
        type: "increase_active_schema_authorization_policy_version",
        attributes: [
          ["id", "1"],
          ["schema_id", "1"],
          ["role", "SCHEMA_AUTHORIZATION_POLICY_ROLE_ISSUER"],
          ["new_active_version", "1"],
          ["corporation", POLICY],
          ["operator", OPERATOR],
        ],
      },
    ]);
  });

  it("[MOD-CS-MSG-6-2-1] need exactly one whole draft", () => {
    const refused = () => {
      const error = world.refuses(MsgIncreaseActiveSchemaAuthorizationPolicyVersion, {
        ...{ schemaId: 1n, role: ISSUER },
      });
      expect(error.rule).toBe("MOD-CS-MSG-6-2-1");
      return error.kind;
    };
    expect(refused()).toBe(csErrors.noDraft);
    create({ role: VERIFIER });
    expect(refused()).toBe(csErrors.noDraft);
    create();
    increase();
    expect(refused()).toBe(csErrors.noDraft);
    world.putPolicy({ id: 7n, version: 7, url: "" });
    expect(refused()).toBe(csErrors.draftIncomplete);
    world.putPolicy({ id: 7n, version: 7, digestSri: "" });
    expect(refused()).toBe(csErrors.draftIncomplete);
    world.putPolicy({ id: 8n, version: 8 });
    expect(refused()).toBe(csErrors.severalDrafts);
  });

  it("[D-CS-10] [MOD-CS-MSG-6-2-2] modify no schema, and take no fee", () => {
    create();
    const before = world.schema(1n);
    world.chain.pass(SECOND);
    increase();
    expect(world.schema(1n)).toEqual(before);
    expect(world.chain.dump()).not.toMatch(/^bank /m);
  });
});

describe("revoked policies", () => {
  const refused = (init: Revoke = {}) => {
    const given = { schemaId: 1n, role: ISSUER, version: 1, ...init };
    const error = world.refuses(MsgRevokeSchemaAuthorizationPolicy, given);
    expect(error.rule).toBe("MOD-CS-MSG-7-2-1");
    return error.kind;
  };

  it("[MOD-CS-MSG-7] [MOD-CS-MSG-7-3] [D-CS-09] keep their times, in force or ended", () => {
    create();
    increase();
    create();
    world.chain.pass(SECOND);
    increase();
    world.chain.pass(SECOND);
    revoke();
    revoke({ version: 2 });
    expect(listed()).toEqual([
      ["1", 1, 0, 1, true],
      ["2", 2, 1, null, true],
    ]);
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-CS-MSG-7-3] emit what indexers read", () => {
    create();
    increase();
    world.chain.events.splice(0);
    revoke();
    expect(world.chain.events).toEqual([
      {
        type: "revoke_schema_authorization_policy",
        attributes: [
          ["id", "1"],
          ["schema_id", "1"],
          ["role", "SCHEMA_AUTHORIZATION_POLICY_ROLE_ISSUER"],
          ["version", "1"],
          ["corporation", POLICY],
          ["operator", OPERATOR],
        ],
      },
    ]);
  });

  it("[MOD-CS-MSG-7-2-1] must have been enabled, and not be revoked", () => {
    expect(refused()).toBe(csErrors.policyNotFound);
    create();
    expect(refused()).toBe(csErrors.policyNotEnabled);
    increase();
    expect(refused({ version: 2 })).toBe(csErrors.policyNotFound);
    expect(refused({ role: VERIFIER })).toBe(csErrors.policyNotFound);
    revoke();
    expect(refused()).toBe(csErrors.policyRevoked);
  });

  it("[D-CS-10] [MOD-CS-MSG-7-2-2] modify no schema, and take no fee", () => {
    create();
    increase();
    const before = world.schema(1n);
    world.chain.pass(SECOND);
    revoke();
    expect(world.schema(1n)).toEqual(before);
    expect(world.chain.dump()).not.toMatch(/^bank /m);
  });
});
