import type { RuleId } from "../../../gen/rules.js";
import {
  type Corporation,
  MsgUpdateCorporation,
  MsgUpdateCorporationResponse,
} from "../../../gen/verana/co/v1.js";
import type { CorporationOperator, DelegationPort } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import { isDid } from "../../../keeper/formats/did.js";
import type { Handler } from "../../../keeper/handler.js";
import { coErrors } from "../errors.js";
import { corporationUpdated } from "../events.js";
import type { CorporationKeeper } from "../keeper.js";
import { ensurePresent, ensureSigners } from "../parameters.js";
import type { DidControllerPort } from "../ports.js";
import { ensureDidFree } from "../registration.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: CorporationKeeper;
  readonly delegation: DelegationPort;
  readonly didControllers: readonly DidControllerPort[];
}

type UpdateCorporation = Handler<
  MsgUpdateCorporation,
  CorporationOperator,
  Corporation,
  MsgUpdateCorporationResponse
>;

const RULE: RuleId = "MOD-CO-MSG-2-2-1";

/** [MOD-CO-MSG-2] Update Corporation: it gets another DID, and the old one is free. */
export const updateCorporation = (deps: Deps): UpdateCorporation => ({
  rule: "MOD-CO-MSG-2",
  type: MsgUpdateCorporation,
  response: MsgUpdateCorporationResponse,

  /** [MOD-CO-MSG-2-1] [D-GEN-04] Every parameter is mandatory, the operator too. */
  parse(message) {
    const { corporation, operator, did } = message;
    ensurePresent(RULE, { corporation, operator, did });
    ensureSigners(deps, message, RULE);
    ensure(isDid(did), RULE, coErrors.malformedDid, { did });
  },

  authorize: deps.delegation.corporationOperator(MsgUpdateCorporation.typeUrl, RULE),

  /** [MOD-CO-MSG-2-2] [MOD-CO-MSG-2-2-1] The stateful checks; [MOD-CO-MSG-2-2-2] fees are the ante stage's. */
  check(ctx, { did }, { corporation }) {
    const found = deps.keeper.load(ctx, corporation.id, RULE);
    ensureDidFree(ctx, deps, did, corporation.id, RULE);
    return found;
  },

  /** [MOD-CO-MSG-2-3] [D-CO-03] Its own DID once more changes nothing, and nothing is told. */
  execute(ctx, { did }, _by, corporation) {
    if (did === corporation.did) return {};
    const changed = { ...corporation, did, modified: ctx.blockTime };
    deps.keeper.state.corporations.set(ctx, corporation.id, changed);
    ctx.emit(corporationUpdated(changed));
    return {};
  },
});
