import type {
  ParticipantAuthorizationRecord,
  VSOperatorAuthorization,
} from "../../../gen/verana/de/v1.js";
import { parseAccount } from "../../../keeper/addresses.js";
import type { SigningCorporation } from "../../../keeper/authority.js";
import { denomAmounts } from "../../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import type { AuthorityParts } from "../authorization.js";
import { deErrors } from "../errors.js";
import { vsOperatorChanged } from "../events.js";
import { normalizedMsgTypes } from "../msg-types.js";
import { isRecordTime } from "./expiration.js";
import { recomputeFeeAllowance } from "./recompute-fee-allowance.js";

/** [MOD-DE-MSG-5-1] What a participant asks for its VS operator. Balances start from the limits. */
export interface VsOperatorGrant {
  readonly corporation: SigningCorporation;
  /** Bech32, in either case. */
  readonly vsOperator: string;
  readonly record: Omit<ParticipantAuthorizationRecord, "remainingSpend" | "remainingFeeSpend">;
}

const RULE = "MOD-DE-MSG-5-2";

const MAX_U64 = (1n << 64n) - 1n;

/**
 * [MOD-DE-MSG-5] [D-DE-01] Grant VS Operator Authorization, for methods that create participants. It
 * takes nothing: [MOD-DE-MSG-5-3] fees are those of the caller's transaction.
 */
export function grantVsOperatorAuthorization(
  ctx: WriteContext,
  parts: AuthorityParts,
  given: VsOperatorGrant,
): void {
  const { corporation } = given;
  const vsOperator = parseAccount(parts.prefix, given.vsOperator) ?? "";
  const record = checked(ctx, parts, given, vsOperator);
  const { participantId } = record;
  const holder = { corporationId: corporation.id, vsOperator };
  const { id: vsoaId } = holding(ctx, parts, holder);
  parts.state.records.set(ctx, participantId, { ...holder, record });
  recomputeFeeAllowance(ctx, parts, holder);
  const time = ctx.blockTime;
  ctx.emit(vsOperatorChanged("grant", { vsoaId, ...holder, participantId, time }));
}

/** [MOD-DE-MSG-5-2] [D-DE-09] The checks, in the specification's order; the record as it is stored. */
function checked(
  ctx: ReadContext,
  { state }: AuthorityParts,
  { corporation, vsOperator: text, record }: VsOperatorGrant,
  vsOperator: string,
): ParticipantAuthorizationRecord {
  ensure(text !== "", RULE, deErrors.missingParameter, { parameter: "vs_operator" });
  ensure(vsOperator !== "", RULE, deErrors.malformedVsOperator, { vs_operator: text });
  const { participantId } = record;
  const named = participantId > 0n && participantId <= MAX_U64;
  ensure(named, RULE, deErrors.missingParameter, { parameter: "participant_id" });
  const fresh = !state.records.has(ctx, participantId);
  ensure(fresh, RULE, deErrors.recordExists, { participant_id: participantId });
  const stored = wellFormed(record);
  const operates = state.authorizations.has(ctx, [corporation.id, vsOperator]);
  ensure(!operates, RULE, deErrors.operatorExists, { vs_operator: vsOperator });
  for (const other of state.vsAuthorizations.where(ctx, state.byVsOperator, vsOperator)) {
    const own = other.corporationId === corporation.id;
    ensure(own, "MOD-DE-MSG-5-2", deErrors.vsOperatorOfAnother, { vs_operator: vsOperator });
  }
  return stored;
}

/** What a VS operator may spend, and how long its limits last; nanoseconds. */
export type RecordTerms = Pick<
  ParticipantAuthorizationRecord,
  "spendLimit" | "feeSpendLimit" | "period"
>;

/** [D-DE-09] [D-GEN-20] The limits as sets. Needs no state. */
export function recordLimits({
  spendLimit: spend,
  feeSpendLimit: fees,
  period,
}: RecordTerms): Pick<RecordTerms, "spendLimit" | "feeSpendLimit"> {
  const spendLimit = denomAmounts(spend);
  ensure(spendLimit !== undefined, "D-DE-09", deErrors.malformedRecordLimit);
  const feeSpendLimit = denomAmounts(fees);
  ensure(feeSpendLimit !== undefined, "D-DE-09", deErrors.malformedRecordFeeLimit);
  const lasts = period === undefined || period > 0n;
  ensure(lasts, "D-DE-09", deErrors.malformedRecordPeriod, { period });
  return { spendLimit, feeSpendLimit };
}

/** [D-DE-09] The balances from the limits; [D-AUTHZ-09] no expiration is no end. */
function wellFormed(record: VsOperatorGrant["record"]): ParticipantAuthorizationRecord {
  const msgTypes = normalizedMsgTypes(record.msgTypes, RULE);
  const { spendLimit, feeSpendLimit } = recordLimits(record);
  const { expiration } = record;
  ensure(isRecordTime(expiration), "D-DE-09", deErrors.malformedExpiration, { expiration });
  const balances = { remainingSpend: spendLimit, remainingFeeSpend: feeSpendLimit };
  return { ...record, msgTypes, spendLimit, feeSpendLimit, ...balances };
}

/** [MOD-DE-MSG-5-4] The authorization that takes the record, made for its first. */
function holding(
  ctx: WriteContext,
  { state }: AuthorityParts,
  { corporationId, vsOperator }: { readonly corporationId: bigint; readonly vsOperator: string },
): VSOperatorAuthorization {
  const known = state.vsAuthorizations.get(ctx, [corporationId, vsOperator]);
  if (known !== undefined) return known;
  const made = { id: state.vsIds.next(ctx), corporationId, vsOperator, records: [] };
  state.vsAuthorizations.set(ctx, [corporationId, vsOperator], made);
  return made;
}
