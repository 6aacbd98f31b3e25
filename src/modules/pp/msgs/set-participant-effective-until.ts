import {
  MsgSetParticipantEffectiveUntil,
  MsgSetParticipantEffectiveUntilResponse,
  type Participant,
} from "../../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureActive, VALIDATOR } from "../activity.js";
import { ensureOfParticipant, ensureOwner, ensurePresent, ensureTime } from "../checks.js";
import type { PpDeps } from "../deps.js";
import { ppErrors } from "../errors.js";
import { effectiveUntilSet } from "../events.js";
import { ensureNoOverlap } from "../overlap.js";

interface Proof {
  readonly participant: Participant;
  readonly until: bigint;
}

type SetUntil = Handler<
  MsgSetParticipantEffectiveUntil,
  CorporationOperator,
  Proof,
  MsgSetParticipantEffectiveUntilResponse
>;

const BASIC = "MOD-PP-MSG-8-2-1";
const ADVANCED = "MOD-PP-MSG-8-2-2";

/**
 * [MOD-PP-MSG-8] Set Participant Effective Until: shortens, extends or repeats. It needs no more than the
 * transaction fee [MOD-PP-MSG-8-2-3].
 */
export const setParticipantEffectiveUntil = (k: PpDeps): SetUntil => ({
  rule: "MOD-PP-MSG-8",
  type: MsgSetParticipantEffectiveUntil,
  response: MsgSetParticipantEffectiveUntilResponse,

  /** [MOD-PP-MSG-8-1] */
  parse(msg) {
    ensureOfParticipant(k, msg, BASIC);
    ensurePresent({ effective_until: msg.effectiveUntil !== undefined }, BASIC);
    ensureTime(msg.effectiveUntil, BASIC);
  },

  authorize: k.delegation.corporationOperator(MsgSetParticipantEffectiveUntil.typeUrl, BASIC),

  /** [MOD-PP-MSG-8-2] [MOD-PP-MSG-8-2-4] [D-PP-29] */
  check(ctx, { id, effectiveUntil: until }, by) {
    const participant = k.participants.load(ctx, id, BASIC);
    ensureActive(participant, ctx.blockTime, BASIC);
    const later = until !== undefined && until > ctx.blockTime;
    ensure(later, BASIC, ppErrors.untilNotInFuture, { participant_id: id });
    ensureMaySet(ctx, k, { participant, until }, by);
    const span = { from: participant.effectiveFrom ?? ctx.blockTime, until };
    const entry = { context: participant, span, self: id };
    ensureNoOverlap(ctx, k.participants.state, entry, "MOD-PP-MSG-8-2-4");
    return { participant, until };
  },

  /** [MOD-PP-MSG-8-3] */
  execute(ctx, _msg, by, { participant, until }) {
    const now = ctx.blockTime;
    const changes = { effectiveUntil: until, adjusted: now, modified: now };
    const changed = k.participants.change(ctx, participant, changes);
    k.delegation.updateVsOperatorExpiration(ctx, changed.id, until);
    ctx.emit(effectiveUntilSet(changed, by));
    return {};
  },
});

/**
 * [MOD-PP-MSG-8-2-2] [D-PP-30] The owner of a root and of a self-created entry, the validator's
 * corporation of one that was onboarded, and no later than the process then.
 */
function ensureMaySet(
  ctx: ReadContext,
  k: PpDeps,
  { participant, until }: Proof,
  by: CorporationOperator,
): void {
  const { validatorParticipantId: id } = participant;
  if (id === 0n) {
    ensureOwner(participant, by, ADVANCED);
    return;
  }
  const onboarded = participant.opState !== 0;
  const { opExp } = participant;
  const within = !onboarded || opExp === undefined || until <= opExp;
  ensure(within, ADVANCED, ppErrors.untilAfterProcess, { participant_id: participant.id });
  const validator = k.participants.find(ctx, id);
  ensure(validator !== undefined, ADVANCED, ppErrors.validatorNotFound, { id });
  ensureActive(validator, ctx.blockTime, ADVANCED, VALIDATOR);
  if (onboarded) ensureOwner(validator, by, ADVANCED, ppErrors.notValidator);
  else ensureOwner(participant, by, ADVANCED);
}
