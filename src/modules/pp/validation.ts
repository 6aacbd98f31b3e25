import type { MsgSetParticipantOPToValidated, Participant } from "../../gen/verana/pp/v1.js";
import { ParticipantRole } from "../../gen/verana/pp/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { ensureTime } from "./checks.js";
import { ppErrors } from "./errors.js";
import { modeOf, validityDays } from "./onboarding.js";
import type { SchemaFacts } from "./ports.js";
import { WHOLE } from "./pricing.js";

/** Rules of what validator and applicant agree on. */

const BASIC = "MOD-PP-MSG-3-2-1";

type Agreed = MsgSetParticipantOPToValidated;

interface Parties {
  readonly schema: SchemaFacts;
  readonly validator: Participant;
}

/** [D-PP-06] Discounts are basis points from 0 to 10000. */
export function ensureDiscounts(msg: Agreed): void {
  for (const discount of [msg.issuanceFeeDiscount, msg.verificationFeeDiscount]) {
    ensure(discount <= WHOLE, BASIC, ppErrors.discountOutOfRange, { discount });
  }
}

/** [D-PP-17] [D-PP-18] A renewal repeats what was agreed; a first validation keeps to the schema's modes. */
export function ensureAgreed(msg: Agreed, applicant: Participant, parties: Parties): void {
  if (applicant.effectiveFrom !== undefined) {
    ensureRepeated(msg, applicant);
    return;
  }
  const { ISSUER, ISSUER_GRANTOR, VERIFIER, VERIFIER_GRANTOR } = ParticipantRole;
  ensureDiscount(msg.issuanceFeeDiscount, applicant.role, parties, {
    grantor: ISSUER_GRANTOR,
    executor: ISSUER,
    cap: parties.validator.issuanceFeeDiscount,
  });
  ensureDiscount(msg.verificationFeeDiscount, applicant.role, parties, {
    grantor: VERIFIER_GRANTOR,
    executor: VERIFIER,
    cap: parties.validator.verificationFeeDiscount,
  });
}

function ensureRepeated(msg: Agreed, applicant: Participant): void {
  const fees = ["validationFees", "issuanceFees", "verificationFees"] as const;
  for (const fee of fees) {
    const facts = { parameter: fee, given: msg[fee], agreed: applicant[fee] };
    ensure(msg[fee] === applicant[fee], BASIC, ppErrors.feesFixed, facts);
  }
  const discounts = ["issuanceFeeDiscount", "verificationFeeDiscount"] as const;
  for (const discount of discounts) {
    const facts = { parameter: discount, given: msg[discount], agreed: applicant[discount] };
    ensure(msg[discount] === applicant[discount], BASIC, ppErrors.discountFixed, facts);
  }
}

/** None is always right; one above it is for the roles of its branch, an executor's below its grantor's. */
function ensureDiscount(
  discount: bigint,
  role: number,
  { schema }: Parties,
  branch: { readonly grantor: number; readonly executor: number; readonly cap: bigint },
): void {
  if (discount === 0n) return;
  const mode = modeOf(branch.executor, schema);
  const most =
    role === branch.grantor && mode === "grantor"
      ? WHOLE
      : role !== branch.executor
        ? 0n
        : mode === "ecosystem"
          ? WHOLE
          : mode === "grantor"
            ? branch.cap
            : 0n;
  ensure(discount <= most, BASIC, ppErrors.discountNotAllowed, { role, discount, most });
}

const DAY = 86_400n * 1_000_000_000n;

/** [D-PP-20] When the process expires, and until when the entry is effective. */
export function termOf(
  ctx: ReadContext,
  { effectiveUntil: given }: Agreed,
  applicant: Participant,
  schema: SchemaFacts,
): { readonly opExp: bigint | undefined; readonly effectiveUntil: bigint | undefined } {
  const now = ctx.blockTime;
  const days = BigInt(validityDays(applicant.role, schema));
  const opExp = days === 0n ? undefined : (applicant.opExp ?? now) + days * DAY;
  ensureTime(opExp, BASIC);
  if (given !== undefined) ensureGiven(now, given, applicant, opExp);
  const effectiveUntil = given ?? opExp;
  const later = effectiveUntil === undefined || effectiveUntil > now;
  ensure(later, "D-PP-20", ppErrors.untilNotInFuture, { op_exp: opExp });
  return { opExp, effectiveUntil };
}

function ensureGiven(
  now: bigint,
  given: bigint,
  { effectiveFrom, effectiveUntil: before }: Participant,
  opExp: bigint | undefined,
): void {
  ensure(given > now, BASIC, ppErrors.untilNotInFuture);
  const renewal = effectiveFrom !== undefined;
  const extended = !renewal || before === undefined || given > before;
  ensure(extended, BASIC, ppErrors.untilNotExtended);
  ensure(opExp === undefined || given <= opExp, BASIC, ppErrors.untilAfterProcess);
}
