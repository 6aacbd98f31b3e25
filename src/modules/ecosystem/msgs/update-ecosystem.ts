import type { RuleId } from "../../../gen/rules.js";
import {
  type Ecosystem,
  MsgUpdateEcosystem,
  MsgUpdateEcosystemResponse,
} from "../../../gen/verana/ec/v1.js";
import type { CorporationOperator, DelegationPort } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import { isDid } from "../../../keeper/formats/did.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureOneController } from "../did-owners.js";
import { ecErrors } from "../errors.js";
import { ecosystemUpdated } from "../events.js";
import type { EcosystemKeeper } from "../keeper.js";
import { ensurePresent, ensureSigners } from "../parameters.js";
import type { CorporationPort, DidControllerPort } from "../ports.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: EcosystemKeeper;
  readonly corporations: CorporationPort;
  readonly delegation: DelegationPort;
  readonly didControllers: readonly DidControllerPort[];
}

type UpdateEcosystem = Handler<
  MsgUpdateEcosystem,
  CorporationOperator,
  Ecosystem,
  MsgUpdateEcosystemResponse
>;

const RULE: RuleId = "MOD-ES-MSG-2-2-1";

/** [MOD-ES-MSG-2] Update Ecosystem: it gets another DID. */
export const updateEcosystem = (deps: Deps): UpdateEcosystem => ({
  rule: "MOD-ES-MSG-2",
  type: MsgUpdateEcosystem,
  response: MsgUpdateEcosystemResponse,

  /** [MOD-ES-MSG-2-1] [D-GEN-04] Every parameter is mandatory, the operator too. */
  parse(message) {
    const { corporation, operator, id, did } = message;
    ensurePresent(RULE, { corporation, operator, id, did });
    ensureSigners(deps, message, RULE);
    ensure(isDid(did), RULE, ecErrors.malformedDid, { did });
  },

  authorize: deps.delegation.corporationOperator(MsgUpdateEcosystem.typeUrl, RULE),

  /** [MOD-ES-MSG-2-2] [MOD-ES-MSG-2-2-1] The stateful checks; [MOD-ES-MSG-2-2-2] fees are the ante stage's. */
  check(ctx, { id, did }, { corporation }) {
    const ecosystem = deps.keeper.controlled(ctx, id, corporation.id, RULE);
    ensureOneController(ctx, deps, { did, corporationId: corporation.id }, RULE);
    return ecosystem;
  },

  /** [MOD-ES-MSG-2-3] [D-ES-02] The same DID once more is a modification too. */
  execute(ctx, { did }, { operator }, ecosystem) {
    const changed = { ...ecosystem, did, modified: ctx.blockTime };
    deps.keeper.state.ecosystems.set(ctx, ecosystem.id, changed);
    ctx.emit(ecosystemUpdated(changed, operator));
    return {};
  },
});
