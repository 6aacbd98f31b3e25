import type { RuleId } from "../../gen/rules.js";
import type { ParticipantAuthorizationRecord } from "../../gen/verana/de/v1.js";
import type {
  Authorize,
  CorporationOperator,
  DelegableMessage,
  SigningCorporation,
} from "../../keeper/authority.js";
import type { Coin } from "../../keeper/coins.js";
import { attempt, type ReadContext, type WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import {
  type AuthorityParts,
  registeredCorporation,
  signingOperator,
  useAuthorization,
} from "./authorization.js";
import { deErrors } from "./errors.js";
import { vsOperatorAuthorizationUpdated } from "./events.js";
import { currentRecord } from "./renewal.js";
import { ensureSpendable } from "./spending.js";
import { holderOf } from "./vs-records.js";

/** The participant in whose name a VS operator acts. */
export interface PrimaryParticipant {
  readonly id: bigint;
  /** Whether it is active at the time of the block (D-GEN-08). */
  readonly active: boolean;
}

/** What a method that VS operators may run tells of its messages. */
export interface VsUse<M> {
  /** Which participant the message is about; refuses or says inactive when there is none. */
  primary(ctx: ReadContext, message: M): PrimaryParticipant;
}

/** The same for a method that operators may run as well. */
export interface EitherUse<M> extends VsUse<M> {
  /** [D-AUTHZ-03] What the message makes the corporation pay: a path that has less left fails (D-AUTHZ-11). */
  amounts(ctx: ReadContext, message: M): readonly Coin[];
}

/** AUTHZ-CHECK-5 and then -3; `rule` is the method's own for its signature checks. */
export const vsOperator =
  <M extends DelegableMessage>(
    parts: AuthorityParts,
    typeUrl: string,
    rule: RuleId,
    use: VsUse<M>,
  ): Authorize<M, CorporationOperator> =>
  (ctx, message, signer) => {
    const operator = signingOperator(parts, message, signer, rule);
    const corporation = registeredCorporation(ctx, parts, message.corporation);
    const by = { corporation, operator, typeUrl };
    return useRecord(ctx, parts, by, use.primary(ctx, message));
  };

/**
 * [D-AUTHZ-11] AUTHZ-CHECK-5, and then -1, or -3 when that fails for whatever reason. An account that
 * has the participant's record is told why that did not help, any other why its authorization did not.
 */
export const operatorOrVsOperator =
  <M extends DelegableMessage>(
    parts: AuthorityParts,
    typeUrl: string,
    rule: RuleId,
    use: EitherUse<M>,
  ): Authorize<M, CorporationOperator> =>
  (ctx, message, signer) => {
    const operator = signingOperator(parts, message, signer, rule);
    const corporation = registeredCorporation(ctx, parts, message.corporation);
    const amounts = use.amounts(ctx, message);
    const asOperator = attempt(ctx, (inner): CorporationOperator => {
      useAuthorization(inner, parts, { groupId: corporation.id, operator, typeUrl });
      const by = { corporation, operator };
      ensureSpendable(inner, parts.state, by, amounts);
      return by;
    });
    if (asOperator.ok) return asOperator.value;
    const primary = use.primary(ctx, message);
    const entry = parts.state.records.get(ctx, primary.id);
    const own = entry?.corporationId === corporation.id && entry.vsOperator === operator;
    if (!own) throw asOperator.error;
    const by = useRecord(ctx, parts, { corporation, operator, typeUrl }, primary);
    ensureSpendable(ctx, parts.state, by, amounts);
    return by;
  };

interface Use {
  readonly corporation: SigningCorporation;
  readonly operator: string;
  readonly typeUrl: string;
}

/** [AUTHZ-CHECK-3] Finds the record that covers the message; a cycle that it renews stays renewed with the message. */
function useRecord(
  ctx: WriteContext,
  { state }: AuthorityParts,
  { corporation, operator, typeUrl }: Use,
  primary: PrimaryParticipant,
): CorporationOperator {
  const entry = state.records.get(ctx, primary.id);
  const facts = { participant_id: primary.id };
  ensure(entry !== undefined, "AUTHZ-CHECK-3", deErrors.recordNotFound, facts);
  const { corporationId, vsOperator: holder, record } = entry;
  const own = corporationId === corporation.id && holder === operator;
  ensure(own, "AUTHZ-CHECK-3", deErrors.recordOfAnother, { ...facts, operator });
  const current = currentOf(record, typeUrl, primary, ctx.blockTime);
  if (current !== record) {
    state.records.set(ctx, primary.id, { ...entry, record: current });
    const { id } = holderOf(ctx, state, entry);
    ctx.emit(vsOperatorAuthorizationUpdated(id, primary.id));
  }
  return { corporation, operator, viaRecord: primary.id };
}

/**
 * [AUTHZ-CHECK-3] The record in its present cycle. [D-AUTHZ-10] A participant that is not active comes
 * first: the record of one that waits or has ended must not renew itself.
 */
export function currentOf(
  record: ParticipantAuthorizationRecord,
  typeUrl: string,
  { id, active }: PrimaryParticipant,
  now: bigint,
): ParticipantAuthorizationRecord {
  const rule = "AUTHZ-CHECK-3";
  const granted = record.msgTypes.includes(typeUrl);
  ensure(granted, rule, deErrors.recordTypeNotGranted, { participant_id: id, msg_type: typeUrl });
  ensure(active, "D-AUTHZ-10", deErrors.recordParticipantInactive, { participant_id: id });
  return currentRecord(record, now, rule);
}
