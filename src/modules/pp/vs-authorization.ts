import type { RuleId } from "../../gen/rules.js";
import { ParticipantRole } from "../../gen/verana/pp/v1.js";
import type { Coin } from "../../keeper/coins.js";
import { ensure } from "../../keeper/errors.js";
import type { PpDeps } from "./deps.js";
import { ppErrors } from "./errors.js";

/** Parameters of an authorization that a message asks for its VS operator. */
export interface VsAuthorization {
  readonly vsOperator: string;
  readonly vsOperatorAuthzMsgTypes: readonly string[];
  readonly vsOperatorAuthzSpendLimit: readonly Coin[];
  readonly vsOperatorAuthzWithFeegrant: boolean;
  readonly vsOperatorAuthzFeeSpendLimit: readonly Coin[];
  readonly vsOperatorAuthzPeriod?: bigint | undefined;
}

const VALIDATE = "SetParticipantOPtoValidated";
const SESSION = "CreateOrUpdateParticipantSession";
const RESOLVER = "TriggerResolver";

/** [D-PP-14] Short names of the messages that a VS operator may be given, by role of the entry. */
const PERMITTED: Readonly<Record<number, readonly string[]>> = {
  [ParticipantRole.ISSUER]: [SESSION, VALIDATE],
  [ParticipantRole.VERIFIER]: [SESSION],
  [ParticipantRole.ISSUER_GRANTOR]: [VALIDATE],
  [ParticipantRole.VERIFIER_GRANTOR]: [VALIDATE],
  [ParticipantRole.ECOSYSTEM]: [VALIDATE],
  [ParticipantRole.HOLDER]: [RESOLVER],
};

/**
 * [D-PP-07] Refuses an authorization that is asked for by halves. False and empty lists are absent; any
 * other parameter needs the message types and the operator, and every type must be permitted for the role.
 * [D-GEN-15] Its limits are looked at here too, so that malformed ones cost no fee.
 */
export function ensureAuthorization(
  { delegation }: Pick<PpDeps, "delegation">,
  m: VsAuthorization,
  role: number,
  rule: RuleId,
): void {
  const types = m.vsOperatorAuthzMsgTypes;
  const asks =
    types.length > 0 ||
    m.vsOperatorAuthzSpendLimit.length > 0 ||
    m.vsOperatorAuthzWithFeegrant ||
    m.vsOperatorAuthzFeeSpendLimit.length > 0 ||
    m.vsOperatorAuthzPeriod !== undefined;
  if (!asks) return;
  const complete = types.length > 0 && m.vsOperator !== "";
  ensure(complete, rule, ppErrors.vsAuthorizationIncomplete);
  const permitted = (PERMITTED[role] ?? []).map((name) => name.toLowerCase());
  for (const type of types) {
    const ok = permitted.includes(shortName(type));
    ensure(ok, rule, ppErrors.vsMessageNotPermitted, { type });
  }
  delegation.ensureRecordTerms({
    spendLimit: m.vsOperatorAuthzSpendLimit,
    feeSpendLimit: m.vsOperatorAuthzFeeSpendLimit,
    period: m.vsOperatorAuthzPeriod,
  });
}

const PREFIX = "/verana.pp.v1.Msg";

/** [D-GEN-19] A type URL or a short name, in lower case for comparing. */
const shortName = (type: string): string =>
  (type.startsWith(PREFIX) ? type.slice(PREFIX.length) : type).toLowerCase();
