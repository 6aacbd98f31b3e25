import * as pp from "../../src/gen/verana/pp/v1.js";
import { message } from "../support/world.js";
import {
  AHEAD,
  affords,
  debtOf,
  isLeft,
  isPriced,
  isWhole,
  lives,
  native,
  oneOf,
  owedBy,
  parentOf,
  partyOf,
  recordOf,
  schemaOf,
  those,
  type View,
} from "./participant-view.js";
import type { Corporation } from "./registry-market.js";
import { type Operation, SECOND, signedBy } from "./scene.js";

/** Messages of an onboarding, as the next block accepts them; undefined where none would be. */

const { PENDING, VALIDATED } = pp.OnboardingState;
const { ISSUER, VERIFIER, ISSUER_GRANTOR, VERIFIER_GRANTOR } = pp.ParticipantRole;

/** By the validator's operator, or its VS operator where that one has a record. */
export function validate(view: View): Operation | undefined {
  const { random } = view.scene;
  const p = oneOf(
    view,
    those(view, (one) => one.opState === PENDING && isWhole(one) && isValidated(view, one)),
  );
  const validator = p === undefined ? undefined : parentOf(view, p);
  const who = partyOf(view, validator?.corporationId);
  if (p === undefined || validator === undefined || who === undefined) return undefined;
  const deposit = native(p.opCurrentDeposit);
  const record = recordOf(view, validator, "SetParticipantOPToValidated");
  const byService = record !== undefined && isLeft(record, deposit) && random.chance(600);
  if (!byService && !affords(view, who, deposit)) return undefined;
  const operator = byService ? who.vsOperator : who.operator;
  const end = p.effectiveUntil ?? 0n;
  const soon = view.time + AHEAD;
  const term = {
    effectiveUntil: (end > soon ? end : soon) + SECOND * BigInt(200 + random.below(1_500)),
  };
  const asked = { corporation: who.policyAddress, operator, id: p.id };
  view.busy.add(p.id);
  return {
    by: operator,
    message: message(pp.MsgSetParticipantOPToValidated, {
      ...asked,
      ...(p.effectiveFrom === undefined ? firstTerms(view, p, validator) : agreed(p)),
      ...(random.chance(300) ? term : {}),
    }),
    kind: byService ? "validated by a VS operator" : "validated by an operator",
  };
}

/** Whether its validator could do it. */
function isValidated(view: View, p: pp.Participant): boolean {
  const validator = parentOf(view, p);
  if (validator === undefined || !lives(view, validator)) return false;
  return p.opCurrentDeposit === 0n || debtOf(view, validator.corporationId) === 0n;
}

/** A renewal repeats what was agreed. */
const agreed = (p: pp.Participant) => ({
  validationFees: p.validationFees,
  issuanceFees: p.issuanceFees,
  verificationFees: p.verificationFees,
  issuanceFeeDiscount: p.issuanceFeeDiscount,
  verificationFeeDiscount: p.verificationFeeDiscount,
});

function firstTerms(view: View, p: pp.Participant, validator: pp.Participant) {
  const { random } = view.scene;
  const fees = () => BigInt(random.below(20_000));
  const discount = (most: bigint) => (random.chance(500) ? (most * fees()) / 20_000n : 0n);
  const issuers = schemaOf(view, p.schemaId)?.issuerOnboardingMode;
  const verifiers = schemaOf(view, p.schemaId)?.verifierOnboardingMode;
  const { issuanceFeeDiscount, verificationFeeDiscount } = validator;
  return {
    validationFees: BigInt(random.below(200_000_000)),
    issuanceFees: fees(),
    verificationFees: fees(),
    issuanceFeeDiscount:
      p.role === ISSUER_GRANTOR || (p.role === ISSUER && issuers === 2)
        ? discount(10_000n)
        : discount(p.role === ISSUER ? issuanceFeeDiscount : 0n),
    verificationFeeDiscount:
      p.role === VERIFIER_GRANTOR || (p.role === VERIFIER && verifiers === 2)
        ? discount(10_000n)
        : discount(p.role === VERIFIER ? verificationFeeDiscount : 0n),
  };
}

/** By an owner that can pay what the validator asks for now. */
export function renew(view: View): Operation | undefined {
  const fits = (p: pp.Participant): boolean => {
    const validator = parentOf(view, p);
    const schema = schemaOf(view, p.schemaId);
    const who = partyOf(view, p.corporationId);
    if (validator === undefined || schema === undefined || who === undefined) return false;
    const { validationFees: fees } = validator;
    const priced = fees === 0n || isPriced(view, schema);
    const coins = ["ufoo", "uvna"].map((denom) => ({ denom, amount: 2n * fees }));
    return lives(view, validator) && priced && isSolvent(view, who) && affords(view, who, coins);
  };
  return byOwner(
    view,
    pp.MsgRenewParticipantOP,
    (p) => p.opState === VALIDATED && lives(view, p) && fits(p),
  );
}

const isSolvent = (view: View, { id }: Corporation): boolean => debtOf(view, id) === 0n;

export const cancel = (view: View): Operation | undefined =>
  byOwner(view, pp.MsgCancelParticipantOPLastRequest, (p) => {
    const free = p.opCurrentDeposit === 0n || debtOf(view, p.corporationId) === 0n;
    return p.opState === PENDING && owedBy(p) === 0n && free;
  });

/** All that the participant owes. */
export const repay = (view: View): Operation | undefined =>
  byOwner(view, pp.MsgRepayParticipantSlashedTrustDeposit, (p) => {
    const who = partyOf(view, p.corporationId);
    const may = owedBy(p) > 0n && debtOf(view, p.corporationId) === 0n;
    return may && who !== undefined && affords(view, who, native(owedBy(p)));
  });

type OwnersType =
  | typeof pp.MsgRenewParticipantOP
  | typeof pp.MsgCancelParticipantOPLastRequest
  | typeof pp.MsgRepayParticipantSlashedTrustDeposit;

function byOwner(
  view: View,
  type: OwnersType,
  fits: (p: pp.Participant) => boolean,
): Operation | undefined {
  const p = oneOf(
    view,
    those(view, (one) => partyOf(view, one.corporationId) !== undefined && fits(one)),
  );
  const who = partyOf(view, p?.corporationId);
  if (p === undefined || who === undefined) return undefined;
  view.busy.add(p.id);
  return signedBy(who, type, { id: p.id });
}
