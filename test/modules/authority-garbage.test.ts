import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as co from "../../src/gen/verana/co/v1.js";
import * as de from "../../src/gen/verana/de/v1.js";
import * as di from "../../src/gen/verana/di/v1.js";
import * as xr from "../../src/gen/verana/xr/v1.js";
import * as vprCo from "../../src/gen/vpr/co/v1.js";
import type { Signer } from "../../src/keeper/authority.js";
import { ChainError } from "../../src/keeper/errors.js";
import type { FieldDescriptor, MessageType } from "../../src/wire/descriptor.js";
import { BOB, CAROL, DAVE, DAY, DIGEST } from "../support/registry-world.js";
import { answerOrRefuse, anything, mostly } from "./garbage.js";
import { EURO, GOV, RateWorld } from "./xr/xr-world.js";

/** Messages of operators and of anyone, and of governance. */
const OPERATED: readonly MessageType[] = [
  vprCo.MsgRegisterCorporation,
  co.MsgCreateCorporation,
  co.MsgUpdateCorporation,
  vprCo.MsgArchiveCorporation,
  de.MsgGrantOperatorAuthorization,
  de.MsgRevokeOperatorAuthorization,
  di.MsgStoreDigest,
  xr.MsgUpdateExchangeRate,
];
const GOVERNED: readonly MessageType[] = [
  xr.MsgCreateExchangeRate,
  xr.MsgSetExchangeRateState,
  xr.MsgGrantExchangeRateAuthorization,
  xr.MsgRevokeExchangeRateAuthorization,
  xr.MsgUpdateParams,
];

/** What garbage alone never gets right: a group's decision policy, and a group that is not registered yet. */
const RARE: ReadonlySet<MessageType> = new Set<MessageType>([
  co.MsgCreateCorporation,
  vprCo.MsgRegisterCorporation,
]);

const TEXTS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  authority: mostly([GOV], [BOB, GOV.toUpperCase(), "gov"]),
  operator: mostly([BOB], [CAROL, BOB.toUpperCase(), "1", ""]),
  grantee: mostly([CAROL, DAVE, BOB], ["bob", BOB.slice(0, -1), ""]),
  did: mostly(
    ["did:example:one", "did:example:two", "did:example:first"],
    ["did:", "did:example:", "did:example:a/b", "did:Ex:a", "did:e:%zz", "DID:e:a"],
  ),
  digest: mostly([DIGEST, "bafy", "!".repeat(256)], ["a b", "é", "x".repeat(257)]),
  rate: mostly(["1", "10000", "9".repeat(78)], ["0", "01", "-1", "1.0", "9".repeat(79), "1e3"]),
  base_asset: mostly(["tu", "uvna", "EUR", "USD"], ["TU", "eur", "XXX", "ibc/AA", "", "uvna\n2"]),
  quote_asset: mostly(["uvna", "EUR", "tu"], ["u", "factory/a/b", "Tu", ""]),
};

const SHORT_NAMES = ["StoreDigest", "updatecorporation", "GrantOperatorAuthorization"];
const TYPES = mostly(
  ["/verana.di.v1.MsgStoreDigest", ...SHORT_NAMES],
  [
    "/verana.pp.v1.MsgCreateOrUpdateParticipantSession",
    "/cosmos.bank.v1beta1.MsgSend",
    "ſtoreDigest",
  ],
);
const amounts = fc.array(
  fc.record({
    denom: fc.constantFrom("uvna", "ufoo", "u", "a b"),
    amount: fc.constantFrom(1n, 7n, 0n, -1n, (1n << 63n) - 1n, 1n << 63n, 1n << 200n),
  }),
  { maxLength: 3 },
);
const durations = fc.constantFrom(undefined, DAY, 60_000_000_000n, 0n, -1n, (1n << 63n) - 1n);

function arbitraryOf(
  world: RateWorld,
  policies: readonly string[],
  field: FieldDescriptor,
): fc.Arbitrary<unknown> {
  const { name, kind, repeated } = field;
  const corporation = mostly([...policies, "1", "2"], ["0", "01", "99", BOB]);
  if (name === "corporation") return corporation;
  if (name === "msg_types") return fc.array(TYPES, { maxLength: 3 });
  if (repeated === true) return amounts;
  switch (kind) {
    case "string":
      return TEXTS[name] ?? anything;
    case "bool":
      return fc.boolean();
    case "duration":
      return name === "validity_duration" || name === "max_validity_duration"
        ? durations.map((d) => d ?? 0n)
        : durations;
    case "timestamp":
      return fc.constantFrom(
        undefined,
        world.time + 30n * DAY,
        world.time,
        0n,
        253_402_300_799n * 10n ** 9n,
        -62_135_596_800n * 10n ** 9n,
      );
    case "message":
      return fc.constant(undefined);
    default:
      return kind.endsWith("64")
        ? fc.constantFrom(1n, 2n, 3n, 0n, 99n, (1n << 64n) - 1n)
        : fc.constantFrom(0, 1, 2, 3, 18, 19, 500, 10_000, 10_001, 2 ** 31 - 1);
  }
}

/** Messages whose parts are messages or lists of other things keep the parts that `create` gives. */
const KEPT: ReadonlySet<string> = new Set(["members", "decision_policy", "params"]);

const filled = (world: RateWorld, policies: readonly string[], type: MessageType) =>
  fc
    .record(
      Object.fromEntries(
        type.fields
          .filter(({ name }) => !KEPT.has(name))
          .map((field) => [field.key, arbitraryOf(world, policies, field)] as const),
      ),
    )
    .map((given) => ({
      ...given,
      // On the wire of digests the corporation is called so.
      ...(type === di.MsgStoreDigest ? { authority: policies[0] } : {}),
    }));

/** Two corporations with BOB as the operator of both, and a rate that he may update. */
function prepared(): readonly [RateWorld, readonly string[]] {
  const world = new RateWorld();
  const policies = ["did:example:first", "did:example:second"].map((did) => {
    const { policyAddress } = world.corporation(did);
    grant(world, policyAddress);
    return policyAddress;
  });
  world.rate();
  world.enable();
  world.oracle();
  return [world, policies];
}

const EVERYTHING = [
  ...["UpdateCorporation", "ArchiveCorporation", "StoreDigest"],
  ...["GrantOperatorAuthorization", "RevokeOperatorAuthorization"],
];

const grant = (world: RateWorld, policy: string): void =>
  world.grant(policy, { msgTypes: EVERYTHING });

const [MODEL, POLICIES] = prepared();
const step = fc
  .constantFrom(...OPERATED, ...GOVERNED)
  .chain((type) => spoiled(type).map((given) => ({ type, given })));
/** Garbage; a message of many fields is whole but for one of them, or none would be accepted. */
function spoiled(type: MessageType): fc.Arbitrary<object> {
  const garbage = filled(MODEL, POLICIES, type);
  if (type === xr.MsgUpdateParams) {
    return fc.tuple(garbage, durations).map(([given, maxValidityDuration = 0n]) => ({
      ...given,
      params: { maxValidityDuration },
    }));
  }
  if (type !== xr.MsgCreateExchangeRate) return garbage;
  const keys = type.fields.map(({ key }) => key);
  const some = fc.subarray(keys, { maxLength: 1 });
  const currency = fc.constantFrom("USD", "GBP", "CHF");
  return fc.tuple(garbage, some, currency).map(([given, spoilt, baseAsset]) => ({
    ...EURO,
    baseAsset,
    ...Object.fromEntries(Object.entries(given).filter(([key]) => spoilt.includes(key))),
  }));
}

/** Who sends a message, and which router says so. */
const sender = (type: MessageType): readonly [string, Signer["via"]] =>
  GOVERNED.includes(type) ? [GOV, "gov"] : [BOB, "transaction"];

describe("corporations, delegation, digests and rates under garbage", () => {
  it("[D-GEN-17] [D-GEN-20] messages are carried out or refused before they write, and the state stays whole", () => {
    const done = new Map<MessageType, number>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 40, maxLength: 80 }), (steps) => {
        const [world, policies] = prepared();
        for (const { type, given } of steps) {
          world.pass(1_000_000n);
          // What garbage took away is given again, or nothing more would be accepted.
          for (const policy of policies) grant(world, policy);
          const [by, via] = sender(type);
          try {
            world.send(type, given, by, via);
            done.set(type, (done.get(type) ?? 0) + 1);
          } catch (error) {
            if (!(error instanceof ChainError)) throw error;
            const again = world.refuses(type, given, by, via);
            expect(again.kind).toBe(error.kind);
            const ruled = /^(MOD|AUTHZ|D)-/.test(again.rule ?? "");
            expect(ruled || again.kind.codespace === "gov", again.message).toBe(true);
          }
        }
        expect(world.faults()).toEqual([]);
        const copy = new RateWorld();
        copy.group();
        copy.group();
        // Frameworks of corporations go with them.
        for (const name of [...SECTIONS, "gf"]) copy.import(name, world.export(name));
        for (const name of SECTIONS) expect(copy.export(name), name).toEqual(world.export(name));
        expect(copy.faults()).toEqual([]);
      }),
      { numRuns: 25, seed: 20_261_126 },
    );
    for (const type of [...OPERATED, ...GOVERNED]) {
      if (!RARE.has(type)) expect(done.get(type) ?? 0, type.name).toBeGreaterThan(0);
    }
  }, 240_000);

  it("[D-GEN-12] queries answer what can be encoded, or refuse", () => {
    const [world, policies] = prepared();
    const queries = world.app.modules
      .filter(({ name }) => SECTIONS.includes(name))
      .flatMap((module) => module.queries ?? []);
    expect(queries).toHaveLength(14);
    answerOrRefuse({
      ctx: world.ctx,
      queries,
      filled: (type) => filled(world, policies, type),
      texts: ["TU", "uvna", "EUR", DIGEST, `1,${BOB}`],
    });
  }, 120_000);
});

const SECTIONS = ["co", "de", "di", "xr"];
