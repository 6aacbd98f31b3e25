import type { RuleId } from "../../../gen/rules.js";
import {
  type Ecosystem,
  MsgArchiveEcosystem,
  MsgArchiveEcosystemResponse,
} from "../../../gen/verana/ec/v1.js";
import type { CorporationOperator, DelegationPort } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { ecErrors } from "../errors.js";
import { ecosystemArchived } from "../events.js";
import type { EcosystemKeeper } from "../keeper.js";
import { ensurePresent, ensureSigners } from "../parameters.js";
import type { CorporationPort } from "../ports.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: EcosystemKeeper;
  readonly corporations: CorporationPort;
  readonly delegation: DelegationPort;
}

type ArchiveEcosystem = Handler<
  MsgArchiveEcosystem,
  CorporationOperator,
  Ecosystem,
  MsgArchiveEcosystemResponse
>;

const RULE: RuleId = "MOD-ES-MSG-3-2-1";

/** [MOD-ES-MSG-3] Archive Ecosystem, or take it back: it is information alone (D-GEN-05). */
export const archiveEcosystem = (deps: Deps): ArchiveEcosystem => ({
  rule: "MOD-ES-MSG-3",
  type: MsgArchiveEcosystem,
  response: MsgArchiveEcosystemResponse,

  /** [MOD-ES-MSG-3-1] [D-GEN-14] Every parameter is mandatory; `archive` is present where it is false. */
  parse(message) {
    const { corporation, operator, id } = message;
    ensurePresent(RULE, { corporation, operator, id });
    ensureSigners(deps, message, RULE);
  },

  authorize: deps.delegation.corporationOperator(MsgArchiveEcosystem.typeUrl, RULE),

  /** [MOD-ES-MSG-3-2] [MOD-ES-MSG-3-2-1] The stateful checks; [MOD-ES-MSG-3-2-2] fees are the ante stage's. */
  check(ctx, { id, archive }, { corporation }) {
    const ecosystem = deps.keeper.controlled(ctx, id, corporation.id, RULE);
    const { archived } = ecosystem;
    ensure(!(archive && archived), RULE, ecErrors.alreadyArchived, { id });
    ensure(archive || archived, RULE, ecErrors.notArchived, { id });
    return ecosystem;
  },

  /** [MOD-ES-MSG-3-3] [D-GEN-06] */
  execute(ctx, { archive }, { operator }, ecosystem) {
    const now = ctx.blockTime;
    const archivedAt = archive ? now : undefined;
    const changed = { ...ecosystem, archived: archive, archivedAt, modified: now };
    deps.keeper.state.ecosystems.set(ctx, ecosystem.id, changed);
    ctx.emit(ecosystemArchived(changed, operator));
    return {};
  },
});
