import { coversCoins } from "../../keeper/coins.js";
import type { ReadContext } from "../../keeper/context.js";
import { KnownSums } from "../../keeper/entry-sum.js";
import type { Invariant } from "../../keeper/module.js";
import type { AuthorityParts } from "./authorization.js";
import type { FeeGrants } from "./fees/fee-grants.js";
import type { Spending } from "./spend.js";

/** What must hold of authorizations. */
export const delegationInvariants = (
  parts: AuthorityParts,
  fees: FeeGrants,
): readonly Invariant[] => [
  { name: "de/indexes", check: indexFaultOf(parts) },
  { name: "de/kinds", check: (ctx) => kindFault(ctx, parts) },
  { name: "de/records", check: (ctx) => recordFault(ctx, parts) },
  { name: "de/balances", check: (ctx) => balanceFault(ctx, parts) },
  { name: "de/fee-grants", check: (ctx) => feeGrantFault(ctx, parts, fees) },
];

function indexFaultOf({ state }: AuthorityParts): Invariant["check"] {
  // One for each collection: their keys may be the same.
  const [operators, holders, records, fees] = [
    new KnownSums(),
    new KnownSums(),
    new KnownSums(),
    new KnownSums(),
  ];
  return (ctx) =>
    state.authorizations.indexFault(ctx, operators) ??
    state.vsAuthorizations.indexFault(ctx, holders) ??
    state.records.indexFault(ctx, records) ??
    state.feeGrants.indexFault(ctx, fees);
}

/** [D-DE-05] An account with both kinds from one corporation, or with records of two. */
function kindFault(ctx: ReadContext, { state }: AuthorityParts): string | undefined {
  const corporations = new Map<string, bigint>();
  for (const [[id, account]] of state.vsAuthorizations.entries(ctx)) {
    if (state.authorizations.has(ctx, [id, account])) {
      return `${account} is operator and VS operator of corporation ${id}`;
    }
    const other = corporations.get(account);
    if (other !== undefined) return `${account} is VS operator of corporations ${other} and ${id}`;
    corporations.set(account, id);
  }
  return undefined;
}

/** A record without its authorization or a corporation, or an authorization without records. */
function recordFault(
  ctx: ReadContext,
  { state, corporations }: AuthorityParts,
): string | undefined {
  for (const [id, { corporationId, vsOperator }] of state.records.entries(ctx)) {
    if (!state.vsAuthorizations.has(ctx, [corporationId, vsOperator])) {
      return `the record of participant ${id} has no authorization`;
    }
    if (corporations.find(ctx, corporationId) === undefined) {
      return `the record of participant ${id} is of no corporation`;
    }
  }
  for (const [[id, account]] of state.vsAuthorizations.entries(ctx)) {
    const held = state.byHolder.has(ctx, [id, account]);
    if (!held) return `VS operator ${account} of corporation ${id} has no records`;
  }
  return undefined;
}

/** [D-WIRE-03] A balance that is not of its limit's denominations, above it, or spent beyond it. */
function balanceFault(ctx: ReadContext, { state }: AuthorityParts): string | undefined {
  for (const [, authorization] of state.authorizations.entries(ctx)) {
    if (!isWithin(authorization))
      return `authorization ${authorization.id} has more than its limit`;
  }
  for (const [id, { record }] of state.records.entries(ctx)) {
    const { feeSpendLimit: spendLimit, remainingFeeSpend: remainingSpend } = record;
    if (!isWithin(record) || !isWithin({ spendLimit, remainingSpend })) {
      return `the record of participant ${id} has more than its limit`;
    }
  }
  return undefined;
}

/** [D-DE-08] A fee grant that is no allowance of delegation's, has more than its limit, or is paid by another policy than the bound one. */
function feeGrantFault(
  ctx: ReadContext,
  { corporations }: AuthorityParts,
  fees: FeeGrants,
): string | undefined {
  for (const entry of fees.entries(ctx)) {
    const { grantorCorporationId: id, grantee, grantingPolicy } = entry;
    const which = `the fee grant of corporation ${id} for ${grantee}`;
    const grant = fees.wholeOf(ctx, entry);
    if (grant === undefined) return `${which} is no allowance that delegation makes`;
    if (!isWithin(grant)) return `${which} has more than its limit`;
    const bound = corporations.find(ctx, id)?.policyAddress;
    if (bound !== undefined && bound !== grantingPolicy) return `${which} is of another policy`;
  }
  return undefined;
}

const isWithin = ({ spendLimit, remainingSpend }: Spending): boolean =>
  coversCoins(spendLimit, remainingSpend) &&
  spendLimit.length === remainingSpend.length &&
  remainingSpend.every(({ denom, amount }, i) => denom === spendLimit[i]?.denom && amount >= 0n);
