import { Schema } from "../../keeper/collections.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import type { ParticipantModuleDeps } from "./deps.js";
import { NAME } from "./escrow.js";
import { participantGenesis } from "./genesis.js";
import { participantInvariants } from "./invariants.js";
import { ParticipantKeeper } from "./keeper.js";
import { cancelParticipantOpLastRequest } from "./msgs/cancel-participant-op-last-request.js";
import { createOrUpdateParticipantSession } from "./msgs/create-or-update-participant-session.js";
import { createRootParticipant } from "./msgs/create-root-participant.js";
import { renewParticipantOp } from "./msgs/renew-participant-op.js";
import { repayParticipantSlashedTrustDeposit } from "./msgs/repay-participant-slashed-trust-deposit.js";
import { revokeParticipant } from "./msgs/revoke-participant.js";
import { selfCreateParticipant } from "./msgs/self-create-participant.js";
import { setParticipantEffectiveUntil } from "./msgs/set-participant-effective-until.js";
import { setParticipantOpToValidated } from "./msgs/set-participant-op-to-validated.js";
import { slashParticipantTrustDeposit } from "./msgs/slash-participant-trust-deposit.js";
import { startParticipantOp } from "./msgs/start-participant-op.js";
import { triggerResolver } from "./msgs/trigger-resolver.js";
import { participantParams } from "./params.js";
import { authorized } from "./queries/authorized.js";
import { findBeneficiaries } from "./queries/find-beneficiaries.js";
import { getParticipant } from "./queries/get-participant.js";
import { getParticipantSession } from "./queries/get-participant-session.js";
import { listParams } from "./queries/list-params.js";
import { listParticipantSessions } from "./queries/list-participant-sessions.js";
import { listParticipants } from "./queries/list-participants.js";
import { sessionQuote } from "./queries/session-quote.js";
import { participantState } from "./state.js";

/** The participant module. */
export function ppModule(deps: ParticipantModuleDeps): {
  readonly module: Module;
  readonly keeper: ParticipantKeeper;
} {
  const keeper = new ParticipantKeeper(participantState(new Schema(NAME, deps.settings.prefix)));
  const k = { ...deps, participants: keeper };
  return {
    keeper,
    module: {
      name: NAME,
      messages: [
        bindMessage(NAME, startParticipantOp(k)),
        bindMessage(NAME, renewParticipantOp(k)),
        bindMessage(NAME, setParticipantOpToValidated(k)),
        bindMessage(NAME, cancelParticipantOpLastRequest(k)),
        bindMessage(NAME, createRootParticipant(k)),
        bindMessage(NAME, setParticipantEffectiveUntil(k)),
        bindMessage(NAME, revokeParticipant(k)),
        bindMessage(NAME, createOrUpdateParticipantSession(k)),
        bindMessage(NAME, slashParticipantTrustDeposit(k)),
        bindMessage(NAME, repayParticipantSlashedTrustDeposit(k)),
        bindMessage(NAME, selfCreateParticipant(k)),
        bindMessage(NAME, triggerResolver(k)),
      ],
      queries: [
        listParticipants(k),
        getParticipant(k),
        findBeneficiaries(k),
        getParticipantSession(k),
        listParticipantSessions(k),
        authorized(k),
        sessionQuote(k),
        listParams(k),
      ],
      genesis: participantGenesis(k),
      invariants: participantInvariants(k),
      params: participantParams(keeper),
    },
  };
}
