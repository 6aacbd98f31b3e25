import type { CorporationOperator } from "../../keeper/authority.js";
import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { StateFault } from "../../keeper/state-fault.js";
import { deErrors } from "./errors.js";
import { operatorAuthorizationUpdated, vsOperatorAuthorizationUpdated } from "./events.js";
import { remainingAfter, type Spending } from "./spend.js";
import type { DelegationState } from "./state.js";
import { holderOf } from "./vs-records.js";

/** Refuses what the authorization or the record that let `by` in does not have left. */
export function ensureSpendable(
  ctx: ReadContext,
  state: DelegationState,
  by: CorporationOperator,
  amounts: readonly Coin[],
): void {
  if (by.viaRecord === undefined) {
    const authorization = authorizationOf(ctx, state, by);
    if (authorization !== undefined && !isNothing(amounts)) afterOperator(authorization, amounts);
    return;
  }
  const { record } = recordOf(ctx, state, by.viaRecord);
  if (!isNothing(amounts)) afterVsOperator(record, amounts);
}

/** Takes `amounts` off the authorization or the record that let `by` in, and off no other. */
export function debitSpend(
  ctx: WriteContext,
  state: DelegationState,
  by: CorporationOperator,
  amounts: readonly Coin[],
): void {
  if (by.viaRecord === undefined) debitAuthorization(ctx, state, by, amounts);
  else debitRecord(ctx, state, by.viaRecord, amounts);
}

function debitAuthorization(
  ctx: WriteContext,
  state: DelegationState,
  by: CorporationOperator,
  amounts: readonly Coin[],
): void {
  const authorization = authorizationOf(ctx, state, by);
  if (authorization === undefined || authorization.spendLimit.length === 0) return;
  if (isNothing(amounts)) return;
  const remainingSpend = afterOperator(authorization, amounts);
  const key = [by.corporation.id, by.operator] as const;
  state.authorizations.set(ctx, key, { ...authorization, remainingSpend });
  ctx.emit(operatorAuthorizationUpdated(authorization.id));
}

function debitRecord(
  ctx: WriteContext,
  state: DelegationState,
  participantId: bigint,
  amounts: readonly Coin[],
): void {
  const entry = recordOf(ctx, state, participantId);
  const { record } = entry;
  if (record.spendLimit.length === 0) return;
  if (isNothing(amounts)) return;
  const remainingSpend = afterVsOperator(record, amounts);
  state.records.set(ctx, participantId, { ...entry, record: { ...record, remainingSpend } });
  const { id } = holderOf(ctx, state, entry);
  ctx.emit(vsOperatorAuthorizationUpdated(id, participantId));
}

const afterOperator = (spending: Spending, amounts: readonly Coin[]): readonly Coin[] =>
  remainingAfter(spending, amounts, "AUTHZ-CHECK-1", deErrors.spendLimitExceeded);

const afterVsOperator = (spending: Spending, amounts: readonly Coin[]): readonly Coin[] =>
  remainingAfter(spending, amounts, "AUTHZ-CHECK-3", deErrors.recordSpendExceeded);

const isNothing = (amounts: readonly Coin[]): boolean =>
  amounts.every(({ amount }) => amount === 0n);

const authorizationOf = (
  ctx: ReadContext,
  state: DelegationState,
  { corporation, operator }: CorporationOperator,
) => state.authorizations.get(ctx, [corporation.id, operator]);

function recordOf(ctx: ReadContext, state: DelegationState, participantId: bigint) {
  const entry = state.records.get(ctx, participantId);
  if (entry === undefined) throw new StateFault("an authority by a record that is gone");
  return entry;
}
