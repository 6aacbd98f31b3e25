import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as cs from "../../src/gen/verana/cs/v1.js";
import * as ec from "../../src/gen/verana/ec/v1.js";
import * as gf from "../../src/gen/verana/gf/v1.js";
import { ChainError } from "../../src/keeper/errors.js";
import type { FieldDescriptor, MessageType } from "../../src/wire/descriptor.js";
import { utf8Text } from "../../src/wire/text.js";
import { BOB, CAROL, DIGEST, RegistryWorld } from "../support/registry-world.js";
import { answerOrRefuse } from "./garbage.js";

/** The messages of the three modules, all of which an operator may be granted. */
const MESSAGES: readonly MessageType[] = [
  ec.MsgCreateEcosystem,
  ec.MsgUpdateEcosystem,
  ec.MsgArchiveEcosystem,
  gf.MsgAddGovernanceFrameworkDocument,
  gf.MsgIncreaseActiveGovernanceFrameworkVersion,
  cs.MsgCreateCredentialSchema,
  cs.MsgUpdateCredentialSchema,
  cs.MsgArchiveCredentialSchema,
  cs.MsgCreateSchemaAuthorizationPolicy,
  cs.MsgIncreaseActiveSchemaAuthorizationPolicyVersion,
  cs.MsgRevokeSchemaAuthorizationPolicy,
];

const NOT_UTF8 = utf8Text(Uint8Array.of(0x61, 0xff, 0xfe, 0));
const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom("", "\0", NOT_UTF8, "__proto__", "x".repeat(20_000), "🜁", "null", "-1"),
);
/** Mostly one of these, else a near miss, else anything. */
const mostly = (good: readonly string[], near: readonly string[]) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(...near) },
    { weight: 1, arbitrary: anything },
  );

const did = mostly(
  ["did:example:one", "did:example:two", "did:web:example.com%3A3000:x", "did:example:theirs"],
  [
    "did:",
    "did:example:",
    "did:example:a/b",
    "did:Ex:a",
    "did:example:a#b",
    "did:e:%zz",
    "DID:e:a",
  ],
);
const url = mostly(
  ["https://example.com/a", "http://[2001:db8::1]:80/?q#f", "HTTPS://EXAMPLE.com"],
  [
    "https://",
    "//example.com",
    "ftp://example.com",
    "https://a b",
    "http://[::1",
    "https://\u00e9.fr",
  ],
);
const language = mostly(
  ["en", "EN", "fr-CA", "zh-Hant-TW", "x-private"],
  ["e", "en_GB", "en-", "en--GB", "english language", "sl-Latn-IT-rozaj-nedis", "a-DE"],
);
const sri = mostly(
  [DIGEST, "sha256-AA==", "sha512-A"],
  ["sha1-AA==", "sha384-", "sha384-A===", "SHA384-AA", "sha384-A A"],
);

/** JSON texts of every kind of trouble. */
const trouble = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.integer({ min: 60, max: 3_000 }).map((n) => `${'{"a":'.repeat(n)}1${"}".repeat(n)}`),
  fc.integer({ min: 60, max: 3_000 }).map((n) => `{"a":${"[".repeat(n)}${"]".repeat(n)}}`),
  fc.constantFrom(
    '{"a":1e999}',
    `{"minimum":${"9".repeat(400)}}`,
    '{"maxLength":-1}',
    '{"minimum":1e308}',
    '{"minLength":1.5}',
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"__proto__":{"type":5},"constructor":1,"toString":{}}',
    '{"type":"object","properties":{"__proto__":{"type":"string"}}}',
    '{"$ref":"http://127.0.0.1:1/evil.json"}',
    '{"$ref":"file:///etc/passwd"}',
    '{"$dynamicRef":"#meta"}',
    '{"$recursiveRef":"#"}',
    '{"pattern":"(a+)+$"}',
    '{"pattern":"["}',
    '{"format":"no such format"}',
    '{"type":"nothing"}',
    '{"required":["a","a"]}',
    '{"title":"\\ud800"}',
    '{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":5}',
    '{"$schema":"http://json-schema.org/draft-04/schema#"}',
    '{"$schema":"http://json-schema.org/draft-07/schema#","definitions":{"a":{}}}',
    '{"$id":"VPR_CREDENTIAL_SCHEMA_ID","VPR_CREDENTIAL_SCHEMA_ID":1,"1":2}',
    '{"title":"VPR_CREDENTIAL_SCHEMA_ID","$id":"not a placeholder"}',
    '{"enum":[]}',
    " {\u00a0}",
    "true",
    "[]",
  ),
);
const jsonSchema = fc.oneof(
  fc.constant('{"type":"object","$id":"vpr:VPR_CREDENTIAL_SCHEMA_ID"}'),
  trouble,
);

const TEXTS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  did,
  language,
  doc_language: language,
  url,
  doc_url: url,
  doc_digest_sri: sri,
  digest_sri: sri,
  json_schema: jsonSchema,
  operator: mostly([BOB], [CAROL, BOB.toUpperCase(), "1"]),
  pricing_asset: mostly(["tu", "uvna", "EUR"], ["TU", "eur", "XXX", "u", "ibc/"]),
  digest_algorithm: mostly(["sha384"], ["SHA384", "md5"]),
};

const small = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(1, 2, 3) },
  fc.constantFrom(0, -1, 4, 99, 2 ** 31 - 1),
);
const ids = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(1n, 2n, 3n) },
  fc.constantFrom(0n, 99n, (1n << 63n) - 1n, (1n << 64n) - 1n),
);

function arbitraryOf(field: FieldDescriptor, policies: readonly string[]): fc.Arbitrary<unknown> {
  if (field.name === "corporation") return mostly([...policies, "1", "2"], ["0", "01", "99", BOB]);
  switch (field.kind) {
    case "string":
      return TEXTS[field.name] ?? anything;
    case "bool":
      return fc.boolean();
    case "message":
      return fc.option(fc.record({ value: fc.constantFrom(0, 1, 365, 3650, 3651, 2 ** 32 - 1) }), {
        nil: undefined,
      });
    case "timestamp":
      return fc.constantFrom(
        undefined,
        0n,
        1_767_225_600_000_000_000n,
        -62_135_596_800n * 10n ** 9n,
      );
    default:
      return field.kind.endsWith("64")
        ? ids
        : small.map((n) => (field.kind === "enum" ? n : Math.abs(n)));
  }
}

const filled = (type: MessageType, policies: readonly string[]) =>
  fc.record(
    Object.fromEntries(
      type.fields.map((field) => [field.key, arbitraryOf(field, policies)] as const),
    ),
  );

/** Two corporations with BOB as the operator of both; their policies. */
function prepared(): readonly [RegistryWorld, readonly string[]] {
  const world = new RegistryWorld();
  const policies = ["did:example:first", "did:example:second"].map((name) => {
    const { policyAddress } = world.corporation(name);
    world.grant(policyAddress, { msgTypes: MESSAGES.map(({ typeUrl }) => typeUrl) });
    return policyAddress;
  });
  return [world, policies];
}

const SCHEMA = {
  ...{ ecosystemId: 1n, jsonSchema: "{}", digestAlgorithm: "sha384", pricingAssetType: 1 },
  ...{ issuerOnboardingMode: 1, verifierOnboardingMode: 1, holderOnboardingMode: 1 },
};

/** The same with an ecosystem, a schema, drafts of both frameworks, a policy and its next draft. */
function furnished(): RegistryWorld {
  const [world, [corporation = ""]] = prepared();
  const actors = { corporation, operator: BOB };
  world.ecosystem(corporation, "did:example:one");
  const text = { docLanguage: "en", docUrl: "https://example.com/a", docDigestSri: DIGEST };
  for (const ecosystemId of [0n, 1n]) {
    const document = { ...actors, ...text, ecosystemId, version: 2 };
    world.send(gf.MsgAddGovernanceFrameworkDocument, document, BOB);
  }
  world.send(cs.MsgCreateCredentialSchema, { ...actors, ...SCHEMA }, BOB);
  const draft = { schemaId: 1n, role: 1, url: "urn:example:policy", digestSri: DIGEST };
  const policy = { ...actors, schemaId: 1n, role: 1 };
  world.send(cs.MsgCreateSchemaAuthorizationPolicy, { ...actors, ...draft }, BOB);
  world.send(cs.MsgIncreaseActiveSchemaAuthorizationPolicyVersion, policy, BOB);
  world.send(cs.MsgCreateSchemaAuthorizationPolicy, { ...actors, ...draft }, BOB);
  return world;
}

const SEED = 20_261_126;

const [, POLICIES] = prepared();
const step = fc
  .constantFrom(...MESSAGES)
  .chain((type) => spoiled(type).map((given) => ({ type, given })));

/** Garbage; a message of many fields is whole but for two of them, or none would be accepted. */
function spoiled(type: MessageType): fc.Arbitrary<object> {
  const garbage = filled(type, POLICIES);
  if (type !== cs.MsgCreateCredentialSchema) return garbage;
  const [corporation = ""] = POLICIES;
  const whole: object = { corporation, operator: BOB, ...SCHEMA };
  const keys = type.fields.map(({ key }) => key);
  return fc.tuple(garbage, fc.subarray(keys, { maxLength: 2 })).map(([given, some]) => ({
    ...whole,
    ...Object.fromEntries(Object.entries(given).filter(([key]) => some.includes(key))),
  }));
}

describe("ecosystems, frameworks and schemas under garbage", () => {
  it("[D-CS-03] [D-GEN-17] messages are carried out or refused before they write, and the state stays whole", () => {
    const done = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 30, maxLength: 60 }), (steps) => {
        const world = furnished();
        for (const { type, given } of steps) {
          world.pass(1_000_000n);
          try {
            world.send(type, given, BOB);
            done.set(type.name, (done.get(type.name) ?? 0) + 1);
          } catch (error) {
            if (!(error instanceof ChainError)) throw error;
            const again = world.refuses(type, given, BOB);
            expect(again.kind).toBe(error.kind);
            expect(again.rule).toMatch(/^(MOD|AUTHZ|D)-/);
          }
        }
        expect(world.faults()).toEqual([]);
        for (const [, { id, jsonSchema: text }] of schemasOf(world)) {
          expect(canonicalize(JSON.parse(text))).toBe(text);
          expect(world.spec("/cs/v1/js/{id}", { id: id.toString() })).toMatchObject({ body: text });
        }
        const copy = imported(world);
        for (const name of SECTIONS) expect(copy.export(name)).toEqual(world.export(name));
        expect(copy.faults()).toEqual([]);
      }),
      { numRuns: 30, seed: SEED },
    );
    // Garbage that is always refused would show nothing.
    for (const { name } of MESSAGES) expect(done.get(name) ?? 0, name).toBeGreaterThan(0);
  }, 240_000);

  it("[D-GEN-12] queries answer what can be encoded, or refuse", () => {
    const [world, policies] = prepared();
    world.ecosystem(policies[0] ?? "", "did:example:one");
    const queries = world.app.modules
      .filter(({ name }) => ["ec", "gf", "cs"].includes(name))
      .flatMap((module) => module.queries ?? []);
    expect(queries).toHaveLength(12);
    answerOrRefuse({
      ctx: world.ctx,
      queries,
      filled: (type) => filled(type, policies),
      texts: ["en", "ISSUER", "open"],
    });
  }, 120_000);
});

const SECTIONS = ["co", "ec", "gf", "cs"];

const schemasOf = (world: RegistryWorld) =>
  (
    world.export("cs") as unknown as {
      readonly credential_schemas: readonly { readonly id: string; readonly json_schema: string }[];
    }
  ).credential_schemas.map(
    ({ id, json_schema: jsonSchema }, i) => [i, { id: BigInt(id), jsonSchema }] as const,
  );

/** Another chain that begins with what this one exports. */
function imported(world: RegistryWorld): RegistryWorld {
  const copy = new RegistryWorld();
  copy.group();
  copy.group();
  for (const name of SECTIONS) copy.import(name, world.export(name));
  return copy;
}
