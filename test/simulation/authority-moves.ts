import * as pp from "../../src/gen/verana/pp/v1.js";
import { message } from "../support/world.js";
import {
  AHEAD,
  ancestorsOf,
  controllerOf,
  lives,
  oneOf,
  owedBy,
  parentOf,
  partyOf,
  recordOf,
  those,
  type View,
} from "./participant-view.js";
import type { Corporation } from "./registry-market.js";
import { type Operation, SECOND, signedBy } from "./scene.js";

/** What owners, validators and those above do to participants, as the next block accepts it. */

const { ECOSYSTEM } = pp.ParticipantRole;

/** By the owner of a root or of a self-created entry, by the validator of one that was onboarded. */
export function setUntil(view: View): Operation | undefined {
  const { random } = view.scene;
  const p = oneOf(
    view,
    those(view, (one) => lives(view, one) && settingOf(view, one) !== undefined),
  );
  const who = p === undefined ? undefined : settingOf(view, p);
  if (p === undefined || who === undefined) return undefined;
  const whole = p.role === ECOSYSTEM ? 900 : 300;
  const until = view.time + AHEAD + SECOND * BigInt(whole + random.below(900));
  const effectiveUntil = p.opExp !== undefined && p.opExp < until ? p.opExp : until;
  view.busy.add(p.id);
  return signedBy(who, pp.MsgSetParticipantEffectiveUntil, { id: p.id, effectiveUntil });
}

/** Who may set the end of a participant. */
function settingOf(view: View, p: pp.Participant): Corporation | undefined {
  if (p.validatorParticipantId === 0n) {
    // One that is to follow it would overlap.
    const next = view.participants.some(
      (other) => other.schemaId === p.schemaId && other.role === ECOSYSTEM && other.id > p.id,
    );
    return next ? undefined : partyOf(view, p.corporationId);
  }
  const validator = parentOf(view, p);
  if (validator === undefined || !lives(view, validator)) return undefined;
  return partyOf(view, p.opState === 0 ? p.corporationId : validator.corporationId);
}

interface Judge {
  readonly what: "owner" | "ancestor" | "ecosystem";
  readonly who: Corporation;
}

/** Who may revoke a participant; all but the owner may slash it. */
function judgesOf(view: View, p: pp.Participant): readonly Judge[] {
  const above = ancestorsOf(view, p)
    .filter((one) => lives(view, one))
    .map((one) => ["ancestor", partyOf(view, one.corporationId)] as const);
  const all = [
    ["owner", partyOf(view, p.corporationId)] as const,
    ...above,
    ["ecosystem", controllerOf(view, p.schemaId)] as const,
  ];
  return all.flatMap(([what, who]) => (who === undefined ? [] : [{ what, who }]));
}

/** Without their roots whole trees would be dead: they are revoked now and then. */
export function revoke(view: View): Operation | undefined {
  const roots = view.scene.random.chance(100);
  const p = oneOf(
    view,
    those(view, (one) => lives(view, one) && (one.role === ECOSYSTEM) === roots),
  );
  const judge = p === undefined ? undefined : oneOf(view, judgesOf(view, p));
  if (p === undefined || judge === undefined) return undefined;
  view.busy.add(p.id);
  const kind = `revoked by its ${judge.what}`;
  return { ...signedBy(judge.who, pp.MsgRevokeParticipant, { id: p.id }), kind };
}

/** Mostly of the dead, or nobody would live; some of what is left or all of it. */
export function slash(view: View): Operation | undefined {
  const { random } = view.scene;
  const alive = random.chance(250);
  const slashable = (p: pp.Participant): boolean =>
    lives(view, p) === alive && leftOf(view, p) > 0n && judging(p).length > 0;
  const judging = (p: pp.Participant) => judgesOf(view, p).filter(({ what }) => what !== "owner");
  const p = oneOf(view, those(view, slashable));
  const judge = p === undefined ? undefined : oneOf(view, judging(p));
  if (p === undefined || judge === undefined) return undefined;
  const left = leftOf(view, p);
  const amount = random.chance(200) ? left : 1n + (left * BigInt(random.below(300))) / 1_000n;
  view.busy.add(p.id);
  const asked = { id: p.id, amount: amount > left ? left : amount, reason: "r" };
  return signedBy(judge.who, pp.MsgSlashParticipantTrustDeposit, asked);
}

/** What is at stake of a participant, as far as its corporation's deposit still holds it. */
function leftOf({ deposits }: View, p: pp.Participant): bigint {
  const own = p.deposit - owedBy(p);
  const held = deposits.get(p.corporationId)?.deposit ?? 0n;
  return own < held ? own : held;
}

/** By the operator of an active ancestor's corporation, or by the participant's own VS operator. */
export function trigger(view: View): Operation | undefined {
  const p = oneOf(
    view,
    those(view, (one) => one.did !== "" && lives(view, one)),
  );
  const owner = partyOf(view, p?.corporationId);
  if (p === undefined || owner === undefined) return undefined;
  const record = recordOf(view, p, "TriggerResolver");
  if (record !== undefined) {
    const { policyAddress: corporation, vsOperator: operator } = owner;
    const asked = message(pp.MsgTriggerResolver, { corporation, operator, id: p.id });
    return { by: operator, message: asked, kind: "triggered by a VS operator" };
  }
  const judge = oneOf(
    view,
    judgesOf(view, p).filter(({ what }) => what === "ancestor"),
  );
  if (judge === undefined) return undefined;
  const kind = "triggered by an ancestor's operator";
  return { ...signedBy(judge.who, pp.MsgTriggerResolver, { id: p.id }), kind };
}
