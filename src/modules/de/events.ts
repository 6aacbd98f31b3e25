import { type Event, event } from "../../keeper/events.js";
import { formatTime } from "../../keeper/formats/time.js";

/** Times of events as the wire prints them. */
const timestamp = (time: bigint): string => formatTime(time, "trimmed");

/** An operator authorization was granted or replaced. */
export const operatorGranted = (granted: {
  readonly id: bigint;
  readonly corporationId: bigint;
  readonly grantee: string;
  readonly withFeegrant: boolean;
  /** Block time. */
  readonly time: bigint;
}): Event =>
  event("grant_operator_authorization", {
    authz_id: granted.id,
    corporation_id: granted.corporationId,
    grantee: granted.grantee,
    with_feegrant: String(granted.withFeegrant),
    timestamp: timestamp(granted.time),
  });

/** An operator authorization was taken back. */
export const operatorRevoked = (revoked: {
  readonly id: bigint;
  readonly corporationId: bigint;
  readonly grantee: string;
  /** Block time. */
  readonly time: bigint;
}): Event =>
  event("revoke_operator_authorization", {
    authz_id: revoked.id,
    corporation_id: revoked.corporationId,
    grantee: revoked.grantee,
    timestamp: timestamp(revoked.time),
  });

/** The balances or the expiration of an operator authorization moved by its use. */
export const operatorAuthorizationUpdated = (id: bigint): Event =>
  event("operator_authorization_updated", { authz_id: id });

/** What events tell of a record of a VS operator. */
interface RecordChange {
  readonly vsoaId: bigint;
  readonly corporationId: bigint;
  readonly vsOperator: string;
  readonly participantId: bigint;
  /** Block time. */
  readonly time: bigint;
}

/** A record was made, removed, or got another expiration. */
export const vsOperatorChanged = (
  what: "grant" | "revoke" | "update",
  change: RecordChange,
): Event =>
  event(`${what}_vs_operator_authorization`, {
    vsoa_id: change.vsoaId,
    corporation_id: change.corporationId,
    vs_operator: change.vsOperator,
    participant_id: change.participantId,
    timestamp: timestamp(change.time),
  });

/** The balances or the expiration of a record moved by its use. */
export const vsOperatorAuthorizationUpdated = (vsoaId: bigint, participantId: bigint): Event =>
  event("vs_operator_authorization_updated", { vsoa_id: vsoaId, participant_id: participantId });

/** A fee allowance was given, or taken back. */
export const feeAllowanceChanged = (
  what: "grant" | "revoke",
  change: { readonly corporationId: bigint; readonly grantee: string; readonly time: bigint },
): Event =>
  event(`${what}_fee_allowance`, {
    corporation_id: change.corporationId,
    grantee: change.grantee,
    timestamp: timestamp(change.time),
  });
