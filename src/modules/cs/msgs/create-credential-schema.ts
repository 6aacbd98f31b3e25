import type { RuleId } from "../../../gen/rules.js";
import {
  CredentialSchema,
  HolderOnboardingModeEnum,
  IssuerOnboardingModeEnum,
  MsgCreateCredentialSchema,
  MsgCreateCredentialSchemaResponse,
  PricingAssetTypeEnum,
  VerifierOnboardingModeEnum,
} from "../../../gen/verana/cs/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import type { ReadContext } from "../../../keeper/context.js";
import { type ErrorKind, ensure, refuse } from "../../../keeper/errors.js";
import { storedPricingAsset } from "../../../keeper/formats/pricing-asset.js";
import type { Handler } from "../../../keeper/handler.js";
import type { EnumType } from "../../../wire/descriptor.js";
import { ensureController } from "../controlled-schema.js";
import { csErrors } from "../errors.js";
import { schemaCreated } from "../events.js";
import { generatedSchemaId, type JsonSchema, readJsonSchema, storedForm } from "../json-schema.js";
import { ensurePresent, ensureSigners } from "../parameters.js";
import { checkPeriods, periodsOf } from "../validity-periods.js";
import type { MessageDeps } from "./message-deps.js";

/** What the method needs from others. */
export interface CreateDeps extends MessageDeps {
  /** Algorithms that may be named, lower case [D-CS-05]. */
  readonly digestAlgorithms: readonly string[];
}

/** The text that is stored, with the id it was made for. */
interface Proof {
  readonly id: bigint;
  readonly jsonSchema: string;
}

type Create = MsgCreateCredentialSchema;
type CreateCredentialSchema = Handler<
  Create,
  CorporationOperator,
  Proof,
  MsgCreateCredentialSchemaResponse
>;

const BASIC: RuleId = "MOD-CS-MSG-1-2-1";

/**
 * Characters of a schema that is judged before anyone paid for it; a longer one is judged when the
 * message runs, behind the fee and its size [D-GEN-15]. Judging a megabyte takes most of a second.
 */
const MOST_BEFORE_THE_FEE = 65_536;

/**
 * [MOD-CS-MSG-1] Create New Credential Schema, under an ecosystem that the corporation controls.
 * The method takes nothing but the transaction fee, which the ante stage checks [MOD-CS-MSG-1-2-2].
 */
export const createCredentialSchema = (k: CreateDeps): CreateCredentialSchema => ({
  rule: "MOD-CS-MSG-1",
  type: MsgCreateCredentialSchema,
  response: MsgCreateCredentialSchemaResponse,

  parse(msg) {
    ensureGiven(msg);
    ensureSigners(k, msg, BASIC);
    if (msg.jsonSchema.length <= MOST_BEFORE_THE_FEE) readSchema(msg);
    checkModes(msg);
    const known = k.digestAlgorithms.includes(msg.digestAlgorithm);
    ensure(known, BASIC, csErrors.digestAlgorithmUnknown, { given: msg.digestAlgorithm });
    pricingAsset(msg);
  },

  authorize: k.delegation.corporationOperator(MsgCreateCredentialSchema.typeUrl, BASIC),

  /** [MOD-CS-MSG-1-2] Preconditions that need the state. */
  check(ctx, msg, by) {
    ensureController(ctx, k.ecosystems, { id: msg.ecosystemId, by }, BASIC);
    const params = k.schemas.params(ctx);
    const size = BigInt(Buffer.byteLength(msg.jsonSchema, "utf8"));
    const most = params.credentialSchemaSchemaMaxSize;
    ensure(size <= most, BASIC, csErrors.jsonSchemaTooLarge, { size, most });
    checkPeriods(periodsOf(msg), params, BASIC);
    const id = k.schemas.state.ids.last(ctx) + 1n;
    return { id, jsonSchema: textFor(ctx, readSchema(msg), id) };
  },

  /** [MOD-CS-MSG-1-3] */
  execute(ctx, msg, by, proof) {
    const now = ctx.blockTime;
    const id = k.schemas.state.ids.next(ctx);
    const schema = CredentialSchema.create({
      id,
      ecosystemId: msg.ecosystemId,
      jsonSchema: proof.jsonSchema,
      ...periodsOf(msg),
      issuerOnboardingMode: msg.issuerOnboardingMode,
      verifierOnboardingMode: msg.verifierOnboardingMode,
      holderOnboardingMode: msg.holderOnboardingMode,
      created: now,
      modified: now,
      pricingAssetType: msg.pricingAssetType,
      pricingAsset: pricingAsset(msg),
      digestAlgorithm: msg.digestAlgorithm,
    });
    k.schemas.state.schemas.set(ctx, id, schema);
    ctx.emit(schemaCreated(schema, by, now));
    return { id };
  },
});

/** [MOD-CS-MSG-1-1] [D-GEN-04] Mandatory parameters; periods default to 0, a trust unit needs no name. */
function ensureGiven(msg: Create): void {
  const unnamed = storedPricingAsset(msg.pricingAssetType, "") !== undefined;
  ensurePresent(BASIC, {
    corporation: msg.corporation,
    operator: msg.operator,
    ecosystem_id: msg.ecosystemId,
    json_schema: msg.jsonSchema,
    issuer_onboarding_mode: msg.issuerOnboardingMode,
    verifier_onboarding_mode: msg.verifierOnboardingMode,
    holder_onboarding_mode: msg.holderOnboardingMode,
    pricing_asset_type: msg.pricingAssetType,
    pricing_asset: unnamed ? "tu" : msg.pricingAsset,
    digest_algorithm: msg.digestAlgorithm,
  });
}

/** [D-CS-03] */
function readSchema(msg: Create): JsonSchema {
  const reading = readJsonSchema(msg.jsonSchema);
  if (reading.ok) return reading.schema;
  return refuse(csErrors.jsonSchemaInvalid, { fault: reading.fault }, BASIC);
}

/** [D-CS-06] Every combination of the three modes is valid. */
function checkModes(msg: Create): void {
  isMember(IssuerOnboardingModeEnum, msg.issuerOnboardingMode, csErrors.issuerModeUnknown);
  isMember(VerifierOnboardingModeEnum, msg.verifierOnboardingMode, csErrors.verifierModeUnknown);
  isMember(HolderOnboardingModeEnum, msg.holderOnboardingMode, csErrors.holderModeUnknown);
}

function isMember(type: EnumType, given: number, kind: ErrorKind): void {
  ensure(Object.hasOwn(type.byNumber, given), BASIC, kind, { given });
}

function pricingAsset(msg: Create): string {
  isMember(PricingAssetTypeEnum, msg.pricingAssetType, csErrors.pricingAssetTypeUnknown);
  const asset = storedPricingAsset(msg.pricingAssetType, msg.pricingAsset);
  const facts = { given: msg.pricingAsset };
  ensure(asset !== undefined, BASIC, csErrors.pricingAssetMismatch, facts);
  return asset;
}

/** [D-CS-02] */
function textFor(ctx: ReadContext, schema: JsonSchema, id: bigint): string {
  const stored = storedForm(schema, id, generatedSchemaId(ctx.chain.schemaIdNetwork, id));
  if (stored.ok) return stored.text;
  return refuse(csErrors.jsonSchemaInvalid, { fault: stored.fault }, BASIC);
}
