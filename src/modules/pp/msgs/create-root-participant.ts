import {
  MsgCreateRootParticipant,
  MsgCreateRootParticipantResponse,
  Participant,
  ParticipantRole,
} from "../../../gen/verana/pp/v1.js";
import { parseAccount } from "../../../keeper/addresses.js";
import type { CorporationOperator, DelegationPort } from "../../../keeper/authority.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { isDid } from "../../../keeper/formats/did.js";
import type { Handler } from "../../../keeper/handler.js";
import { ppErrors } from "../errors.js";
import { rootParticipantCreated } from "../events.js";
import type { ParticipantKeeper } from "../keeper.js";
import { hindering } from "../overlap.js";
import type { CorporationPort, EcosystemPort, SchemaFacts, SchemaPort } from "../ports.js";
import { asksForAuthorization } from "../vs-authorization.js";

/** What the method needs from others. */
export interface CreateRootDeps {
  readonly settings: { readonly prefix: string };
  readonly participants: ParticipantKeeper;
  readonly schemas: SchemaPort;
  readonly ecosystems: EcosystemPort;
  readonly corporations: CorporationPort;
  readonly delegation: DelegationPort;
}

/** What `check` proved: when the entry begins. */
interface Proof {
  readonly from: bigint;
}

type Create = MsgCreateRootParticipant;
type CreateRootParticipant = Handler<
  Create,
  CorporationOperator,
  Proof,
  MsgCreateRootParticipantResponse
>;

const BASIC = "MOD-PP-MSG-7-2-1";

/** Amounts stay below 2^63 [D-GEN-20]. */
const AMOUNT_LIMIT = 1n << 63n;

/**
 * [MOD-PP-MSG-7] Create Root Participant, for a schema of an ecosystem that the corporation controls.
 * The method takes nothing but the transaction fee, which the ante stage checks [MOD-PP-MSG-7-2-3].
 */
export const createRootParticipant = (k: CreateRootDeps): CreateRootParticipant => ({
  rule: "MOD-PP-MSG-7",
  type: MsgCreateRootParticipant,
  response: MsgCreateRootParticipantResponse,

  parse(msg) {
    ensurePresent(msg);
    ensureWellFormed(k, msg);
    ensureFees(msg);
    ensureNoAuthorization(msg);
  },

  authorize: k.delegation.corporationOperator(MsgCreateRootParticipant.typeUrl, BASIC),

  /** [MOD-PP-MSG-7-2] Preconditions that need the state. */
  check(ctx, msg, by) {
    const schema = k.schemas.find(ctx, msg.schemaId);
    ensure(schema !== undefined, BASIC, ppErrors.schemaNotFound, { id: msg.schemaId });
    ensureOneController(ctx, k, msg.did, by.corporation.id);
    const from = ensureFuture(ctx, msg);
    ensureController(ctx, k, schema, by);
    ensureRepaid(ctx, k, schema.ecosystemId, by);
    ensureNoOverlap(ctx, k, msg, by, from);
    return { from };
  },

  /** [MOD-PP-MSG-7-3] [D-PP-01] [D-PP-03] What is not given is zero or unset, the onboarding state too. */
  execute(ctx, msg, by, { from }) {
    const now = ctx.blockTime;
    const { state } = k.participants;
    const id = state.ids.next(ctx);
    const participant = Participant.create({
      id,
      schemaId: msg.schemaId,
      modified: now,
      role: ParticipantRole.ECOSYSTEM,
      did: msg.did,
      corporationId: by.corporation.id,
      vsOperator: parseAccount(k.settings.prefix, msg.vsOperator) ?? "",
      created: now,
      effectiveFrom: from,
      effectiveUntil: msg.effectiveUntil,
      validationFees: msg.validationFees,
      issuanceFees: msg.issuanceFees,
      verificationFees: msg.verificationFees,
      deposit: 0n,
    });
    state.participants.set(ctx, id, participant);
    ctx.emit(rootParticipantCreated(participant, by));
    return { id };
  },
});

/** [MOD-PP-MSG-7-1] [D-PP-02] [D-GEN-04] Mandatory parameters; fees default to 0. */
function ensurePresent(msg: Create): void {
  const given = {
    corporation: msg.corporation !== "",
    operator: msg.operator !== "",
    schema_id: msg.schemaId !== 0n,
    did: msg.did !== "",
    effective_from: msg.effectiveFrom !== undefined,
  };
  for (const [parameter, present] of Object.entries(given)) {
    ensure(present, "MOD-PP-MSG-7-2-1", ppErrors.missingParameter, { parameter });
  }
}

/** Syntax, in the order of the specification [D-GEN-17]. */
function ensureWellFormed(k: CreateRootDeps, msg: Create): void {
  const { corporation, operator, did, vsOperator, effectiveFrom, effectiveUntil } = msg;
  const named = k.corporations.wellFormed(corporation);
  ensure(named, BASIC, ppErrors.malformedCorporation, { corporation });
  const account = parseAccount(k.settings.prefix, operator);
  ensure(account !== undefined, BASIC, ppErrors.malformedOperator, { operator });
  ensure(isDid(did), BASIC, ppErrors.malformedDid, { did });
  const agent = vsOperator === "" || parseAccount(k.settings.prefix, vsOperator) !== undefined;
  ensure(agent, BASIC, ppErrors.malformedVsOperator, { vs_operator: vsOperator });
  const begin = effectiveFrom ?? 0n;
  const ordered = effectiveUntil === undefined || effectiveUntil > begin;
  ensure(ordered, BASIC, ppErrors.untilNotAfterFrom);
}

/** [D-GEN-20] */
function ensureFees(msg: Create): void {
  const { validationFees, issuanceFees, verificationFees } = msg;
  ensure(validationFees < AMOUNT_LIMIT, BASIC, ppErrors.validationFeesOutOfRange);
  ensure(issuanceFees < AMOUNT_LIMIT, BASIC, ppErrors.issuanceFeesOutOfRange);
  ensure(verificationFees < AMOUNT_LIMIT, BASIC, ppErrors.verificationFeesOutOfRange);
}

/** [D-PP-28] The record would be created with the entry; until records are built, asking is refused. */
function ensureNoAuthorization(msg: Create): void {
  const asks = asksForAuthorization(msg, ParticipantRole.ECOSYSTEM, BASIC);
  ensure(!asks, BASIC, ppErrors.vsAuthorizationUnsupported);
}

/** [D-GEN-18] Participants that share a DID have one corporation; on strict chains so has everything. */
function ensureOneController(ctx: ReadContext, k: CreateRootDeps, did: string, own: bigint): void {
  const holder = k.participants.controllerOf(ctx, did);
  ensure(holder === undefined || holder === own, BASIC, ppErrors.didOfAnother, { did });
  if (!ctx.chain.strictDidOwnership) return;
  const others = [k.corporations.byDid(ctx, did)?.id, k.ecosystems.controllerOf(ctx, did)];
  const free = others.every((other) => other === undefined || other === own);
  ensure(free, "D-GEN-18", ppErrors.didOfOtherEntity, { did });
}

/** [D-PP-27] */
function ensureFuture(ctx: ReadContext, { effectiveFrom: from }: Create): bigint {
  ensure(from !== undefined && from > ctx.blockTime, BASIC, ppErrors.fromNotInFuture);
  return from;
}

/** [MOD-PP-MSG-7-2-2] Create Root Participant permission checks. */
function ensureController(
  ctx: ReadContext,
  k: CreateRootDeps,
  schema: SchemaFacts,
  by: CorporationOperator,
): void {
  const controller = k.ecosystems.find(ctx, schema.ecosystemId)?.corporationId;
  const controls = controller === by.corporation.id;
  ensure(controls, "MOD-PP-MSG-7-2-2", ppErrors.notEcosystemController, { schema_id: schema.id });
}

/** [D-PP-09] No new entry in an ecosystem in which a slashed one is not repaid. */
function ensureRepaid(
  ctx: ReadContext,
  k: CreateRootDeps,
  ecosystemId: bigint,
  by: CorporationOperator,
): void {
  const { participants, inDebt } = k.participants.state;
  for (const debtor of participants.where(ctx, inDebt, by.corporation.id)) {
    const elsewhere = k.schemas.find(ctx, debtor.schemaId)?.ecosystemId !== ecosystemId;
    ensure(elsewhere, "D-PP-09", ppErrors.slashNotRepaid, { participant_id: debtor.id });
  }
}

/** [MOD-PP-MSG-7-2-4] Create Root Participant overlap checks. */
function ensureNoOverlap(
  ctx: ReadContext,
  k: CreateRootDeps,
  msg: Create,
  by: CorporationOperator,
  from: bigint,
): void {
  const key = {
    schemaId: msg.schemaId,
    role: ParticipantRole.ECOSYSTEM,
    validatorParticipantId: 0n,
    corporationId: by.corporation.id,
  };
  const span = { from, until: msg.effectiveUntil };
  const other = hindering(ctx, k.participants.state, key, span);
  ensure(other === undefined, "MOD-PP-MSG-7-2-4", ppErrors.overlap, { participant_id: other?.id });
}
