import type { RuleId } from "../../../gen/rules.js";
import type { Corporation } from "../../../gen/verana/co/v1.js";
import { MsgArchiveCorporation, MsgArchiveCorporationResponse } from "../../../gen/vpr/co/v1.js";
import type { CorporationOperator, DelegationPort } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { coErrors } from "../errors.js";
import { corporationArchived } from "../events.js";
import type { CorporationKeeper } from "../keeper.js";
import { ensurePresent, ensureSigners } from "../parameters.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: CorporationKeeper;
  readonly delegation: DelegationPort;
}

type ArchiveCorporation = Handler<
  MsgArchiveCorporation,
  CorporationOperator,
  Corporation,
  MsgArchiveCorporationResponse
>;

const RULE: RuleId = "MOD-CO-MSG-3-2-1";

/** [MOD-CO-MSG-3] [D-CO-04] Archive Corporation, or take it back: it is information alone (D-GEN-05). */
export const archiveCorporation = (deps: Deps): ArchiveCorporation => ({
  rule: "MOD-CO-MSG-3",
  type: MsgArchiveCorporation,
  response: MsgArchiveCorporationResponse,

  /** [MOD-CO-MSG-3-1] [D-GEN-14] `archive` is present where it is false. */
  parse(message) {
    const { corporation, operator } = message;
    ensurePresent(RULE, { corporation, operator });
    ensureSigners(deps, message, RULE);
  },

  authorize: deps.delegation.corporationOperator(MsgArchiveCorporation.typeUrl, RULE),

  /** [MOD-CO-MSG-3-2] [MOD-CO-MSG-3-2-1] The stateful checks; [MOD-CO-MSG-3-2-2] fees are the ante stage's. */
  check(ctx, { archive }, { corporation }) {
    const found = deps.keeper.load(ctx, corporation.id, RULE);
    const archived = found.archived !== undefined;
    const facts = { corporation: corporation.id };
    ensure(!(archive && archived), RULE, coErrors.alreadyArchived, facts);
    ensure(archive || archived, RULE, coErrors.notArchived, facts);
    return found;
  },

  /** [MOD-CO-MSG-3-3] [D-GEN-06] */
  execute(ctx, { archive }, _by, corporation) {
    const now = ctx.blockTime;
    const changed = { ...corporation, archived: archive ? now : undefined, modified: now };
    deps.keeper.state.corporations.set(ctx, corporation.id, changed);
    ctx.emit(corporationArchived(changed));
    return {};
  },
});
