import type { FeeGrant } from "../../../gen/verana/de/v1.js";
import { parseAccount } from "../../../keeper/addresses.js";
import type { Coin } from "../../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { StateFault } from "../../../keeper/state-fault.js";
import type { AuthorityParts } from "../authorization.js";
import { deErrors } from "../errors.js";
import { hasEnded } from "../renewal.js";
import { remainingAfter } from "../spend.js";
import { allowanceOf, feeGrantOf } from "./fee-grant.js";
import type { FeeGrants } from "./fee-grants.js";
import { type Primaries, payFromRecord } from "./record-fee-check.js";

/** A message of a transaction whose fee somebody else pays. */
export interface FeeMessage {
  readonly typeUrl: string;
  readonly value: unknown;
  /** Accounts that must sign it, lower-case bech32. */
  readonly signers: readonly string[];
}

/** A fee that `granter` is to pay for `payer`. */
export interface FeeUse {
  readonly granter: string;
  readonly payer: string;
  readonly fee: readonly Coin[];
  readonly messages: readonly FeeMessage[];
}

/** What the fee checks stand on. */
export interface FeeParts {
  readonly authority: AuthorityParts;
  readonly grants: FeeGrants;
  readonly primaries: Primaries;
}

/**
 * [AUTHZ-CHECK-2] [D-AUTHZ-06] Pays a fee out of the fee grant of a corporation, in the ante stage: the
 * debit and a renewed cycle stay whatever the messages do. False when delegation made no allowance of
 * `granter` for `payer`: then any other rules (D-AUTHZ-08). The fee of a VS operator has to pass
 * AUTHZ-CHECK-4 as well.
 */
export function payFee(ctx: WriteContext, parts: FeeParts, use: FeeUse): boolean {
  const { granter, payer: grantee } = use;
  const { authority, grants } = parts;
  const entry = grants.entryOf(ctx, granter, grantee);
  if (entry === undefined) return false;
  const paid = grants.feegrants.spend(ctx, { granter, grantee }, (allowance) => {
    const grant = feeGrantOf(entry, allowance);
    if (grant === undefined) throw new StateFault("an allowance that delegation does not make");
    checkMessages(ctx, authority, grant, use);
    const left = afterFee(currentGrant(grant, ctx.blockTime), use.fee);
    return left === grant ? allowance : allowanceOf(left);
  });
  if (!paid) throw new StateFault("a fee grant without its allowance");
  const key = [entry.grantorCorporationId, grantee] as const;
  if (authority.state.vsAuthorizations.has(ctx, key)) {
    payFromRecord(ctx, parts, { ...use, corporationId: entry.grantorCorporationId });
  }
  return true;
}

/** [AUTHZ-CHECK-2] [D-AUTHZ-08] All messages are of granted types, for this corporation, and signed by the grantee alone. */
function checkMessages(
  ctx: ReadContext,
  parts: AuthorityParts,
  grant: FeeGrant,
  { payer, messages }: FeeUse,
): void {
  for (const message of messages) {
    const { typeUrl, signers } = message;
    const granted = grant.msgTypes.includes(typeUrl);
    ensure(granted, "AUTHZ-CHECK-2", deErrors.feeTypeNotGranted, { msg_type: typeUrl });
    const corporation = corporationOf(message);
    const own = isOf(ctx, parts, grant, corporation);
    ensure(own, "D-AUTHZ-08", deErrors.feeOfAnother, { corporation });
    const signed = signers.length === 1 && signers[0] === payer;
    ensure(signed, "D-AUTHZ-08", deErrors.feeSignerMismatch, { signers: signers.join(",") });
  }
}

const STORE_DIGEST = "/verana.di.v1.MsgStoreDigest";

/** The corporation that a delegable message names; the wire calls it authority in one of them. */
function corporationOf({ typeUrl, value }: FeeMessage): string {
  const name = typeUrl === STORE_DIGEST ? "authority" : "corporation";
  return String((value as Readonly<Record<string, unknown>>)[name] ?? "");
}

/** Whether a text names the corporation of a grant, or before its registration the policy that granted. */
function isOf(
  ctx: ReadContext,
  { corporations, prefix }: AuthorityParts,
  { grantorCorporationId, grantingPolicy }: FeeGrant,
  text: string,
): boolean {
  const named = corporations.resolve(ctx, text);
  if (named !== undefined) return named.id === grantorCorporationId;
  return parseAccount(prefix, text) === grantingPolicy;
}

/** [AUTHZ-CHECK-2] [D-AUTHZ-04] The grant as it stands at `now`: a cycle that has ended starts again from `now`. */
function currentGrant(grant: FeeGrant, now: bigint): FeeGrant {
  const { expiration, period, spendLimit, grantee } = grant;
  if (!hasEnded(expiration, now)) return grant;
  ensure(period !== undefined, "AUTHZ-CHECK-2", deErrors.feeGrantExpired, { grantee });
  return { ...grant, remainingSpend: spendLimit, expiration: now + period };
}

/** [AUTHZ-CHECK-2] What is left after the fee that was declared. */
function afterFee(grant: FeeGrant, fee: readonly Coin[]): FeeGrant {
  if (grant.spendLimit.length === 0) return grant;
  const kind = deErrors.feeLimitExceeded;
  return { ...grant, remainingSpend: remainingAfter(grant, fee, "AUTHZ-CHECK-2", kind) };
}
