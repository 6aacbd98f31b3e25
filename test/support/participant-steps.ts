import {
  MsgCancelParticipantOPLastRequest,
  MsgCreateOrUpdateParticipantSession,
  MsgCreateRootParticipant,
  MsgRenewParticipantOP,
  MsgRepayParticipantSlashedTrustDeposit,
  MsgRevokeParticipant,
  MsgSelfCreateParticipant,
  MsgSetParticipantEffectiveUntil,
  MsgSetParticipantOPToValidated,
  MsgSlashParticipantTrustDeposit,
  MsgStartParticipantOP,
  MsgTriggerResolver,
  OnboardingState,
  type Participant,
  ParticipantRole,
} from "../../src/gen/verana/pp/v1.js";
import type { Any, MessageType } from "../../src/wire/descriptor.js";
import { message } from "./world.js";

const { ISSUER, VERIFIER, ISSUER_GRANTOR, VERIFIER_GRANTOR, ECOSYSTEM, HOLDER } = ParticipantRole;
const OPEN = 1;
const SECOND = 1_000_000_000n;
const SESSION = "CreateOrUpdateParticipantSession";
const VALIDATE = "SetParticipantOPtoValidated";

/** A corporation that takes part, its operator and the account of its services. */
export interface StepParty {
  readonly id: bigint;
  readonly policyAddress: string;
  readonly operator: string;
  readonly vsOperator: string;
  readonly did: string;
}

/** What steps are chosen from. */
export interface Market {
  readonly parties: readonly StepParty[];
  readonly participants: readonly Participant[];
  /** The schemas that there are. */
  readonly schemas: readonly MarketSchema[];
  /** Nanoseconds since the Unix epoch. */
  readonly time: bigint;
}

/** A schema, whose ecosystem it is of, and how issuers and verifiers come to it. */
export interface MarketSchema {
  readonly id: bigint;
  readonly corporationId: bigint;
  readonly issuerOnboardingMode: number;
  readonly verifierOnboardingMode: number;
}

/** A random step of participants: numbers alone, the market gives them a meaning. */
export interface ParticipantStep {
  readonly what: string;
  readonly who: StepParty;
  readonly role: number;
  readonly id: bigint;
  readonly other: bigint;
  readonly amount: bigint;
  readonly discount: bigint;
}

/** A message and the account that signs it. */
export interface Signed {
  readonly by: string;
  readonly message: Any;
}

type Fit = (p: Participant, time: bigint) => boolean;

const isActive: Fit = (p, time) => p.effectiveFrom !== undefined && p.effectiveFrom <= time;

/** What a step is about: one that the message may fit, if there is any. */
const FITS: Readonly<Record<string, Fit>> = {
  start: (p, time) => p.role !== VERIFIER && p.role !== HOLDER && isActive(p, time),
  validate: (p) => p.opState === OnboardingState.PENDING,
  cancel: (p) => p.opState === OnboardingState.PENDING,
  renew: (p) => p.opState === OnboardingState.VALIDATED,
  session: (p) => p.vsOperator !== "" && (p.role === ISSUER || p.role === VERIFIER),
  slash: (p) => p.deposit > 0n,
  repay: (p) => p.slashedDeposit > p.repaidDeposit,
  until: isActive,
  // Without its root a schema's whole tree would be dead.
  revoke: (p, time) => p.role !== ECOSYSTEM && isActive(p, time),
  trigger: (p, time) => p.validatorParticipantId !== 0n && isActive(p, time),
  self: (p) => p.role === ECOSYSTEM,
};

const lives: Fit = (p, time) =>
  p.revoked === undefined &&
  p.slashed === undefined &&
  p.opState !== OnboardingState.TERMINATED &&
  (p.effectiveUntil === undefined || p.effectiveUntil > time);

const fitting = ({ participants, time }: Market, what: string): readonly Participant[] =>
  participants.filter((p) => FITS[what]?.(p, time) ?? true);

/** Debts are of the dead. */
const living = (market: Market, what: string): readonly Participant[] =>
  fitting(market, what).filter((p) => what === "repay" || lives(p, market.time));

/** Whether there is a participant that the step's message may fit. */
export const hasTarget = (market: Market, what: string): boolean => living(market, what).length > 0;

/** The participant of a step: mostly of those that live and fit. */
function targetOf(market: Market, { what, id }: ParticipantStep): Participant | undefined {
  const alive = living(market, what);
  const asked = alive.length === 0 || id % 10n === 9n ? fitting(market, what) : alive;
  return asked[Number(id) % Math.max(asked.length, 1)];
}

const MAKERS: Readonly<
  Record<string, (market: Market, s: ParticipantStep, p: Participant | undefined) => Signed>
> = {
  start(market, s, p) {
    const role = applicantOf(market, p, s);
    const types = role <= VERIFIER ? [SESSION] : role === HOLDER ? ["TriggerResolver"] : [VALIDATE];
    const asked = { role, validatorParticipantId: p?.id ?? s.id, did: s.who.did };
    const record = s.amount % 3n === 0n ? {} : services(s.who, types);
    return sent(s.who, MsgStartParticipantOP, { ...asked, ...record });
  },
  validate(market, s, p) {
    const renewed = p?.effectiveFrom !== undefined;
    const fees = renewed
      ? p
      : { validationFees: s.amount, issuanceFees: 31n, verificationFees: 17n };
    return sent(validatorOf(market, p) ?? s.who, MsgSetParticipantOPToValidated, {
      id: p?.id ?? s.id,
      validationFees: fees.validationFees,
      issuanceFees: fees.issuanceFees,
      verificationFees: fees.verificationFees,
      issuanceFeeDiscount: renewed ? p.issuanceFeeDiscount : s.discount,
    });
  },
  renew: (market, s, p) =>
    sent(ownerOf(market, p) ?? s.who, MsgRenewParticipantOP, { id: p?.id ?? s.id }),
  cancel: (market, s, p) =>
    sent(ownerOf(market, p) ?? s.who, MsgCancelParticipantOPLastRequest, { id: p?.id ?? s.id }),
  self: ({ time, schemas }, s, p) =>
    sent(s.who, MsgSelfCreateParticipant, {
      role:
        schemas.find(({ id }) => id === p?.schemaId)?.issuerOnboardingMode === OPEN
          ? ISSUER
          : VERIFIER,
      validatorParticipantId: p?.id ?? s.id,
      did: s.who.did,
      effectiveFrom: time + (1n + (s.amount % 8n)) * SECOND,
      ...services(s.who, [SESSION]),
    }),
  root(market, s) {
    const schema = market.schemas[Number(s.id) % market.schemas.length];
    const controller = ofCorporation(market, schema?.corporationId) ?? s.who;
    const by = s.other === 9n ? s.who : controller;
    return sent(by, MsgCreateRootParticipant, {
      schemaId: schema?.id ?? s.id,
      did: by.did,
      effectiveFrom: market.time + (1n + (s.amount % 40n)) * SECOND,
      validationFees: s.amount,
      issuanceFees: 107n,
      verificationFees: 211n,
    });
  },
  until: (market, s, p) =>
    sent(validatorOf(market, p) ?? ownerOf(market, p) ?? s.who, MsgSetParticipantEffectiveUntil, {
      id: p?.id ?? s.id,
      effectiveUntil: market.time + (s.amount % 4_001n) * 900n * SECOND,
    }),
  revoke: (market, s, p) =>
    sent(s.amount % 2n === 0n ? s.who : (ownerOf(market, p) ?? s.who), MsgRevokeParticipant, {
      id: p?.id ?? s.id,
    }),
  session(market, s, p) {
    const { policyAddress: corporation, vsOperator: operator } = ownerOf(market, p) ?? s.who;
    const id = p?.id ?? s.id;
    const issuers = market.participants.filter(({ role }) => role === ISSUER);
    const issuer = issuers[Number(s.other) % Math.max(issuers.length, 1)];
    const verifies = p?.role === VERIFIER;
    const content = {
      ...{ corporation, operator },
      id: `00000000-0000-4000-8000-${id.toString().padStart(12, "0")}`,
      issuerParticipantId: verifies ? (s.amount % 2n === 0n ? 0n : (issuer?.id ?? 0n)) : id,
      verifierParticipantId: verifies ? id : 0n,
      agentParticipantId: s.other > 8n ? (issuer?.id ?? s.other) : 0n,
      digest: s.amount % 5n === 0n ? `digest-${s.amount}` : "",
    };
    return { by: operator, message: message(MsgCreateOrUpdateParticipantSession, content) };
  },
  slash: (market, s, p) =>
    sent(validatorOf(market, p) ?? s.who, MsgSlashParticipantTrustDeposit, {
      id: p?.id ?? s.id,
      amount: slashed(s),
    }),
  repay: (market, s, p) =>
    sent(ownerOf(market, p) ?? s.who, MsgRepayParticipantSlashedTrustDeposit, {
      id: p?.id ?? s.id,
    }),
  trigger: (market, s, p) =>
    sent(validatorOf(market, p) ?? s.who, MsgTriggerResolver, { id: p?.id ?? s.id }),
};

/** What a step's slash takes. */
export const slashed = ({ amount }: Pick<ParticipantStep, "amount">): bigint =>
  (amount % 150n) + 1n;

/** The message of a step; undefined when it is none of a participant's. */
export function participantMessage(market: Market, step: ParticipantStep): Signed | undefined {
  return MAKERS[step.what]?.(market, step, targetOf(market, step));
}

/** Whom an ecosystem onboards: open schemas need nobody, the others issuers themselves or their grantors. */
const BY_ISSUER_MODE: Readonly<Record<number, number>> = { 2: ISSUER, 3: ISSUER_GRANTOR };
const BY_VERIFIER_MODE: Readonly<Record<number, number>> = { 2: VERIFIER, 3: VERIFIER_GRANTOR };

/** Roles that a validator of the role onboards; an own choice when it is none. */
function applicantOf(
  { schemas }: Market,
  validator: Participant | undefined,
  { role }: ParticipantStep,
): number {
  if (validator?.role === ISSUER_GRANTOR) return ISSUER;
  if (validator?.role === VERIFIER_GRANTOR) return VERIFIER;
  if (validator?.role === ISSUER) return HOLDER;
  const schema = schemas.find(({ id }) => id === validator?.schemaId);
  const offered = [
    BY_ISSUER_MODE[schema?.issuerOnboardingMode ?? 0],
    BY_VERIFIER_MODE[schema?.verifierOnboardingMode ?? 0],
  ].filter((one) => one !== undefined);
  return offered[role % Math.max(offered.length, 1)] ?? role;
}

const ofCorporation = ({ parties }: Market, id: bigint | undefined): StepParty | undefined =>
  parties.find((one) => one.id === id);

/** The corporation that may validate the participant. */
function validatorOf(market: Market, p: Participant | undefined): StepParty | undefined {
  const validator = market.participants.find(({ id }) => id === p?.validatorParticipantId);
  return ofCorporation(market, validator?.corporationId);
}

const ownerOf = (market: Market, p: Participant | undefined): StepParty | undefined =>
  ofCorporation(market, p?.corporationId);

const services = ({ vsOperator }: StepParty, types: readonly string[]) => ({
  vsOperator,
  vsOperatorAuthzMsgTypes: [...types],
  vsOperatorAuthzSpendLimit: [
    { denom: "ufoo", amount: 900n },
    { denom: "uvna", amount: 3_000n },
  ],
});

const sent = <T>(who: StepParty, type: MessageType<T>, init: object): Signed => ({
  by: who.operator,
  message: message(type, {
    corporation: who.policyAddress,
    operator: who.operator,
    ...init,
  } as unknown as Partial<T>),
});
