import {
  MsgRevokeParticipant,
  MsgRevokeParticipantResponse,
  type Participant,
} from "../../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureActive } from "../activity.js";
import { ensureOver } from "../authority.js";
import { ensureOfParticipant } from "../checks.js";
import type { PpDeps } from "../deps.js";
import { participantRevoked } from "../events.js";

type Revoke = Handler<
  MsgRevokeParticipant,
  CorporationOperator,
  Participant,
  MsgRevokeParticipantResponse
>;

const BASIC = "MOD-PP-MSG-9-2-1";

/**
 * [MOD-PP-MSG-9] Revoke Participant. [D-PP-05] [D-PP-31] Its deposit stays where it is, entries below it
 * stay active, and the fee of a renewal that waits is the applicant's to cancel. It needs no more than the
 * transaction fee [MOD-PP-MSG-9-2-3].
 */
export const revokeParticipant = (k: PpDeps): Revoke => ({
  rule: "MOD-PP-MSG-9",
  type: MsgRevokeParticipant,
  response: MsgRevokeParticipantResponse,

  /** [MOD-PP-MSG-9-1] */
  parse: (msg) => ensureOfParticipant(k, msg, BASIC),

  authorize: k.delegation.corporationOperator(MsgRevokeParticipant.typeUrl, BASIC),

  /** [MOD-PP-MSG-9-2] [MOD-PP-MSG-9-2-2] */
  check(ctx, { id }, by) {
    const participant = k.participants.load(ctx, id, BASIC);
    ensureActive(participant, ctx.blockTime, BASIC);
    ensureOver(ctx, k, participant, by, { rule: "MOD-PP-MSG-9-2-2", own: true });
    return participant;
  },

  /** [MOD-PP-MSG-9-3] */
  execute(ctx, _msg, by, participant) {
    const now = ctx.blockTime;
    const revoked = k.participants.change(ctx, participant, { revoked: now, modified: now });
    k.delegation.revokeVsOperator(ctx, revoked.id);
    ctx.emit(participantRevoked(revoked, by));
    return {};
  },
});
