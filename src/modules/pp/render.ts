import {
  OnboardingStateEnum,
  type Params,
  type Participant,
  ParticipantRoleEnum,
  type ParticipantSession,
} from "../../gen/verana/pp/v1.js";
import type { Json } from "../../keeper/query.js";
import { recordJson } from "../../keeper/record-json.js";
import {
  basisPointsJson,
  enumJson,
  idJson,
  numberJson,
  textJson,
  timeJson,
} from "../../keeper/spec-json.js";

/** A participant as the specification's REST family prints it: discounts as decimals [D-PP-06]. */
export const participantRecord = recordJson<Participant>({
  id: (p) => idJson(p.id),
  schema_id: (p) => idJson(p.schemaId),
  role: (p) => enumJson(ParticipantRoleEnum.byNumber, p.role, ""),
  did: (p) => textJson(p.did),
  corporation: (p) => idJson(p.corporationId),
  vs_operator: (p) => textJson(p.vsOperator),
  created: (p) => timeJson(p.created),
  adjusted: (p) => timeJson(p.adjusted),
  slashed: (p) => timeJson(p.slashed),
  repaid: (p) => timeJson(p.repaid),
  effective_from: (p) => timeJson(p.effectiveFrom),
  effective_until: (p) => timeJson(p.effectiveUntil),
  modified: (p) => timeJson(p.modified),
  validation_fees: (p) => numberJson(p.validationFees),
  issuance_fees: (p) => numberJson(p.issuanceFees),
  verification_fees: (p) => numberJson(p.verificationFees),
  deposit: (p) => numberJson(p.deposit),
  slashed_deposit: (p) => numberJson(p.slashedDeposit),
  repaid_deposit: (p) => numberJson(p.repaidDeposit),
  revoked: (p) => timeJson(p.revoked),
  validator_participant_id: (p) => idJson(p.validatorParticipantId),
  op_state: (p) => enumJson(OnboardingStateEnum.byNumber, p.opState, ""),
  op_exp: (p) => timeJson(p.opExp),
  op_last_state_change: (p) => timeJson(p.opLastStateChange),
  op_validator_deposit: (p) => numberJson(p.opValidatorDeposit),
  op_current_fees: (p) => numberJson(p.opCurrentFees),
  op_current_deposit: (p) => numberJson(p.opCurrentDeposit),
  op_summary_digest: (p) => textJson(p.opSummaryDigest),
  issuance_fee_discount: (p) => basisPointsJson(p.issuanceFeeDiscount),
  verification_fee_discount: (p) => basisPointsJson(p.verificationFeeDiscount),
});

/** The JSON of a participant. */
export const participantJson = participantRecord.json;

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
