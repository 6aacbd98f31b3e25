import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Logger } from "../../src/abci/logger.js";
import { TxMsgData } from "../../src/gen/cosmos/base/abci/v1beta1.js";
import { registry } from "../../src/gen/registry.js";
import { MsgCreateCorporation, MsgCreateCorporationResponse } from "../../src/gen/verana/co/v1.js";
import { ChainError } from "../../src/keeper/errors.js";
import { delegableTypes, SESSION_TYPE } from "../../src/modules/de/index.js";
import type { FieldDescriptor, MessageType } from "../../src/wire/descriptor.js";
import { utf8Text } from "../../src/wire/text.js";
import { ZERO_TIME } from "../../src/wire/time.js";
import { ALICE, BOB, described, newCorporation, RegistryWorld } from "../support/registry-world.js";
import { message, type World, world } from "../support/world.js";

/** What an operator may be granted: sessions have an authorization of their own. */
const isDelegable = (typeUrl: string): boolean =>
  delegableTypes.includes(typeUrl) && typeUrl !== SESSION_TYPE;

const LAST_TIME = 253_402_300_799_999_999_999n;
const NOT_UTF8 = utf8Text(Uint8Array.of(0x61, 0xff, 0xfe, 0));

/** Texts that have broken registries before, beside those that this chain knows. */
const texts = (known: readonly string[]) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...known, "", "1", "did:example:one", "en") },
    {
      weight: 1,
      arbitrary: fc.constantFrom("x".repeat(140_000), NOT_UTF8, "\0", "__proto__", "-1"),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom("{}", '{"$id":1}', "https://example.com/", "uvna", "🜁"),
    },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  );

const wide = fc.constantFrom(0n, 1n, 2n, 1n << 31n, 1n << 32n, (1n << 63n) - 1n);
const narrow = fc.constantFrom(0, 1, 2, 3, 4, 255, 256, 2 ** 31 - 1);

/** Any value of a field, as the wire could carry it. */
function arbitraryValue(
  field: FieldDescriptor,
  text: fc.Arbitrary<string>,
  depth: number,
): fc.Arbitrary<unknown> {
  if (field.custom !== undefined) return fc.constantFrom(0n, 1n, -1n, 1n << 64n, 1n << 255n);
  switch (field.kind) {
    case "message":
      return field.message === undefined || depth === 0
        ? fc.constant(undefined)
        : messageOf(field.message(), text, depth - 1);
    case "any":
      return fc.constantFrom(...ANYS).map((type) => message(type, {}));
    case "timestamp":
      return fc.constantFrom(0n, ZERO_TIME, LAST_TIME, 1_900_000_000_000_000_000n);
    case "duration":
      return fc.constantFrom(0n, -1n, 86_400_000_000_000n, (1n << 63n) - 1n, -(1n << 63n));
    case "string":
      return text;
    case "bytes":
      return fc.uint8Array({ maxLength: 40 });
    case "bool":
      return fc.boolean();
    case "enum":
      return narrow;
    default:
      return field.kind.endsWith("64") ? wide : narrow;
  }
}

function messageOf<T>(
  type: MessageType<T>,
  text: fc.Arbitrary<string>,
  depth = 3,
): fc.Arbitrary<T> {
  const fields = type.fields.map((field) => {
    const one = arbitraryValue(field, text, depth);
    const value = field.repeated ? fc.array(one, { maxLength: 3 }) : one;
    return [
      field.key,
      field.repeated ? value : fc.oneof({ weight: 4, arbitrary: value }, fc.constant(undefined)),
    ] as const;
  });
  return fc.record(Object.fromEntries(fields)).map((values) => {
    const given = Object.entries(values).filter(([key, value]) => {
      const field = type.fields.find((f) => f.key === key);
      return value !== undefined && !(field?.repeated && (value as unknown[]).includes(undefined));
    });
    return type.create(Object.fromEntries(given) as Partial<T>);
  });
}

/** Values with which a message comes further than its first check. */
const USUAL = {
  ...described("did:example:two"),
  ecosystemId: 1n,
  schemaId: 1n,
  id: 1n,
  jsonSchema: '{"type":"object","title":"Example","$id":"vpr:VPR_CREDENTIAL_SCHEMA_ID"}',
  issuerOnboardingMode: 1,
  verifierOnboardingMode: 1,
  holderOnboardingMode: 1,
  pricingAssetType: 1,
  pricingAsset: "uvna",
  digestAlgorithm: "sha384",
};

const ANYS = [
  "/cosmos.group.v1.ThresholdDecisionPolicy",
  "/cosmos.group.v1.PercentageDecisionPolicy",
  "/cosmos.bank.v1beta1.MsgSend",
  "/verana.ec.v1.MsgCreateEcosystem",
].flatMap((url) => registry.byUrl(url) ?? []);

/** A world whose accidents are kept. */
async function watched() {
  const accidents: string[] = [];
  const logger: Logger = {
    debug() {},
    info() {},
    warn() {},
    error: (_, facts) => accidents.push(String(facts?.stack)),
  };
  const w = await world({ app: { logger } });
  return { w, accidents, known: await corporation(w) };
}

/** Registers a corporation; the accounts that take part. */
async function corporation(w: World): Promise<readonly string[]> {
  const packed = message(MsgCreateCorporation, newCorporation("did:example:one", w.address(1)));
  const result = await w.send(packed, { gas: 5_000_000n });
  expect(result.log).toBe("");
  const answer = TxMsgData.decode(result.data).msgResponses[0]?.value ?? new Uint8Array();
  const { policyAddress = "" } = MsgCreateCorporationResponse.decode(answer);
  return [w.address(1), w.address(2), policyAddress];
}

/** Modules alone, with a corporation that granted everything to an operator, an ecosystem and a schema. */
function granted() {
  const r = new RegistryWorld();
  const { policyAddress } = r.corporation("did:example:one", ALICE);
  const bound = registry.types.filter((type) => r.app.router.find(type.typeUrl) !== undefined);
  const msgTypes = bound
    .filter(({ signers, typeUrl }) => signers.includes("operator") && isDelegable(typeUrl))
    .map((t) => t.typeUrl);
  r.grant(policyAddress, { grantee: BOB, msgTypes });
  r.ecosystem(policyAddress);
  return { r, bound, known: [ALICE, BOB, policyAddress] };
}

const isText = (value: unknown): boolean => typeof value === "string";

describe("messages that nobody would send", () => {
  it("are all answered by a rule, none by accident", async () => {
    const { w, accidents, known } = await watched();
    const types = registry.types.filter((type) => w.app.live.composition.router.find(type.typeUrl));
    expect(types.length).toBeGreaterThan(10);
    const text = texts(known);
    for (const type of types) {
      fc.assert(
        fc.property(messageOf(type, text), (value) => {
          const signed = Object.fromEntries(type.signers.map((key) => [key, w.address(1)]));
          const packed = message(type, {
            ...(value as object),
            ...(type.signers.includes("inputs") ? {} : signed),
          });
          w.simulate(packed);
          expect(accidents, type.name).toEqual([]);
        }),
        { numRuns: 30 },
      );
    }
  }, 300_000);

  it("nor queries", async () => {
    const { w, accidents, known } = await watched();
    const text = texts(known);
    for (const { method } of w.app.live.composition.queries.values()) {
      fc.assert(
        fc.property(messageOf(method.request, text), (request) => {
          w.ask(method.path, method.request.encode(request));
          expect(accidents, method.path).toEqual([]);
        }),
        { numRuns: 40 },
      );
    }
  });

  it("nor those of an operator who may do everything", () => {
    const { r, bound, known } = granted();
    const text = texts(known);
    const [alice, bob, policy] = known;
    const codes: Record<string, true> = {};
    for (const type of bound) {
      const shaped = fc.record({
        value: messageOf(type, text),
        usual: fc.subarray(Object.entries(USUAL), { minLength: 4 }),
      });
      fc.assert(
        fc.property(shaped, ({ value, usual }) => {
          // A session's id is text where others are numbers.
          const fits = usual.filter(([key, given]) =>
            type.fields.some(
              ({ key: own, kind }) => own === key && (kind === "string") === isText(given),
            ),
          );
          const all = {
            ...(value as object),
            ...Object.fromEntries(fits),
            corporation: policy,
            operator: bob,
            signer: alice,
            admin: alice,
          };
          const known = Object.fromEntries(
            Object.entries(all).filter(([key]) => type.fields.some((f) => f.key === key)),
          );
          let code = "ok";
          try {
            r.send(type, known, type.signers.includes("operator") ? (bob ?? "") : (alice ?? ""));
          } catch (error) {
            if (!(error instanceof ChainError)) throw error;
            code = `${error.kind.codespace}/${error.kind.code}`;
          }
          codes[`${type.name} ${code}`] = true;
        }),
        { numRuns: 200 },
      );
    }
    // Enough of them pass, or fail late, for this to have looked behind the doors.
    const passed = Object.keys(codes).filter((name) => name.endsWith(" ok"));
    expect(passed.length).toBeGreaterThan(1);
    const open = bound.filter((type) => !type.signers.includes("authority"));
    expect(Object.keys(codes).length).toBeGreaterThan(3 * open.length);
  });
});
