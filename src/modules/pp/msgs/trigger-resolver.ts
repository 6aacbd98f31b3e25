import {
  MsgTriggerResolver,
  MsgTriggerResolverResponse,
  type Participant,
} from "../../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureActive, isActive } from "../activity.js";
import { hasActiveAncestor } from "../authority.js";
import { ensureOfParticipant } from "../checks.js";
import type { PpDeps } from "../deps.js";
import { ppErrors } from "../errors.js";
import { resolverTriggered } from "../events.js";

type Trigger = Handler<
  MsgTriggerResolver,
  CorporationOperator,
  Participant,
  MsgTriggerResolverResponse
>;

const BASIC = "MOD-PP-MSG-15-2-1";

/**
 * [MOD-PP-MSG-15] Trigger Resolver: an event that asks others to resolve the trust of a DID anew. It
 * changes nothing, and needs no more than the transaction fee [MOD-PP-MSG-15-2-3].
 */
export const triggerResolver = (k: PpDeps): Trigger => ({
  rule: "MOD-PP-MSG-15",
  type: MsgTriggerResolver,
  response: MsgTriggerResolverResponse,

  /** [MOD-PP-MSG-15-1] */
  parse: (msg) => ensureOfParticipant(k, msg, BASIC),

  authorize: k.delegation.operatorOrVsOperator(MsgTriggerResolver.typeUrl, BASIC, {
    primary(ctx, { id }: MsgTriggerResolver) {
      const target = k.participants.load(ctx, id, BASIC);
      return { id, active: isActive(target, ctx.blockTime) };
    },
    amounts: () => [],
  }),

  /**
   * [MOD-PP-MSG-15-2] [MOD-PP-MSG-15-2-2] [D-PP-53] The target's own VS operator, or an operator of an
   * active ancestor's corporation; the owner's plain operator is neither.
   */
  check(ctx, { id }, by) {
    const target = k.participants.load(ctx, id, BASIC);
    ensureActive(target, ctx.blockTime, BASIC);
    ensure(target.did !== "", BASIC, ppErrors.didMissing, { participant_id: id });
    const own = by.viaRecord !== undefined;
    const may = own || hasActiveAncestor(ctx, k, target, by.corporation.id);
    const facts = { participant_id: id, corporation: by.corporation.id };
    ensure(may, "MOD-PP-MSG-15-2-2", ppErrors.notAncestor, facts);
    return target;
  },

  /** [MOD-PP-MSG-15-3] [D-PP-54] */
  execute(ctx, { id }, by) {
    ctx.emit(resolverTriggered(ctx, id, by));
    return {};
  },
});
