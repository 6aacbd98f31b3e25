import {
  type MsgCreateOrUpdateParticipantSession,
  type Participant,
  ParticipantRoleEnum,
} from "../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../keeper/authority.js";
import type { ReadContext } from "../../keeper/context.js";
import { type Event, event } from "../../keeper/events.js";
import { formatTime } from "../../keeper/formats/time.js";
import type { OnboardingCost } from "./pricing.js";

/** Events of participants. A missing time is an empty value. */

const timeText = (time: bigint | undefined): string =>
  time === undefined ? "" : formatTime(time, "trimmed");

const now = (ctx: ReadContext): string => timeText(ctx.blockTime);

const roleText = (role: number): string => ParticipantRoleEnum.byNumber[role] ?? "";

const who = ({ corporation, operator }: CorporationOperator) => ({
  corporation: corporation.policyAddress,
  operator,
});

const whoById = ({ corporation, operator }: CorporationOperator) => ({
  corporation: corporation.policyAddress,
  corporation_id: corporation.id,
  operator,
});

export const rootParticipantCreated = (p: Participant, by: CorporationOperator): Event =>
  event("create_root_participant", {
    root_participant_id: p.id,
    schema_id: p.schemaId,
    ...whoById(by),
    effective_from: timeText(p.effectiveFrom),
    effective_until: timeText(p.effectiveUntil),
    validation_fees: p.validationFees,
    issuance_fees: p.issuanceFees,
    verification_fees: p.verificationFees,
    timestamp: timeText(p.created),
  });

export const participantCreated = (p: Participant, by: CorporationOperator): Event =>
  event("create_participant", {
    participant_id: p.id,
    schema_id: p.schemaId,
    ...whoById(by),
    role: roleText(p.role),
    effective_from: timeText(p.effectiveFrom),
    effective_until: timeText(p.effectiveUntil),
    timestamp: timeText(p.created),
  });

export const onboardingStarted = (p: Participant, by: CorporationOperator): Event =>
  event("start_participant_op", {
    participant_id: p.id,
    ...whoById(by),
    validator_participant_id: p.validatorParticipantId,
    role: roleText(p.role),
    fees: p.opCurrentFees,
    deposit: p.opCurrentDeposit,
    timestamp: timeText(p.created),
  });

export const onboardingRenewed = (
  p: Participant,
  by: CorporationOperator,
  { fee, deposit }: OnboardingCost,
): Event =>
  event("renew_participant_op", {
    participant_id: p.id,
    ...who(by),
    validator_participant_id: p.validatorParticipantId,
    validation_fees: fee.amount,
    validation_deposit: deposit,
    timestamp: timeText(p.modified),
  });

export const onboardingValidated = (p: Participant, by: CorporationOperator): Event =>
  event("set_participant_op_to_validated", {
    participant_id: p.id,
    ...whoById(by),
    validator_participant_id: p.validatorParticipantId,
    op_summary_digest: p.opSummaryDigest,
    effective_until: timeText(p.effectiveUntil),
    validation_fees: p.validationFees,
    issuance_fees: p.issuanceFees,
    verification_fees: p.verificationFees,
    issuance_fee_discount: p.issuanceFeeDiscount,
    verification_fee_discount: p.verificationFeeDiscount,
    op_exp: timeText(p.opExp),
    timestamp: timeText(p.modified),
  });

export const requestCancelled = (p: Participant, by: CorporationOperator): Event =>
  event("cancel_participant_op_last_request", {
    participant_id: p.id,
    ...who(by),
    timestamp: timeText(p.modified),
  });

export const effectiveUntilSet = (p: Participant, by: CorporationOperator): Event =>
  event("set_participant_effective_until", {
    participant_id: p.id,
    ...whoById(by),
    new_effective_until: timeText(p.effectiveUntil),
    timestamp: timeText(p.modified),
  });

export const participantRevoked = (p: Participant, by: CorporationOperator): Event =>
  event("revoke_participant", {
    participant_id: p.id,
    ...who(by),
    revoked_at: timeText(p.revoked),
    timestamp: timeText(p.modified),
  });

export const participantSlashed = (
  p: Participant,
  by: CorporationOperator,
  given: { readonly amount: bigint; readonly reason: string },
): Event =>
  event("slash_participant_trust_deposit", {
    participant_id: p.id,
    slashed_amount: given.amount,
    ...who(by),
    reason: given.reason,
    timestamp: timeText(p.modified),
  });

export const participantRepaid = (p: Participant, by: CorporationOperator, amount: bigint): Event =>
  event("repay_participant_slashed_trust_deposit", {
    participant_id: p.id,
    repaid_amount: amount,
    ...who(by),
    timestamp: timeText(p.modified),
  });

export const resolverTriggered = (
  ctx: ReadContext,
  participantId: bigint,
  by: CorporationOperator,
): Event =>
  event("trigger_resolver", { participant_id: participantId, ...who(by), timestamp: now(ctx) });

export const sessionRecorded = (
  ctx: ReadContext,
  sessionId: string,
  msg: MsgCreateOrUpdateParticipantSession,
  by: CorporationOperator,
): Event =>
  event("create_update_csps", who(by), {
    session_id: sessionId,
    issuer_participant_id: msg.issuerParticipantId,
    verifier_participant_id: msg.verifierParticipantId,
    agent_participant_id: msg.agentParticipantId,
    wallet_agent_participant_id: msg.walletAgentParticipantId,
    timestamp: now(ctx),
  });
