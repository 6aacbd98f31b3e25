import { describe, expect, it } from "vitest";
import { MsgCreateCredentialSchema } from "../../src/gen/verana/cs/v1.js";
import { MsgGrantOperatorAuthorization } from "../../src/gen/verana/de/v1.js";
import { MsgCreateEcosystem, MsgUpdateEcosystem } from "../../src/gen/verana/ec/v1.js";
import { MsgAddGovernanceFrameworkDocument } from "../../src/gen/verana/gf/v1.js";
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

  it("[MOD-ES-MSG-2-2-1] [D-GEN-14] when an ecosystem gets another DID", () => {
    const world = new RegistryWorld();
    const theirs = world.corporation("did:example:first").policyAddress;
    world.grant(theirs, { grantee: CAROL, msgTypes: ["CreateEcosystem"] });
    world.ecosystem(theirs, "did:example:taken", CAROL);
    const policy = world.corporation("did:example:second").policyAddress;
    const own = () => {
      world.grant(policy, { msgTypes: ["CreateEcosystem", "UpdateEcosystem"] });
      world.ecosystem(policy, "did:example:own");
    };
    const steps: readonly Step<MsgUpdateEcosystem>[] = [
      ["missingParameter", { corporation: "0" }],
      ["missingParameter", { operator: "nobody" }],
      ["missingParameter", { id: 99n }],
      ["missingParameter", { did: "no did" }],
      ["malformedCorporation", { corporation: policy }],
      ["malformedOperator", { operator: CAROL }],
      ["malformedDid", { did: "did:example:taken" }],
      ["signerMismatch", { operator: BOB }],
      ["authorizationNotFound", own],
      ["ecosystemNotFound", { id: 1n }],
      ["notController", { id: 2n }],
      ["didOfAnother", { did: "did:example:free" }],
    ];
    peel(world, MsgUpdateEcosystem, {}, steps, BOB);
  });

  it("[MOD-GF-MSG-1-2-1] [D-GEN-14] when a document is added", () => {
    const world = new RegistryWorld();
    const theirs = world.corporation("did:example:first").policyAddress;
    world.grant(theirs, { grantee: CAROL, msgTypes: ["CreateEcosystem"] });
    world.ecosystem(theirs, "did:example:theirs", CAROL);
    const policy = world.corporation("did:example:second").policyAddress;
    const { language, docUrl, docDigestSri } = described();
    const steps: readonly Step<MsgAddGovernanceFrameworkDocument>[] = [
      ["missingParameter", { corporation: "0", operator: "nobody", version: 9 }],
      ["missingParameter", { docLanguage: "no language" }],
      ["missingParameter", { docUrl: "no url" }],
      ["missingParameter", { docDigestSri: "no digest" }],
      ["corporationMalformed", { corporation: policy }],
      ["malformedOperator", { operator: BOB }],
      ["malformedLanguage", { docLanguage: language }],
      ["malformedUrl", { docUrl }],
      ["malformedDigest", { docDigestSri }],
      [
        "authorizationNotFound",
        () => world.grant(policy, { msgTypes: ["AddGovernanceFrameworkDocument"] }),
      ],
      ["ecosystemNotFound", { ecosystemId: 1n }],
      ["notController", { ecosystemId: 0n }],
      ["versionNotNext", { version: 1 }],
      ["versionNotAboveActive", { version: 2 }],
    ];
    peel(world, MsgAddGovernanceFrameworkDocument, { ecosystemId: 99n }, steps, BOB);
  });

  it("[MOD-CS-MSG-1-2-1] [D-GEN-14] when a schema is created", () => {
    const world = new RegistryWorld();
    const theirs = world.corporation("did:example:first").policyAddress;
    world.grant(theirs, { grantee: CAROL, msgTypes: ["CreateEcosystem"] });
    world.ecosystem(theirs, "did:example:theirs", CAROL);
    const policy = world.corporation("did:example:second").policyAddress;
    const own = () => {
      world.grant(policy, { msgTypes: ["CreateEcosystem", "CreateCredentialSchema"] });
      world.ecosystem(policy, "did:example:own");
    };
    const tooLong = { value: 3651 };
    const worst: Partial<MsgCreateCredentialSchema> = {
      issuerGrantorValidationValidityPeriod: tooLong,
      verifierGrantorValidationValidityPeriod: tooLong,
      issuerValidationValidityPeriod: tooLong,
      verifierValidationValidityPeriod: tooLong,
      holderValidationValidityPeriod: tooLong,
    };
    const fits = { value: 3650 };
    const steps: readonly Step<MsgCreateCredentialSchema>[] = [
      ["missingParameter", { corporation: "0", operator: "nobody", ecosystemId: 99n }],
      ["missingParameter", { jsonSchema: "no schema" }],
      ["missingParameter", { issuerOnboardingMode: 9, verifierOnboardingMode: 9 }],
      ["missingParameter", { holderOnboardingMode: 9, pricingAssetType: 9 }],
      ["missingParameter", { pricingAsset: "no asset", digestAlgorithm: "md5" }],
      ["malformedCorporation", { corporation: policy }],
      ["malformedOperator", { operator: BOB }],
      ["jsonSchemaInvalid", { jsonSchema: `{"title":"${"a".repeat(9_000)}"}` }],
      ["issuerModeUnknown", { issuerOnboardingMode: 1 }],
      ["verifierModeUnknown", { verifierOnboardingMode: 1 }],
      ["holderModeUnknown", { holderOnboardingMode: 1 }],
      ["digestAlgorithmUnknown", { digestAlgorithm: "sha384" }],
      ["pricingAssetTypeUnknown", { pricingAssetType: 1 }],
      ["pricingAssetMismatch", { pricingAsset: "tu" }],
      ["authorizationNotFound", own],
      ["ecosystemNotFound", { ecosystemId: 1n }],
      ["notEcosystemController", { ecosystemId: 2n }],
      ["jsonSchemaTooLarge", { jsonSchema: "{}" }],
      ["issuerGrantorPeriodTooLong", { issuerGrantorValidationValidityPeriod: fits }],
      ["verifierGrantorPeriodTooLong", { verifierGrantorValidationValidityPeriod: fits }],
      ["issuerPeriodTooLong", { issuerValidationValidityPeriod: fits }],
      ["verifierPeriodTooLong", { verifierValidationValidityPeriod: fits }],
      ["holderPeriodTooLong", { holderValidationValidityPeriod: fits }],
    ];
    peel(world, MsgCreateCredentialSchema, worst, steps, BOB);
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
