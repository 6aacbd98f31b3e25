import type { RuleId } from "../../gen/rules.js";
import { Participant } from "../../gen/verana/pp/v1.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { CorporationOperator } from "../../keeper/authority.js";
import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { isDid } from "../../keeper/formats/did.js";
import { ensureTime } from "./checks.js";
import type { PpDeps } from "./deps.js";
import { ppErrors } from "./errors.js";
import type { VsAuthorization } from "./vs-authorization.js";

/** What the three methods that create participants share. */

/** [D-GEN-17] Syntax of the DID and of the VS operator, in this order. */
export function ensureSubject(
  { settings }: Pick<PpDeps, "settings">,
  { did, vsOperator }: { readonly did: string; readonly vsOperator: string },
  rule: RuleId,
): void {
  ensure(isDid(did), rule, ppErrors.malformedDid, { did });
  const agent = vsOperator === "" || parseAccount(settings.prefix, vsOperator) !== undefined;
  ensure(agent, rule, ppErrors.malformedVsOperator, { vs_operator: vsOperator });
}

interface Dated {
  readonly effectiveFrom?: bigint | undefined;
  readonly effectiveUntil?: bigint | undefined;
}

/** An end is after its beginning, and both can be written down. */
export function ensureDates({ effectiveFrom = 0n, effectiveUntil }: Dated, rule: RuleId): void {
  const ordered = effectiveUntil === undefined || effectiveUntil > effectiveFrom;
  ensure(ordered, rule, ppErrors.untilNotAfterFrom);
  ensureTime(effectiveFrom, rule);
  ensureTime(effectiveUntil, rule);
}

/** [D-PP-27] [D-PP-51] When the entry begins, which is in the future. */
export function ensureFuture(
  ctx: ReadContext,
  { effectiveFrom: from }: Dated,
  rule: RuleId,
): bigint {
  ensure(from !== undefined && from > ctx.blockTime, rule, ppErrors.fromNotInFuture);
  return from;
}

/** [D-GEN-18] Participants that share a DID have one corporation; on strict chains so has everything. */
export function ensureOneController(
  ctx: ReadContext,
  k: Pick<PpDeps, "participants" | "corporations" | "ecosystems">,
  { did, own }: { readonly did: string; readonly own: bigint },
  rule: RuleId,
): void {
  const holder = k.participants.controllerOf(ctx, did);
  ensure(holder === undefined || holder === own, rule, ppErrors.didOfAnother, { did });
  if (!ctx.chain.strictDidOwnership) return;
  const others = [k.corporations.byDid(ctx, did)?.id, k.ecosystems.controllerOf(ctx, did)];
  const free = others.every((other) => other === undefined || other === own);
  ensure(free, "D-GEN-18", ppErrors.didOfOtherEntity, { did });
}

/** [D-PP-09] No new entry in an ecosystem in which a slashed one is not repaid. */
export function ensureNoDebt(
  ctx: ReadContext,
  k: Pick<PpDeps, "participants" | "schemas">,
  ecosystemId: bigint,
  by: CorporationOperator,
): void {
  const { participants, inDebt } = k.participants.state;
  for (const debtor of participants.where(ctx, inDebt, by.corporation.id)) {
    const elsewhere = k.schemas.find(ctx, debtor.schemaId)?.ecosystemId !== ecosystemId;
    ensure(elsewhere, "D-PP-09", ppErrors.slashNotRepaid, { participant_id: debtor.id });
  }
}

interface Wanted extends VsAuthorization {
  readonly did: string;
  readonly vsOperatorAuthzSpendLimit: readonly Coin[];
  readonly vsOperatorAuthzFeeSpendLimit: readonly Coin[];
}

/** Stores the participant that a message asks for, and its record until `expiration`. `entry`: what is the method's own. */
export function createParticipant(
  ctx: WriteContext,
  k: Pick<PpDeps, "participants" | "delegation" | "settings">,
  msg: Wanted,
  given: {
    readonly by: CorporationOperator;
    readonly entry: Partial<Participant>;
    readonly expiration: bigint | undefined;
  },
): Participant {
  const { by, entry, expiration } = given;
  const now = ctx.blockTime;
  const participant = k.participants.create(
    ctx,
    Participant.create({
      did: msg.did,
      corporationId: by.corporation.id,
      vsOperator: parseAccount(k.settings.prefix, msg.vsOperator) ?? "",
      created: now,
      modified: now,
      ...entry,
    }),
  );
  grantRecord(ctx, k, msg, { by, participant, expiration });
  return participant;
}

/** [D-PP-14] Has delegation store the record that the message asks for; nothing when it asks for none. */
function grantRecord(
  ctx: WriteContext,
  { delegation }: Pick<PpDeps, "delegation">,
  msg: Wanted,
  given: {
    readonly by: CorporationOperator;
    readonly participant: Participant;
    readonly expiration: bigint | undefined;
  },
): void {
  if (msg.vsOperatorAuthzMsgTypes.length === 0) return;
  delegation.grantVsOperator(ctx, {
    corporation: given.by.corporation,
    vsOperator: msg.vsOperator,
    record: {
      participantId: given.participant.id,
      msgTypes: msg.vsOperatorAuthzMsgTypes,
      spendLimit: msg.vsOperatorAuthzSpendLimit,
      feeSpendLimit: msg.vsOperatorAuthzFeeSpendLimit,
      withFeegrant: msg.vsOperatorAuthzWithFeegrant,
      expiration: given.expiration,
      period: msg.vsOperatorAuthzPeriod,
    },
  });
}
