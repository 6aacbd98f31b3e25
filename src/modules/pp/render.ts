import {
  OnboardingStateEnum,
  type Params,
  type Participant,
  ParticipantRoleEnum,
  type ParticipantSession,
} from "../../gen/verana/pp/v1.js";
import type { Json } from "../../keeper/query.js";
import {
  basisPointsJson,
  enumJson,
  idJson,
  numberJson,
  textJson,
  timeJson,
} from "../../keeper/spec-json.js";

/** A participant as the specification's REST family prints it: discounts as decimals [D-PP-06]. */
export function participantJson(p: Participant): Json {
  return {
    id: idJson(p.id),
    schema_id: idJson(p.schemaId),
    role: enumJson(ParticipantRoleEnum.byNumber, p.role, ""),
    did: textJson(p.did),
    corporation: idJson(p.corporationId),
    vs_operator: textJson(p.vsOperator),
    created: timeJson(p.created),
    adjusted: timeJson(p.adjusted),
    slashed: timeJson(p.slashed),
    repaid: timeJson(p.repaid),
    effective_from: timeJson(p.effectiveFrom),
    effective_until: timeJson(p.effectiveUntil),
    modified: timeJson(p.modified),
    validation_fees: numberJson(p.validationFees),
    issuance_fees: numberJson(p.issuanceFees),
    verification_fees: numberJson(p.verificationFees),
    deposit: numberJson(p.deposit),
    slashed_deposit: numberJson(p.slashedDeposit),
    repaid_deposit: numberJson(p.repaidDeposit),
    revoked: timeJson(p.revoked),
    validator_participant_id: idJson(p.validatorParticipantId),
    op_state: enumJson(OnboardingStateEnum.byNumber, p.opState, ""),
    op_exp: timeJson(p.opExp),
    op_last_state_change: timeJson(p.opLastStateChange),
    op_validator_deposit: numberJson(p.opValidatorDeposit),
    op_current_fees: numberJson(p.opCurrentFees),
    op_current_deposit: numberJson(p.opCurrentDeposit),
    op_summary_digest: textJson(p.opSummaryDigest),
    issuance_fee_discount: basisPointsJson(p.issuanceFeeDiscount),
    verification_fee_discount: basisPointsJson(p.verificationFeeDiscount),
  };
}

/** A session with its records, in the order of their ids [D-PP-41]. */
export const sessionJson = (session: ParticipantSession): Json => ({
  id: session.id,
  corporation: idJson(session.corporationId),
  vs_operator: textJson(session.vsOperator),
  created: timeJson(session.created),
  modified: timeJson(session.modified),
  session_records: session.sessionRecords.map((record) => ({
    id: idJson(record.id),
    created: timeJson(record.created),
    issuer_participant_id: idJson(record.issuerParticipantId),
    verifier_participant_id: idJson(record.verifierParticipantId),
    wallet_agent_participant_id: idJson(record.walletAgentParticipantId),
    agent_participant_id: idJson(record.agentParticipantId),
  })),
});

/** Parameters, as text. */
export const paramsJson = (p: Params): Json => ({
  validation_term_requested_timeout_days: p.validationTermRequestedTimeoutDays.toString(),
});
