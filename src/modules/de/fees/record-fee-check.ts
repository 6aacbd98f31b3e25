import type { ParticipantAuthorizationRecord } from "../../../gen/verana/de/v1.js";
import { ParticipantAuthorizationRecord as RecordType } from "../../../gen/verana/de/v1.js";
import type { ReadContext, WriteContext } from "../../../keeper/context.js";
import { ChainError, ensure } from "../../../keeper/errors.js";
import { freeGas, GAS } from "../../../keeper/gas.js";
import { END_OF_TIME } from "../../../keeper/keys.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import { deErrors } from "../errors.js";
import { vsOperatorAuthorizationUpdated } from "../events.js";
import { remainingAfter } from "../spend.js";
import { currentOf, type PrimaryParticipant } from "../vs-authority.js";
import { holderOf } from "../vs-records.js";
import type { FeeMessage, FeeParts, FeeUse } from "./fee-check.js";

/** Which participant a message is about, by its type: of the messages that VS operators may send. */
export type Primaries = ReadonlyMap<
  string,
  (ctx: ReadContext, message: unknown) => PrimaryParticipant
>;

const RULE = "AUTHZ-CHECK-4";

/**
 * [AUTHZ-CHECK-4] [D-AUTHZ-07] Takes the fee of a VS operator off the record of the participant that the
 * transaction's one message is about, before the fee is taken: the debit stays whatever the message does.
 */
export function payFromRecord(
  ctx: WriteContext,
  { authority: { state }, primaries }: FeeParts,
  { payer, fee, messages, corporationId }: FeeUse & { readonly corporationId: bigint },
): void {
  const [message, ...others] = messages;
  const alone = message !== undefined && others.length === 0;
  ensure(alone, "D-AUTHZ-08", deErrors.feeSeveralMessages, { messages: messages.length });
  const { typeUrl } = message;
  const primary = primaryOf(ctx, primaries, message);
  ensure(primary !== undefined, RULE, deErrors.recordNotFound, { msg_type: typeUrl });
  const entry = state.records.get(ctx, primary.id);
  const facts = { participant_id: primary.id };
  ensure(entry !== undefined, RULE, deErrors.recordNotFound, facts);
  const own = entry.corporationId === corporationId && entry.vsOperator === payer;
  ensure(own, RULE, deErrors.recordOfAnother, { ...facts, operator: payer });
  ensure(entry.record.withFeegrant, RULE, deErrors.recordWithoutFees, facts);
  const current = currentOf(entry.record, typeUrl, primary, ctx.blockTime);
  const { feeSpendLimit, remainingFeeSpend } = current;
  const spending = { spendLimit: feeSpendLimit, remainingSpend: remainingFeeSpend };
  const left = remainingAfter(spending, fee, RULE, deErrors.recordFeeExceeded);
  charge(ctx, current);
  if (current === entry.record && left === remainingFeeSpend) return;
  const record = { ...current, remainingFeeSpend: left };
  state.records.set({ ...ctx, gas: freeGas }, primary.id, { ...entry, record });
  ctx.emit(vsOperatorAuthorizationUpdated(holderOf(ctx, state, entry).id, primary.id));
}

/** The participant that a message is about; undefined where it names none, which the method itself will tell better. */
function primaryOf(
  ctx: ReadContext,
  primaries: Primaries,
  { typeUrl, value }: FeeMessage,
): PrimaryParticipant | undefined {
  try {
    return primaries.get(typeUrl)?.(ctx, value);
  } catch (error) {
    if (!(error instanceof ChainError) || error.kind === sdkErrors.outOfGas) throw error;
    return undefined;
  }
}

/** [D-TX-09] A write of the record in its longest form, made or not: a simulation declares no fee. */
function charge(ctx: WriteContext, record: ParticipantAuthorizationRecord): void {
  if (record.feeSpendLimit.length === 0 && record.period === undefined) return;
  const bytes = RecordType.encode({
    ...record,
    remainingSpend: record.spendLimit,
    remainingFeeSpend: record.feeSpendLimit,
    expiration: record.expiration === undefined ? undefined : END_OF_TIME - 1n,
  });
  ctx.gas.consume(GAS.write + GAS.writeByte * BigInt(bytes.length), "write");
}
