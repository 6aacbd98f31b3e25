import {
  type CredentialSchema,
  GenesisState,
  HolderOnboardingModeEnum,
  IssuerOnboardingModeEnum,
  type SchemaAuthorizationPolicy,
  SchemaAuthorizationPolicyRoleEnum,
  VerifierOnboardingModeEnum,
} from "../../gen/verana/cs/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { storedPricingAsset } from "../../keeper/formats/pricing-asset.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import type { EnumType } from "../../wire/descriptor.js";
import { DIGEST_ALGORITHMS } from "./digest-algorithms.js";
import { csErrors } from "./errors.js";
import { canonicalText, isObject } from "./json-schema.js";
import { readJson } from "./json-text.js";
import { checkParams, DEFAULT_PARAMS } from "./params.js";
import type { EcosystemPort } from "./ports.js";
import { type SchemaState, standingOf } from "./state.js";

interface Deps {
  readonly state: SchemaState;
  readonly ecosystems: EcosystemPort;
}

/**
 * The section `cs` of `app_state`: parameters, schemas, policies, last ids given. Ecosystems are there
 * before it.
 */
export function schemaGenesis(deps: Deps): ModuleGenesis {
  return {
    name: "cs",
    fresh: () => printSection(GenesisState, GenesisState.create({ params: DEFAULT_PARAMS })),
    init: (ctx, section) =>
      init(ctx, deps, readSection(GenesisState, section, csErrors.invalidGenesis)),
    export: (ctx) => printSection(GenesisState, read(ctx, deps.state)),
  };
}

function init(ctx: WriteContext, { state, ecosystems }: Deps, genesis: GenesisState): void {
  checkParams(genesis.params);
  state.params.set(ctx, genesis.params);
  let last = genesis.schemaCounter;
  for (const schema of genesis.credentialSchemas) {
    valid(!state.schemas.has(ctx, schema.id), "schema id given twice", schema.id);
    const ecosystem = ecosystems.find(ctx, schema.ecosystemId);
    valid(ecosystem !== undefined, "schema of an unknown ecosystem", schema.id);
    state.schemas.set(ctx, schema.id, checkedSchema(schema));
    if (schema.id > last) last = schema.id;
  }
  state.ids.restore(ctx, last);
  initPolicies(ctx, state, genesis);
}

function initPolicies(ctx: WriteContext, state: SchemaState, genesis: GenesisState): void {
  // Exports of other nodes leave this counter at 0, so the highest id counts as well.
  let last = genesis.schemaAuthorizationPolicyCounter;
  for (const policy of genesis.schemaAuthorizationPolicies) {
    const { id, schemaId, role, version } = policy;
    valid(!state.policies.has(ctx, id), "policy id given twice", id);
    valid(state.schemas.has(ctx, schemaId), "policy of an unknown schema", id);
    const ref = [schemaId, role, version] as const;
    checkPolicy(policy);
    valid(!state.byVersion.has(ctx, ref), "policy version given twice", id);
    const standing = standingOf(policy);
    const free = standing === undefined || !state.byStanding.has(ctx, [schemaId, role, standing]);
    valid(free, "second draft, or second policy in force without an end", id);
    state.policies.set(ctx, id, policy);
    if (id > last) last = id;
  }
  state.policyIds.restore(ctx, last);
}

/** The schema with its text in RFC 8785 form, so that it renders so (MOD-CS-QRY-3). */
function checkedSchema(s: CredentialSchema): CredentialSchema {
  valid(s.id > 0n && s.ecosystemId > 0n, "schema without id or ecosystem", s.id);
  valid(s.created !== undefined && s.modified !== undefined, "schema without times", s.id);
  valid(s.created <= s.modified, "schema modified before it was created", s.id);
  valid(isMember(IssuerOnboardingModeEnum, s.issuerOnboardingMode), "unknown issuer mode", s.id);
  valid(
    isMember(VerifierOnboardingModeEnum, s.verifierOnboardingMode),
    "unknown verifier mode",
    s.id,
  );
  valid(isMember(HolderOnboardingModeEnum, s.holderOnboardingMode), "unknown holder mode", s.id);
  valid(DIGEST_ALGORITHMS.includes(s.digestAlgorithm), "unknown digest algorithm", s.id);
  const asset = storedPricingAsset(s.pricingAssetType, s.pricingAsset);
  valid(asset !== undefined, "pricing asset does not fit its type", s.id);
  const reading = readJson(s.jsonSchema);
  const object = reading.ok && isObject(reading.value) ? reading.value : undefined;
  valid(object !== undefined, "json_schema is no JSON object", s.id);
  return { ...s, pricingAsset: asset, jsonSchema: canonicalText(object) };
}

function checkPolicy(policy: SchemaAuthorizationPolicy): void {
  const { id, role, version, created, effectiveFrom, effectiveUntil, revoked } = policy;
  valid(id > 0n && version > 0, "policy without id or version", id);
  valid(isMember(SchemaAuthorizationPolicyRoleEnum, role), "unknown policy role", id);
  valid(created !== undefined, "policy without time", id);
  const wasInForce = effectiveFrom !== undefined || (effectiveUntil === undefined && !revoked);
  valid(wasInForce, "policy that was revoked or ended before it was in force", id);
}

const isMember = (type: EnumType, value: number): boolean =>
  value !== 0 && Object.hasOwn(type.byNumber, value);

function valid(ok: boolean, reason: string, id: bigint): asserts ok {
  ensure(ok, "D-GEN-09", csErrors.invalidGenesis, { reason, id });
}

function read(ctx: ReadContext, state: SchemaState): GenesisState {
  return GenesisState.create({
    params: state.params.get(ctx) ?? DEFAULT_PARAMS,
    credentialSchemas: [...state.schemas.entries(ctx)].map(([, schema]) => schema),
    schemaCounter: state.ids.last(ctx),
    schemaAuthorizationPolicies: [...state.policies.entries(ctx)].map(([, policy]) => policy),
    schemaAuthorizationPolicyCounter: state.policyIds.last(ctx),
  });
}
