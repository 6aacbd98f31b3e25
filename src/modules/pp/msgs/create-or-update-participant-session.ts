import {
  MsgCreateOrUpdateParticipantSession,
  MsgCreateOrUpdateParticipantSessionResponse,
  type Participant,
  type ParticipantSession,
} from "../../../gen/verana/pp/v1.js";
import type { CorporationOperator } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import { isDigest } from "../../../keeper/formats/digest.js";
import type { Handler } from "../../../keeper/handler.js";
import { isActive } from "../activity.js";
import { ensureBelowLimit, ensureOperated, ensureOwner, ensurePresent } from "../checks.js";
import type { PpDeps } from "../deps.js";
import { ppErrors } from "../errors.js";
import { sessionRecorded } from "../events.js";
import { ensurePrimary, loadParties, primaryId } from "../session-parties.js";
import { ensurePlanPayable, payPlan } from "../session-payment.js";
import { planSession, type SessionPlan } from "../session-plan.js";
import { appendRecord, uuidOf } from "../sessions.js";

interface Proof {
  readonly id: string;
  readonly session: ParticipantSession | undefined;
  readonly plan: SessionPlan;
}

type Session = MsgCreateOrUpdateParticipantSession;
type CreateOrUpdateSession = Handler<
  Session,
  CorporationOperator,
  Proof,
  MsgCreateOrUpdateParticipantSessionResponse
>;

const CHECKS = "MOD-PP-MSG-10-2";
const FEES = "MOD-PP-MSG-10-3";

/**
 * [MOD-PP-MSG-10] Create or Update Participant Session: the VS operator of an issuer or a verifier pays who
 * earns by a credential, and records what for. [D-PP-44] Without a record nobody may, not even the owner's
 * operator.
 */
export const createOrUpdateParticipantSession = (k: PpDeps): CreateOrUpdateSession => ({
  rule: "MOD-PP-MSG-10",
  type: MsgCreateOrUpdateParticipantSession,
  response: MsgCreateOrUpdateParticipantSessionResponse,

  /** [MOD-PP-MSG-10-1] */
  parse(msg) {
    const { corporation, operator, id, digest } = msg;
    const given = { corporation: corporation !== "", operator: operator !== "", id: id !== "" };
    ensurePresent(given, CHECKS);
    ensureOperated(k, msg, CHECKS);
    ensure(uuidOf(id) !== undefined, CHECKS, ppErrors.malformedUuid, { id });
    ensurePrimary(msg, CHECKS);
    ensure(digest === "" || isDigest(digest), CHECKS, ppErrors.malformedDigest, { digest });
  },

  authorize: k.delegation.vsOperator(MsgCreateOrUpdateParticipantSession.typeUrl, CHECKS, {
    primary(ctx, msg: Session) {
      const payer = k.participants.load(ctx, primaryId(msg), CHECKS);
      return { id: payer.id, active: isActive(payer, ctx.blockTime) };
    },
  }),

  /** [MOD-PP-MSG-10-2] [MOD-PP-MSG-10-3] [D-GEN-20] */
  check(ctx, msg, by) {
    const id = uuidOf(msg.id) ?? "";
    const session = k.participants.state.sessions.get(ctx, id);
    ensureOwnSession(session, by);
    const parties = loadParties(ctx, k, msg, CHECKS);
    ensurePayer(parties.payer, by);
    const plan = planSession(ctx, k, parties);
    for (const { amount } of plan.total) ensureBelowLimit(amount, FEES);
    k.delegation.ensureCanSpend(ctx, by, plan.total);
    ensurePlanPayable(ctx, k, by.corporation, plan);
    return { id, session, plan };
  },

  /** [MOD-PP-MSG-10-4] [D-PP-41] */
  execute(ctx, msg, by, { id, session, plan }) {
    k.delegation.debit(ctx, by, plan.total);
    payPlan(ctx, k, by.corporation, plan);
    const now = ctx.blockTime;
    appendRecord(
      ctx,
      k.participants.state,
      {
        id,
        corporationId: by.corporation.id,
        vsOperator: by.operator,
        created: session?.created ?? now,
        modified: now,
        sessionRecords: [],
      },
      {
        created: now,
        issuerParticipantId: msg.issuerParticipantId,
        verifierParticipantId: msg.verifierParticipantId,
        agentParticipantId: msg.agentParticipantId,
        walletAgentParticipantId: msg.walletAgentParticipantId,
      },
    );
    // [D-PP-43] Of an issuance alone.
    if (msg.digest !== "" && msg.verifierParticipantId === 0n) {
      const { policyAddress: corporation } = by.corporation;
      const source = { corporation, operator: by.operator, source: "module_call" } as const;
      k.digests.store(ctx, msg.digest, source);
    }
    ctx.emit(sessionRecorded(ctx, id, msg, by));
    return { id };
  },
});

/** [D-PP-41] A session is continued by who began it. */
function ensureOwnSession(session: ParticipantSession | undefined, by: CorporationOperator): void {
  if (session === undefined) return;
  const { corporationId, vsOperator } = session;
  const own = corporationId === by.corporation.id && vsOperator === by.operator;
  ensure(own, CHECKS, ppErrors.sessionOfAnother, { id: session.id });
}

/** [D-PP-33] The one that pays is the caller's own; the issuer of a credential that is verified need not be. */
function ensurePayer(payer: Participant, by: CorporationOperator): void {
  const facts = { participant_id: payer.id };
  ensure(payer.vsOperator === by.operator, CHECKS, ppErrors.wrongVsOperator, facts);
  ensureOwner(payer, by, CHECKS);
}
