import type {
  MsgCreateRootParticipant,
  MsgSelfCreateParticipant,
  MsgSetParticipantEffectiveUntil,
  MsgSetParticipantOPToValidated,
  MsgStartParticipantOP,
  Participant,
} from "../../../src/gen/verana/pp/v1.js";
import { OnboardingState, ParticipantRole } from "../../../src/gen/verana/pp/v1.js";

const { ISSUER, VERIFIER, ISSUER_GRANTOR, VERIFIER_GRANTOR, ECOSYSTEM, HOLDER } = ParticipantRole;
const { PENDING, VALIDATED } = OnboardingState;
const [OPEN, BY_ECOSYSTEM, BY_GRANTOR] = [1, 2, 3] as const;
const DAY = 86_400_000_000_000n;

/** A schema: its ecosystem, the corporation that controls that, its modes. */
export interface SchemaFacts {
  readonly ecosystem: bigint;
  readonly controller: bigint;
  readonly issuer: number;
  readonly verifier: number;
  /** For how many days a validation holds, by role; 0 or nothing for ever. */
  readonly days: Readonly<Record<number, number>>;
}

type Key = Pick<Participant, "schemaId" | "role" | "validatorParticipantId" | "corporationId">;

/**
 * Who may do what with a participant, and when: the rules of the methods as plain questions to plain
 * facts, for messages that are well formed, of operators who may send them, with money enough.
 */
export class LifeRules {
  constructor(
    private readonly now: bigint,
    private readonly participants: ReadonlyMap<bigint, Participant>,
    private readonly schemas: ReadonlyMap<bigint, SchemaFacts>,
  ) {}

  /** [MOD-PP-MSG-1-2] [D-PP-08] [D-PP-10] */
  start(corporationId: bigint, message: MsgStartParticipantOP): boolean {
    const { role, validatorParticipantId } = message;
    const validator = this.participants.get(validatorParticipantId);
    if (validator === undefined || !this.isActive(validator)) return false;
    const { schemaId } = validator;
    if (this.validatorOf(role, schemaId) !== validator.role) return false;
    if (this.owes(corporationId, schemaId)) return false;
    const key = { schemaId, role, validatorParticipantId, corporationId };
    const blocks = (p: Participant) =>
      p.opState === PENDING || (p.opState === VALIDATED && !this.isOver(p));
    return !this.siblings(key).some(blocks);
  }

  /** [MOD-PP-MSG-2-2] [D-PP-15] */
  renew(corporationId: bigint, p: Participant): boolean {
    return (
      p.corporationId === corporationId &&
      p.opState === VALIDATED &&
      this.isActive(p) &&
      this.hasActiveValidator(p)
    );
  }

  /** [MOD-PP-MSG-3-2] [D-PP-17] [D-PP-18] [D-PP-19] [D-PP-20] */
  validate(
    corporationId: bigint,
    p: Participant,
    message: MsgSetParticipantOPToValidated,
  ): boolean {
    const validator = this.participants.get(p.validatorParticipantId);
    if (p.opState !== PENDING || isClosed(p) || validator === undefined) return false;
    if (validator.corporationId !== corporationId || !this.isActive(validator)) return false;
    if (
      p.effectiveFrom === undefined ? !this.mayHave(p, validator, message) : !isKept(p, message)
    ) {
      return false;
    }
    const days = BigInt(this.schema(p.schemaId).days[p.role] ?? 0);
    const end = days === 0n ? undefined : (p.opExp ?? this.now) + days * DAY;
    const given = message.effectiveUntil;
    if (given !== undefined && end !== undefined && given > end) return false;
    if (given !== undefined && p.effectiveUntil !== undefined && given <= p.effectiveUntil) {
      return false;
    }
    const until = given ?? end;
    if (until !== undefined && until <= this.now) return false;
    return !this.overlaps(p, p.effectiveFrom ?? this.now, until, p.id);
  }

  /** [MOD-PP-MSG-6-2] [D-PP-26] */
  cancel(corporationId: bigint, p: Participant): boolean {
    return p.corporationId === corporationId && p.opState === PENDING && !owes(p);
  }

  /** [MOD-PP-MSG-7-2] [D-PP-27] */
  root(corporationId: bigint, message: MsgCreateRootParticipant): boolean {
    const { schemaId, effectiveFrom: from = 0n, effectiveUntil: until } = message;
    const key = { schemaId, role: ECOSYSTEM, validatorParticipantId: 0n, corporationId };
    return (
      this.schema(schemaId).controller === corporationId &&
      from > this.now &&
      (until === undefined || until > from) &&
      !this.owes(corporationId, schemaId) &&
      !this.overlaps(key, from, until)
    );
  }

  /** [MOD-PP-MSG-8-2] [D-PP-29] [D-PP-30] */
  until(corporationId: bigint, p: Participant, message: MsgSetParticipantEffectiveUntil): boolean {
    const { effectiveUntil = 0n } = message;
    if (!this.isActive(p) || effectiveUntil <= this.now) return false;
    const validator = this.participants.get(p.validatorParticipantId);
    if (validator !== undefined && !this.isActive(validator)) return false;
    const actor = p.opState === 0 ? p : validator;
    if (actor?.corporationId !== corporationId) return false;
    if (p.opExp !== undefined && effectiveUntil > p.opExp) return false;
    return !this.overlaps(p, p.effectiveFrom ?? 0n, effectiveUntil, p.id);
  }

  /** [MOD-PP-MSG-9-2] [D-PP-31] */
  revoke(corporationId: bigint, p: Participant): boolean {
    const acts = p.corporationId === corporationId || this.governs(corporationId, p);
    return this.isActive(p) && acts;
  }

  /** [MOD-PP-MSG-12-2] [D-PP-46] [D-PP-48] */
  slash(corporationId: bigint, p: Participant, amount: bigint): boolean {
    const left = p.deposit - (p.slashedDeposit - p.repaidDeposit);
    return amount > 0n && amount <= left && this.governs(corporationId, p);
  }

  /** [MOD-PP-MSG-13-2] [D-PP-49] */
  repay(corporationId: bigint, p: Participant): boolean {
    return p.corporationId === corporationId && owes(p);
  }

  /** [MOD-PP-MSG-14-2] [D-PP-51] [D-PP-52] */
  self(corporationId: bigint, message: MsgSelfCreateParticipant): boolean {
    const { role, validatorParticipantId } = message;
    const { effectiveFrom: from = 0n, effectiveUntil: until } = message;
    const root = this.participants.get(validatorParticipantId);
    if (root?.role !== ECOSYSTEM || isClosed(root) || this.isOver(root)) return false;
    const { schemaId, effectiveFrom: start = 0n, effectiveUntil: end } = root;
    const schema = this.schema(schemaId);
    const mode = role === ISSUER ? schema.issuer : schema.verifier;
    const inside = from >= start && (end === undefined || (until ?? end + 1n) <= end);
    const key = { schemaId, role, validatorParticipantId, corporationId };
    return (
      mode === OPEN &&
      from > this.now &&
      (until === undefined || until > from) &&
      inside &&
      !this.owes(corporationId, schemaId) &&
      !this.overlaps(key, from, until)
    );
  }

  /** [MOD-PP-MSG-15-2] [D-PP-53] By an ancestor's operator. */
  trigger(corporationId: bigint, p: Participant): boolean {
    return this.isActive(p) && this.isAbove(corporationId, p);
  }

  /** [D-GEN-08] From its beginning, up to its end without it. */
  private isActive(p: Participant): boolean {
    const begun = p.effectiveFrom !== undefined && p.effectiveFrom <= this.now;
    return begun && !this.isOver(p) && !isClosed(p);
  }

  private isOver = (p: Participant): boolean =>
    p.effectiveUntil !== undefined && p.effectiveUntil <= this.now;

  private hasActiveValidator(p: Participant): boolean {
    const validator = this.participants.get(p.validatorParticipantId);
    return validator !== undefined && this.isActive(validator);
  }

  private governs(corporationId: bigint, p: Participant): boolean {
    const controls = this.schema(p.schemaId).controller === corporationId;
    return controls || this.isAbove(corporationId, p);
  }

  private isAbove(corporationId: bigint, p: Participant): boolean {
    const validator = this.participants.get(p.validatorParticipantId);
    if (validator === undefined) return false;
    const acts = validator.corporationId === corporationId && this.isActive(validator);
    return acts || this.isAbove(corporationId, validator);
  }

  /** Whose participants onboard a role. */
  private validatorOf(role: number, schemaId: bigint): number | undefined {
    const { issuer, verifier } = this.schema(schemaId);
    const leaf = (mode: number, grantor: number) =>
      mode === BY_GRANTOR ? grantor : mode === BY_ECOSYSTEM ? ECOSYSTEM : undefined;
    switch (role) {
      case ISSUER:
        return leaf(issuer, ISSUER_GRANTOR);
      case VERIFIER:
        return leaf(verifier, VERIFIER_GRANTOR);
      case ISSUER_GRANTOR:
        return issuer === BY_GRANTOR ? ECOSYSTEM : undefined;
      case VERIFIER_GRANTOR:
        return verifier === BY_GRANTOR ? ECOSYSTEM : undefined;
      default:
        return role === HOLDER ? ISSUER : undefined;
    }
  }

  private mayHave(p: Participant, validator: Participant, m: MsgSetParticipantOPToValidated) {
    const { issuer, verifier } = this.schema(p.schemaId);
    const most = (mode: number, grantor: number, leaf: number, ofGrantor: bigint): bigint => {
      if (mode === BY_GRANTOR && p.role === grantor) return 10_000n;
      if (p.role !== leaf) return 0n;
      return mode === BY_GRANTOR ? ofGrantor : mode === BY_ECOSYSTEM ? 10_000n : 0n;
    };
    const { issuanceFeeDiscount, verificationFeeDiscount } = validator;
    return (
      m.issuanceFeeDiscount <= most(issuer, ISSUER_GRANTOR, ISSUER, issuanceFeeDiscount) &&
      m.verificationFeeDiscount <=
        most(verifier, VERIFIER_GRANTOR, VERIFIER, verificationFeeDiscount)
    );
  }

  /** [D-PP-09] */
  private owes(corporationId: bigint, schemaId: bigint): boolean {
    const { ecosystem } = this.schema(schemaId);
    return [...this.participants.values()].some(
      (p) =>
        owes(p) &&
        p.corporationId === corporationId &&
        this.schema(p.schemaId).ecosystem === ecosystem,
    );
  }

  /** [D-PP-21] Whether another of the context is effective at a time of the interval; ends may touch. */
  private overlaps(key: Key, from: bigint, until: bigint | undefined, self = 0n): boolean {
    return this.siblings(key).some(
      (p) =>
        p.id !== self &&
        p.effectiveFrom !== undefined &&
        !this.isOver(p) &&
        (p.effectiveUntil === undefined || from < p.effectiveUntil) &&
        (until === undefined || p.effectiveFrom < until),
    );
  }

  private siblings(key: Key): readonly Participant[] {
    return [...this.participants.values()].filter(
      (p) =>
        !isClosed(p) &&
        p.schemaId === key.schemaId &&
        p.role === key.role &&
        p.validatorParticipantId === key.validatorParticipantId &&
        p.corporationId === key.corporationId,
    );
  }

  private schema(id: bigint): SchemaFacts {
    const found = this.schemas.get(id);
    if (found === undefined) throw new Error(`no schema ${id}`);
    return found;
  }
}

const isClosed = (p: Participant): boolean => p.revoked !== undefined || p.slashed !== undefined;

const owes = (p: Participant): boolean => p.slashedDeposit > p.repaidDeposit;

/** What was agreed stays in a renewal. */
const isKept = (p: Participant, m: MsgSetParticipantOPToValidated): boolean =>
  m.validationFees === p.validationFees &&
  m.issuanceFees === p.issuanceFees &&
  m.verificationFees === p.verificationFees &&
  m.issuanceFeeDiscount === p.issuanceFeeDiscount &&
  m.verificationFeeDiscount === p.verificationFeeDiscount;
