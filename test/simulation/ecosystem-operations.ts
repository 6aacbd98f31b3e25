import * as cs from "../../src/gen/verana/cs/v1.js";
import * as ec from "../../src/gen/verana/ec/v1.js";
import * as gf from "../../src/gen/verana/gf/v1.js";
import type { Any } from "../../src/wire/descriptor.js";
import { JSON_SCHEMA } from "../modules/pp/market-world.js";
import { DIGEST, described } from "../support/registry-world.js";
import { message } from "../support/world.js";
import { corporationOperations } from "./corporation-operations.js";
import { type Corporation, type Registry, registryOf, signers } from "./registry-market.js";
import type { Operations, Scene } from "./scene.js";

/** So many as reading all of them after every block allows, and some new ones at any time. */
const mostEcosystems = ({ height }: Scene): number => 8 + Number(height) / 100;
const mostSchemas = ({ height }: Scene): number => 16 + Number(height) / 60;

/** Ecosystems, their frameworks and schemas: modules ec, gf and cs. */
export const ecosystemOperations: Operations = {
  name: "ecosystems",
  weight: 2,
  make(scene) {
    const { random } = scene;
    const registry = registryOf(scene);
    // The first blocks have nobody who could.
    if (registry.ready.length === 0) return corporationOperations.make(scene);
    const one = random.pick(registry.ready);
    return { by: one.operator, message: actOf(scene, registry, one) };
  },
};

function actOf(scene: Scene, registry: Registry, one: Corporation): Any {
  const { random } = scene;
  const own = registry.ecosystems.filter(({ corporationId }) => corporationId === one.id);
  const ecosystem = own.length === 0 ? undefined : random.pick(own);
  const few = registry.ecosystems.length < mostEcosystems(scene);
  if (ecosystem === undefined || (few && random.chance(100))) {
    const did = `did:example:ecosystem${random.below(1_000)}`;
    return message(ec.MsgCreateEcosystem, { ...signers(one), ...described(did) });
  }
  const schemas = registry.credentialSchemas.filter(
    ({ ecosystemId }) => ecosystemId === ecosystem.id,
  );
  const schema = schemas.length === 0 ? undefined : random.pick(schemas);
  if (random.chance(350)) return frameworkAct(scene, one, ecosystem);
  const room = registry.credentialSchemas.length < mostSchemas(scene);
  if (schema === undefined || (room && random.chance(200)))
    return schemaOf(scene, registry, one, ecosystem);
  return schemaAct(scene, one, schema);
}

/** Something about an ecosystem, or about its framework or that of its corporation. */
function frameworkAct(
  { random }: Scene,
  one: Corporation,
  ecosystem: ec.EcosystemWithVersions,
): Any {
  const { id, archived } = ecosystem;
  const own = signers(one);
  // What is archived comes back soon, or nothing more would happen.
  if (random.chance(archived ? 600 : 30)) {
    return message(ec.MsgArchiveEcosystem, { ...own, id, archive: !archived });
  }
  if (random.chance(300)) {
    const did = `did:example:ecosystem${random.below(1_000)}`;
    return message(ec.MsgUpdateEcosystem, { ...own, id, did });
  }
  const ofEcosystem = random.chance(700);
  const ecosystemId = ofEcosystem ? id : 0n;
  const framework = ofEcosystem ? ecosystem : one;
  if (random.chance(hasNext(framework) ? 700 : 100)) {
    return message(gf.MsgIncreaseActiveGovernanceFrameworkVersion, { ...own, ecosystemId });
  }
  return message(gf.MsgAddGovernanceFrameworkDocument, {
    ...{ ...own, ecosystemId },
    docLanguage: random.pick(["en", "en", "fr"]),
    docUrl: "https://example.com/next",
    docDigestSri: DIGEST,
    version: framework.activeVersion + (random.chance(900) ? 1 : 2),
  });
}

/** Whether a version that may become the active one waits for it. */
const hasNext = ({
  language,
  activeVersion,
  versions,
}: Pick<ec.EcosystemWithVersions, "language" | "activeVersion" | "versions">): boolean =>
  versions.some(
    ({ version, documents }) =>
      version === activeVersion + 1 && documents.some((one) => one.language === language),
  );

/** The native coin, another one, trust units and a currency. */
const ASSETS = [
  [2, "uvna"],
  [2, "ufoo"],
  [1, "tu"],
  [3, "EUR"],
] as const;

/** Priced in what the fewest schemas are priced in; with every way of onboarding. */
function schemaOf(
  { random }: Scene,
  { credentialSchemas }: Registry,
  one: Corporation,
  { id }: ec.EcosystemWithVersions,
): Any {
  const pricedIn = (asset: string): number =>
    credentialSchemas.filter((schema) => schema.pricingAsset === asset).length;
  const least = Math.min(...ASSETS.map(([, asset]) => pricedIn(asset)));
  const rare = ASSETS.filter(([, asset]) => pricedIn(asset) === least);
  const [pricingAssetType, pricingAsset] = random.pick(rare);
  const period = () => ({ value: random.below(2) });
  return message(cs.MsgCreateCredentialSchema, {
    ...signers(one),
    ecosystemId: id,
    jsonSchema: JSON_SCHEMA,
    issuerGrantorValidationValidityPeriod: period(),
    verifierGrantorValidationValidityPeriod: period(),
    issuerValidationValidityPeriod: period(),
    verifierValidationValidityPeriod: period(),
    holderValidationValidityPeriod: period(),
    issuerOnboardingMode: random.pick([1, 2, 3, 3]),
    verifierOnboardingMode: random.pick([1, 2, 3, 3]),
    holderOnboardingMode: random.pick([1, 1, 2]),
    ...{ pricingAssetType, pricingAsset },
    digestAlgorithm: "sha384",
  });
}

function schemaAct(scene: Scene, one: Corporation, { id, archived }: cs.CredentialSchema): Any {
  const { random } = scene;
  const own = { ...signers(one), id };
  if (random.chance(archived === undefined ? 30 : 600)) {
    return message(cs.MsgArchiveCredentialSchema, { ...own, archive: archived === undefined });
  }
  if (random.chance(700)) return policyAct(scene, one, id);
  return message(cs.MsgUpdateCredentialSchema, {
    ...own,
    issuerValidationValidityPeriod: { value: random.below(3) },
    holderValidationValidityPeriod: { value: random.below(3) },
  });
}

/** The next step of a role's authorization policy, or some other. */
function policyAct({ random, ask }: Scene, one: Corporation, schemaId: bigint): Any {
  const role = 1 + random.below(2);
  const { policies } = ask<
    cs.QueryListSchemaAuthorizationPoliciesRequest,
    cs.QueryListSchemaAuthorizationPoliciesResponse
  >(cs.Query.ListSchemaAuthorizationPolicies, { schemaId, role });
  const named = { ...signers(one), schemaId, role };
  const last = policies.reduce((most, { version }) => Math.max(most, version), 0);
  const drafted = policies.some((one) => !one.revoked && one.effectiveFrom === undefined);
  if (last > 0 && random.chance(250)) {
    const left = policies.filter(({ revoked }) => !revoked).map(({ version }) => version);
    const any = left.length === 0 || random.chance(150);
    const version = any ? 1 + random.below(last) : random.pick(left);
    return message(cs.MsgRevokeSchemaAuthorizationPolicy, { ...named, version });
  }
  if (random.chance(drafted ? 700 : 100)) {
    return message(cs.MsgIncreaseActiveSchemaAuthorizationPolicyVersion, named);
  }
  const url = "https://example.com/policy";
  return message(cs.MsgCreateSchemaAuthorizationPolicy, { ...named, url, digestSri: DIGEST });
}
