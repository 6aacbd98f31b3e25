import {
  PercentageDecisionPolicy,
  type TallyResult,
  ThresholdDecisionPolicy,
} from "../../gen/cosmos/group/v1.js";
import { refuse } from "../../keeper/errors.js";
import { StateFault } from "../../keeper/state-fault.js";
import { type Any, WireError } from "../../wire/descriptor.js";
import { groupErrors, mathErrors } from "./errors.js";
import { MAX_EXECUTION_PERIOD } from "./limits.js";
import {
  addWeights,
  compareWeights,
  divideWeights,
  ONE,
  parseWeight,
  storedWeight,
  subtractWeights,
  type Weight,
} from "./weight.js";

/** How the votes of a group decide. Periods are nanoseconds. */
export interface DecisionPolicy {
  /** Yes weight that accepts: an amount, or a share of the group's weight. */
  readonly kind: "threshold" | "percentage";
  readonly quorum: Weight;
  /** From submission on. */
  readonly votingPeriod: bigint;
  /** From submission on, before which nothing is executed. */
  readonly minExecutionPeriod: bigint;
}

/** Whether a tally accepts, and whether further votes could still change that. */
export interface Decision {
  readonly allow: boolean;
  readonly final: boolean;
}

/** A tally on which a policy cannot decide. */
export interface TallyFault {
  readonly fault: string;
}

/** Reads and checks a policy of a message; `packed` in canonical bytes. */
export function checkDecisionPolicy(packed: Any | undefined): {
  readonly policy: DecisionPolicy;
  readonly packed: Any;
} {
  if (packed === undefined) return refuse(groupErrors.empty, { log: "decision policy" });
  const { raw, kind, type } = unpack(packed);
  const policy = toPolicy(raw, kind);
  if (policy.votingPeriod === 0n) {
    refuse(groupErrors.invalid, { log: "decision policy: voting period cannot be zero" });
  }
  checkWindows(policy);
  return { policy, packed: { typeUrl: packed.typeUrl, value: type.encode(raw) } };
}

/** Reads a policy of the state. */
export function storedDecisionPolicy(packed: Any | undefined): DecisionPolicy {
  if (packed === undefined) throw new StateFault("a group policy has no decision policy");
  const { raw, kind } = unpack(packed);
  return toPolicy(raw, kind);
}

/** Refuses a policy under which nothing could be executed in time. */
export function checkWindows({ votingPeriod, minExecutionPeriod }: DecisionPolicy): void {
  if (minExecutionPeriod > votingPeriod + MAX_EXECUTION_PERIOD) {
    const log = "min_execution_period should be smaller than voting_period + max_execution_period";
    refuse(groupErrors.invalid, { log });
  }
}

/** Decides on a tally, early where the votes that are missing could not change the result. */
export function decide(
  policy: DecisionPolicy,
  tally: TallyResult,
  groupWeight: string,
): Decision | TallyFault {
  const total = storedWeight(groupWeight);
  const yes = storedWeight(tally.yesCount);
  const undecided = subtractWeights(total, countedWeight(tally));
  const accepts = acceptance(policy, total);
  const now = accepts(yes);
  if (now === undefined) return { fault: "division by zero: decimal quotient error" };
  if (now) return { allow: true, final: true };
  if (undecided === undefined) {
    return { fault: "result negative during non-negative subtraction" };
  }
  return { allow: false, final: accepts(addWeights(yes, undecided)) !== true };
}

/** Whether an amount of yes weight accepts; undefined when that has no answer. */
function acceptance(policy: DecisionPolicy, total: Weight) {
  return (yes: Weight): boolean | undefined => {
    if (policy.kind === "percentage") {
      const share = divideWeights(yes, total);
      return share === undefined ? undefined : compareWeights(share, policy.quorum) >= 0;
    }
    // Nobody is left: no votes at all must not be all that is needed.
    if (total.digits === 0n) return false;
    // The group may have lost weight since: then all of it is enough.
    const needed = compareWeights(policy.quorum, total) < 0 ? policy.quorum : total;
    return compareWeights(yes, needed) >= 0;
  };
}

function countedWeight(tally: TallyResult): Weight {
  return [tally.noCount, tally.abstainCount, tally.noWithVetoCount]
    .map(storedWeight)
    .reduce(addWeights, storedWeight(tally.yesCount));
}

type Raw = ThresholdDecisionPolicy | PercentageDecisionPolicy;

function unpack(packed: Any) {
  if (packed.typeUrl === ThresholdDecisionPolicy.typeUrl) {
    return { kind: "threshold" as const, ...decoded(ThresholdDecisionPolicy, packed) };
  }
  if (packed.typeUrl === PercentageDecisionPolicy.typeUrl) {
    return { kind: "percentage" as const, ...decoded(PercentageDecisionPolicy, packed) };
  }
  return refuse(groupErrors.type, { log: `no decision policy: ${packed.typeUrl}` });
}

interface RawType {
  encode(value: Raw): Uint8Array;
  decode(bytes: Uint8Array): Raw;
}

function decoded(type: RawType, packed: Any): { readonly raw: Raw; readonly type: RawType } {
  try {
    return { raw: type.decode(packed.value), type };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return refuse(groupErrors.type, { log: `decision policy: ${error.message}` });
  }
}

function toPolicy(raw: Raw, kind: DecisionPolicy["kind"]): DecisionPolicy {
  const text = "threshold" in raw ? raw.threshold : raw.percentage;
  const quorum = parseWeight(text);
  if (quorum === undefined || quorum.digits === 0n) {
    return refuse(mathErrors.invalidDecimal, {
      log: `${kind}: expected a positive decimal, got ${text}`,
    });
  }
  if (kind === "percentage" && compareWeights(quorum, ONE) > 0) {
    refuse(groupErrors.invalid, { log: "percentage must be > 0 and <= 1" });
  }
  return {
    kind,
    quorum,
    votingPeriod: raw.windows?.votingPeriod ?? 0n,
    minExecutionPeriod: raw.windows?.minExecutionPeriod ?? 0n,
  };
}
