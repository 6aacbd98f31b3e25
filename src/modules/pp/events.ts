import type { Participant } from "../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../keeper/authority.js";
import { type Event, event } from "../../keeper/events.js";
import { formatTime } from "../../keeper/formats/time.js";

/** A root participant was created. A missing time is an empty value. */
export function rootParticipantCreated(p: Participant, by: CorporationOperator): Event {
  return event("create_root_participant", {
    root_participant_id: p.id,
    schema_id: p.schemaId,
    corporation: by.corporation.policyAddress,
    corporation_id: by.corporation.id,
    operator: by.operator,
    effective_from: timeText(p.effectiveFrom),
    effective_until: timeText(p.effectiveUntil),
    validation_fees: p.validationFees,
    issuance_fees: p.issuanceFees,
    verification_fees: p.verificationFees,
    timestamp: timeText(p.created),
  });
}

const timeText = (time: bigint | undefined): string =>
  time === undefined ? "" : formatTime(time, "trimmed");
