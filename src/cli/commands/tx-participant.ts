import type { Command } from "commander";
import {
  MsgCancelParticipantOPLastRequest,
  MsgCreateOrUpdateParticipantSession,
  MsgCreateRootParticipant,
  MsgRenewParticipantOP,
  MsgRepayParticipantSlashedTrustDeposit,
  MsgRevokeParticipant,
  MsgSelfCreateParticipant,
  MsgSetParticipantEffectiveUntil,
  MsgSetParticipantOPToValidated,
  MsgSlashParticipantTrustDeposit,
  MsgStartParticipantOP,
  MsgTriggerResolver,
} from "../../gen/verana/pp/v1.js";
import { messageCommand } from "../tx/message-command.js";

const FEES = "Fees are whole units of the schema's pricing asset.";

const VS_OPERATOR =
  "A VS operator needs --vs-operator-authz-msg-types, as CreateOrUpdateParticipantSession, to pay for sessions.";

/** `tx pp …` */
export function txParticipantCommands(): readonly Command[] {
  return [...onboarding(), ...ownEntries(), ...overOthers(), sessions()];
}

function onboarding(): readonly Command[] {
  return [
    messageCommand({
      name: "start-participant-op",
      summary: "ask a validator to onboard the corporation in a role",
      note: `${FEES} ${VS_OPERATOR}`,
      type: MsgStartParticipantOP,
      example: "start-participant-op issuer-grantor 1 --did did:example:grantor --from dave",
      args: ["role", "validator_participant_id"],
    }),
    messageCommand({
      name: "renew-participant-op",
      summary: "ask the same validator for another period",
      type: MsgRenewParticipantOP,
      example: "renew-participant-op 2 --from dave",
      args: ["id"],
    }),
    messageCommand({
      name: "set-participant-op-validated",
      summary: "validate an applicant, as the corporation of its validator",
      note: `${FEES} Discounts are in basis points: 10000 is the whole fee.`,
      type: MsgSetParticipantOPToValidated,
      example: "set-participant-op-validated 2 --issuance-fees 5 --from carol",
      args: ["id"],
    }),
    messageCommand({
      name: "cancel-participant-op-request",
      summary: "take a request back that waits",
      type: MsgCancelParticipantOPLastRequest,
      example: "cancel-participant-op-request 2 --from dave",
      args: ["id"],
    }),
  ];
}

function ownEntries(): readonly Command[] {
  return [
    messageCommand({
      name: "create-root-participant",
      summary: "create the root participant of a schema, which stands for its ecosystem",
      note: FEES,
      type: MsgCreateRootParticipant,
      example: "create-root-participant --schema-id 1 --did did:example:badges --from dave",
      defaults: { effective_from: "+10s" },
    }),
    messageCommand({
      name: "self-create-participant",
      summary: "become an issuer or verifier of a schema that is open",
      note: `${FEES} ${VS_OPERATOR}`,
      type: MsgSelfCreateParticipant,
      example: "self-create-participant issuer 1 --did did:example:issuer --from dave",
      args: ["role", "validator_participant_id"],
      defaults: { effective_from: "+10s" },
    }),
    messageCommand({
      name: "repay-participant-slashed-td",
      summary: "repay what was slashed of a participant of the corporation",
      type: MsgRepayParticipantSlashedTrustDeposit,
      example: "repay-participant-slashed-td 3 --from dave",
      args: ["id"],
    }),
  ];
}

function overOthers(): readonly Command[] {
  return [
    messageCommand({
      name: "set-participant-effective-until",
      summary: "change until when a participant is effective",
      type: MsgSetParticipantEffectiveUntil,
      example: "set-participant-effective-until 3 2027-01-31T00:00:00Z --from dave",
      args: ["id", "effective_until"],
    }),
    messageCommand({
      name: "revoke-participant",
      summary: "revoke a participant, as its owner, an ancestor or the ecosystem",
      type: MsgRevokeParticipant,
      example: "revoke-participant 3 --from dave",
      args: ["id"],
    }),
    messageCommand({
      name: "slash-participant-td",
      summary: "burn of what a participant deposited, as an ancestor or the ecosystem",
      type: MsgSlashParticipantTrustDeposit,
      example: "slash-participant-td 3 1000 --from dave",
      args: ["id", "amount"],
    }),
    messageCommand({
      name: "trigger-resolver",
      summary: "ask for the trust of a participant's did to be resolved anew",
      type: MsgTriggerResolver,
      example: "trigger-resolver 3 --from dave",
      args: ["id"],
    }),
  ];
}

function sessions(): Command {
  return messageCommand({
    name: "create-or-update-participant-session",
    summary: "pay for an issuance or a verification, as the VS operator of who pays",
    type: MsgCreateOrUpdateParticipantSession,
    signer: "VS operator",
    example:
      "create-or-update-participant-session 00000000-0000-4000-8000-000000000001 --issuer-participant-id 3 --from agent",
    args: ["id"],
  });
}
