import {
  CredentialSchema,
  HolderOnboardingModeEnum,
  IssuerOnboardingModeEnum,
  MsgCreateCredentialSchema,
  MsgCreateCredentialSchemaResponse,
  PricingAssetTypeEnum,
  VerifierOnboardingModeEnum,
} from "../../../gen/verana/cs/v1.js";
import { parseAccount } from "../../../keeper/addresses.js";
import type { CorporationOperator, DelegationPort } from "../../../keeper/authority.js";
import type { ReadContext } from "../../../keeper/context.js";
import { type ErrorKind, ensure, refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import type { EnumType } from "../../../wire/descriptor.js";
import { csErrors } from "../errors.js";
import { schemaCreated } from "../events.js";
import { generatedSchemaId, type JsonSchema, readJsonSchema, storedForm } from "../json-schema.js";
import type { SchemaKeeper } from "../keeper.js";
import type { CorporationNames, EcosystemPort } from "../ports.js";
import { storedPricingAsset } from "../pricing.js";
import { checkPeriods, periodsOf } from "../validity-periods.js";

/** What the method needs from others. */
export interface CreateDeps {
  readonly schemas: SchemaKeeper;
  readonly settings: { readonly prefix: string };
  readonly corporations: CorporationNames;
  readonly ecosystems: EcosystemPort;
  readonly delegation: DelegationPort;
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

const BASIC = "MOD-CS-MSG-1-2-1";

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
    ensurePresent(msg);
    ensureWellFormed(k, msg);
    if (msg.jsonSchema.length <= MOST_BEFORE_THE_FEE) readSchema(msg);
    checkModes(msg);
    const known = k.digestAlgorithms.includes(msg.digestAlgorithm);
    ensure(known, BASIC, csErrors.digestAlgorithmUnknown, { given: msg.digestAlgorithm });
    pricingAsset(msg);
  },

  authorize: k.delegation.corporationOperator(MsgCreateCredentialSchema.typeUrl, BASIC),

  /** [MOD-CS-MSG-1-2] Preconditions that need the state. */
  check(ctx, msg, by) {
    checkEcosystem(ctx, k, msg, by);
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
function ensurePresent(msg: Create): void {
  const unnamed = storedPricingAsset(msg.pricingAssetType, "") !== undefined;
  const given = {
    corporation: msg.corporation !== "",
    operator: msg.operator !== "",
    ecosystem_id: msg.ecosystemId !== 0n,
    json_schema: msg.jsonSchema !== "",
    issuer_onboarding_mode: msg.issuerOnboardingMode !== 0,
    verifier_onboarding_mode: msg.verifierOnboardingMode !== 0,
    holder_onboarding_mode: msg.holderOnboardingMode !== 0,
    pricing_asset_type: msg.pricingAssetType !== 0,
    pricing_asset: msg.pricingAsset !== "" || unnamed,
    digest_algorithm: msg.digestAlgorithm !== "",
  };
  for (const [parameter, present] of Object.entries(given)) {
    ensure(present, "MOD-CS-MSG-1-2-1", csErrors.missingParameter, { parameter });
  }
}

/** Syntax of both signers. */
function ensureWellFormed(k: CreateDeps, { corporation, operator }: Create): void {
  const named = k.corporations.wellFormed(corporation);
  ensure(named, BASIC, csErrors.malformedCorporation, { corporation });
  const account = parseAccount(k.settings.prefix, operator);
  ensure(account !== undefined, BASIC, csErrors.malformedOperator, { operator });
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

function checkEcosystem(
  ctx: ReadContext,
  k: CreateDeps,
  msg: Create,
  by: CorporationOperator,
): void {
  const id = msg.ecosystemId;
  const ecosystem = k.ecosystems.find(ctx, id);
  ensure(ecosystem !== undefined, BASIC, csErrors.ecosystemNotFound, { id });
  const controls = ecosystem.corporationId === by.corporation.id;
  ensure(controls, BASIC, csErrors.notEcosystemController, { id });
}

/** [D-CS-02] */
function textFor(ctx: ReadContext, schema: JsonSchema, id: bigint): string {
  const stored = storedForm(schema, id, generatedSchemaId(ctx.chain.schemaIdNetwork, id));
  if (stored.ok) return stored.text;
  return refuse(csErrors.jsonSchemaInvalid, { fault: stored.fault }, BASIC);
}
