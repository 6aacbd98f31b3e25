import type { RuleId } from "../../../gen/rules.js";
import {
  type GovernanceFrameworkVersion,
  MsgIncreaseActiveGovernanceFrameworkVersion,
  MsgIncreaseActiveGovernanceFrameworkVersionResponse,
} from "../../../gen/verana/gf/v1.js";
import type { CorporationOperator, DelegationPort } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { gfErrors } from "../errors.js";
import { versionActivated } from "../events.js";
import type { FrameworkKeeper } from "../keeper.js";
import { ensurePresent, ensureSigners } from "../parameters.js";
import type { CorporationSubjects } from "../ports.js";
import type { FrameworkSubjects } from "../subjects.js";
import type { Subject } from "../types.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: FrameworkKeeper;
  readonly subjects: FrameworkSubjects;
  readonly corporations: CorporationSubjects;
  readonly delegation: DelegationPort;
}

interface Proof {
  readonly subject: Subject;
  readonly next: GovernanceFrameworkVersion;
}

type IncreaseActiveVersion = Handler<
  MsgIncreaseActiveGovernanceFrameworkVersion,
  CorporationOperator,
  Proof,
  MsgIncreaseActiveGovernanceFrameworkVersionResponse
>;

const { typeUrl } = MsgIncreaseActiveGovernanceFrameworkVersion;
const RULE: RuleId = "MOD-GF-MSG-2-2-1";

/** [MOD-GF-MSG-2] Increase Active Governance Framework Version: by one, never back. */
export const increaseActiveGovernanceFrameworkVersion = (deps: Deps): IncreaseActiveVersion => ({
  rule: "MOD-GF-MSG-2",
  type: MsgIncreaseActiveGovernanceFrameworkVersion,
  response: MsgIncreaseActiveGovernanceFrameworkVersionResponse,

  /** [MOD-GF-MSG-2-1] [D-GEN-04] The operator is mandatory too. */
  parse(message) {
    const { corporation, operator } = message;
    ensurePresent(RULE, { corporation, operator });
    ensureSigners(deps, message, RULE);
  },

  authorize: deps.delegation.corporationOperator(typeUrl, RULE),

  /** [MOD-GF-MSG-2-2] [MOD-GF-MSG-2-2-1] The stateful checks; [MOD-GF-MSG-2-2-2] fees are the ante stage's. */
  check(ctx, { ecosystemId }, by) {
    const subject = deps.subjects.signed(ctx, ecosystemId, by, RULE);
    const version = subject.activeVersion + 1;
    const next = deps.keeper.versionAt(ctx, subject, version);
    ensure(next !== undefined, RULE, gfErrors.nextVersionMissing, { version });
    const { language } = subject;
    const document = deps.keeper.documentIn(ctx, next.id, language);
    ensure(document !== undefined, RULE, gfErrors.documentMissing, { version, language });
    return { subject, next };
  },

  /** [MOD-GF-MSG-2-3] [D-GF-04] The version before keeps the time since which it was active. */
  execute(ctx, _message, by, { subject, next }) {
    const now = ctx.blockTime;
    deps.subjects.activate(ctx, subject, next.version);
    deps.keeper.state.versions.set(ctx, next.id, { ...next, activeSince: now });
    ctx.emit(versionActivated(next, by, now));
    return {};
  },
});
