import { type Event, event } from "../../keeper/events.js";
import { formatTime } from "../../keeper/formats/time.js";

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
    timestamp: formatTime(granted.time, "trimmed"),
  });

/** The balances or the expiration of an operator authorization moved by its use. */
export const operatorAuthorizationUpdated = (id: bigint): Event =>
  event("operator_authorization_updated", { authz_id: id });
