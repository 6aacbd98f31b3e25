import { describe, expect, it } from "vitest";
import { MsgGrantOperatorAuthorization } from "../../src/gen/verana/de/v1.js";
import { MsgCreateEcosystem } from "../../src/gen/verana/ec/v1.js";
import { MsgRegisterCorporation } from "../../src/gen/vpr/co/v1.js";
import type { MessageType } from "../../src/wire/descriptor.js";
import { BOB, CAROL, DAVE, DAY, described, RegistryWorld } from "../support/registry-world.js";

/** One thing put right: in the message, or on the chain. */
type Step<T> = readonly [refusedWith: string, cure: Partial<T> | (() => void)];

/** Refused for one reason after the other, each named until it is cured; accepted in the end. */
function peel<T>(
  world: RegistryWorld,
  type: MessageType<T>,
  worst: Partial<T>,
  steps: readonly Step<T>[],
  signer: string,
): void {
  let message = worst;
  for (const [name, cure] of steps) {
    expect(world.refuses(type, message, signer).kind.name).toBe(name);
    if (typeof cure === "function") cure();
    else message = { ...message, ...cure };
  }
  world.send(type, message, signer);
}

describe("[D-TX-06] a message in which everything is wrong names its faults in order", () => {
  it("[MOD-CO-MSG-1-2-1] [D-GEN-14] when a group registers", () => {
    const world = new RegistryWorld();
    world.corporation("did:example:taken");
    const policy = world.group();
    const other = world.secondPolicy(2n, policy);
    const { did, language, docUrl, docDigestSri } = described("did:example:taken");
    const steps: readonly Step<MsgRegisterCorporation>[] = [
      ["missingParameter", { corporation: "02" }],
      ["missingParameter", { operator: "nobody" }],
      ["missingParameter", { did: "no did" }],
      ["missingParameter", { language: "no language" }],
      ["missingParameter", { docUrl: "no url" }],
      ["missingParameter", { docDigestSri: "no digest" }],
      ["malformedCorporation", { corporation: "2" }],
      ["malformedOperator", { operator: CAROL }],
      ["malformedDid", { did }],
      ["malformedLanguage", { language }],
      ["malformedUrl", { docUrl }],
      ["malformedDigest", { docDigestSri }],
      ["signerMismatch", { operator: BOB }],
      ["notGrantingPolicy", { corporation: other }],
      ["authorizationNotFound", () => world.grant(policy, { msgTypes: ["CreateEcosystem"] })],
      [
        "messageTypeNotGranted",
        () =>
          world.grant(policy, { expiration: world.time + DAY, msgTypes: ["createcorporation"] }),
      ],
      ["notGrantingPolicy", { corporation: policy }],
      ["didTaken", { did: "did:example:free" }],
    ];
    peel(world, MsgRegisterCorporation, {}, steps, BOB);
    const again = { corporation: policy, operator: BOB, ...described("did:example:taken") };
    expect(world.refuses(MsgRegisterCorporation, again, BOB).kind.name).toBe("alreadyRegistered");
    world.pass(DAY);
    expect(world.refuses(MsgRegisterCorporation, again, BOB).kind.name).toBe(
      "authorizationExpired",
    );
  });

  it("[MOD-ES-MSG-1-2-1] [D-GEN-14] when an ecosystem is created", () => {
    const world = new RegistryWorld();
    const first = world.corporation("did:example:first").policyAddress;
    world.grant(first, { grantee: CAROL, msgTypes: ["CreateEcosystem"] });
    world.ecosystem(first, "did:example:taken", CAROL);
    const policy = world.group();
    const { did, language, docUrl, docDigestSri } = described("did:example:taken");
    const steps: readonly Step<MsgCreateEcosystem>[] = [
      ["missingParameter", { corporation: "0", operator: "nobody", did: "no did" }],
      ["missingParameter", { language: "x", docUrl: "x", docDigestSri: "x" }],
      ["malformedCorporation", { corporation: policy }],
      ["malformedOperator", { operator: CAROL }],
      ["malformedDid", { did }],
      ["malformedLanguage", { language }],
      ["malformedUrl", { docUrl }],
      ["malformedDigest", { docDigestSri }],
      ["signerMismatch", { operator: BOB }],
      [
        "corporationNotRegistered",
        () => {
          world.grant(policy, { grantee: DAVE });
          world.register(policy, "did:example:second", DAVE);
        },
      ],
      ["authorizationNotFound", () => world.grant(policy)],
      ["messageTypeNotGranted", () => world.grant(policy, { msgTypes: ["CreateEcosystem"] })],
      ["didOfAnother", { did: "did:example:free" }],
    ];
    peel(world, MsgCreateEcosystem, {}, steps, BOB);
  });

  it("[MOD-DE-MSG-3-2] [D-DE-03] when an operator grants", () => {
    const world = new RegistryWorld();
    const { policyAddress: policy } = world.corporation();
    const once = [{ denom: "uvna", amount: 1n }];
    const worst: Partial<MsgGrantOperatorAuthorization> = {
      authzSpendLimit: [...once, ...once],
      authzSpendLimitPeriod: 0n,
      feegrantSpendLimit: [{ denom: "uvna", amount: 0n }],
      feegrantSpendLimitPeriod: 0n,
      withFeegrant: true,
    };
    const steps: readonly Step<MsgGrantOperatorAuthorization>[] = [
      ["missingParameter", { corporation: "01" }],
      ["malformedCorporation", { corporation: policy.toUpperCase(), operator: "nobody" }],
      ["malformedOperator", { operator: CAROL }],
      ["missingParameter", { grantee: "nobody" }],
      ["malformedGrantee", { grantee: BOB.toUpperCase() }],
      ["missingParameter", { msgTypes: ["CreateOrUpdateParticipantSession", "Nothing"] }],
      ["notDelegable", { msgTypes: ["CreateOrUpdateParticipantSession"] }],
      ["sessionNotGrantable", { msgTypes: ["CreateEcosystem"] }],
      ["malformedSpendLimit", { authzSpendLimit: once }],
      ["malformedPeriod", { authzSpendLimitPeriod: DAY }],
      ["malformedFeeLimit", { feegrantSpendLimit: once }],
      ["malformedFeePeriod", { feegrantSpendLimitPeriod: DAY }],
      ["expirationMissing", { expiration: world.time }],
      ["signerMismatch", { operator: BOB }],
      ["authorizationNotFound", () => world.grant(policy)],
      [
        "messageTypeNotGranted",
        () => world.grant(policy, { msgTypes: ["GrantOperatorAuthorization"] }),
      ],
      ["grantToSelf", { grantee: CAROL }],
      ["expirationNotInFuture", { expiration: world.time + 1n }],
    ];
    peel(world, MsgGrantOperatorAuthorization, worst, steps, BOB);
  });
});
