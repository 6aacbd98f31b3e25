import type {
  OperatorAuthorization,
  ParticipantAuthorizationRecord,
  VSOperatorAuthorization,
} from "../../gen/verana/de/v1.js";
import type { Json } from "../../keeper/query.js";
import { coinsJson, durationJson, idJson, timeJson } from "../../keeper/spec-json.js";

/** [D-AUTHZ-05] [D-WIRE-04] An operator authorization as the specification's REST family prints it. */
export function operatorAuthorizationJson(authorization: OperatorAuthorization): Json {
  return {
    id: idJson(authorization.id),
    corporation: idJson(authorization.corporationId),
    operator: authorization.operator,
    msg_types: authorization.msgTypes,
    spend_limit: coinsJson(authorization.spendLimit),
    remaining_spend: coinsJson(authorization.remainingSpend),
    fee_spend_limit: null,
    remaining_fee_spend: null,
    expiration: timeJson(authorization.expiration),
    period: durationJson(authorization.period),
  };
}

/** [D-DE-08] A VS operator authorization with its records. */
export function vsOperatorAuthorizationJson(authorization: VSOperatorAuthorization): Json {
  return {
    id: idJson(authorization.id),
    corporation: idJson(authorization.corporationId),
    vs_operator: authorization.vsOperator,
    records: authorization.records.map(recordJson),
  };
}

function recordJson(record: ParticipantAuthorizationRecord): Json {
  return {
    participant_id: idJson(record.participantId),
    msg_types: record.msgTypes,
    spend_limit: coinsJson(record.spendLimit),
    remaining_spend: coinsJson(record.remainingSpend),
    fee_spend_limit: coinsJson(record.feeSpendLimit),
    remaining_fee_spend: coinsJson(record.remainingFeeSpend),
    with_feegrant: record.withFeegrant,
    expiration: timeJson(record.expiration),
    period: durationJson(record.period),
  };
}
