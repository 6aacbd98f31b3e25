import {
  GenesisState,
  type OperatorAuthorization,
  type ParticipantAuthorizationRecord,
  type VSOperatorAuthorization,
} from "../../gen/verana/de/v1.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { Coin } from "../../keeper/coins.js";
import { coversCoins, equalCoins, isValidCoins } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import type { AuthorityParts } from "./authorization.js";
import { deErrors } from "./errors.js";
import { restoreFeeGrants } from "./fees/fee-genesis.js";
import type { FeeGrants } from "./fees/fee-grants.js";
import { delegableTypes, SESSION_TYPE } from "./msg-types.js";
import { withRecords } from "./vs-records.js";

/** The section `de` of `app_state`. Corporations and groups are there before it. */
export function delegationGenesis(parts: AuthorityParts, grants: FeeGrants): ModuleGenesis {
  return {
    name: "de",
    fresh: () => printSection(GenesisState, GenesisState.create()),
    init: (ctx, section) =>
      init(ctx, parts, grants, readSection(GenesisState, section, deErrors.invalidGenesis)),
    export: (ctx) => printSection(GenesisState, read(ctx, parts, grants)),
  };
}

function init(
  ctx: WriteContext,
  parts: AuthorityParts,
  grants: FeeGrants,
  genesis: GenesisState,
): void {
  const { state } = parts;
  let lastVs = genesis.vsoaSeq;
  for (const each of genesis.vsOperatorAuthorizations) {
    restoreVsAuthorization(ctx, parts, each);
    if (each.id > lastVs) lastVs = each.id;
  }
  let last = genesis.operatorAuthorizationSeq;
  for (const each of genesis.operatorAuthorizations) {
    const stored = checkedAuthorization(ctx, parts, each);
    state.authorizations.set(ctx, [stored.corporationId, stored.operator], stored);
    if (each.id > last) last = each.id;
  }
  state.ids.restore(ctx, last);
  state.vsIds.restore(ctx, lastVs);
  restoreFeeGrants(ctx, parts, grants, genesis.feeGrants);
}

function checkedAuthorization(
  ctx: ReadContext,
  parts: AuthorityParts,
  given: OperatorAuthorization,
): OperatorAuthorization {
  const { state } = parts;
  const { id, corporationId } = given;
  const operator = account(parts, given.operator, id);
  const grantingPolicy = grantingPolicyOf(ctx, parts, given);
  valid(id > 0n && corporationId > 0n, "id or corporation missing", id);
  valid(state.byId.primaryKey(ctx, id) === undefined, "id given twice", id);
  const key = [corporationId, operator] as const;
  valid(!state.authorizations.has(ctx, key), "operator given twice", id);
  valid(!state.vsAuthorizations.has(ctx, key), "operator is a VS operator too", id);
  valid(areTypes(given.msgTypes), "message types cannot be delegated", id);
  valid(!given.msgTypes.includes(SESSION_TYPE), "session messages are for VS operators", id);
  checkSpending(given, id);
  const bounded = given.period === undefined || given.expiration !== undefined;
  valid(bounded, "period without expiration", id);
  return { ...given, operator, grantingPolicy };
}

/** Exports of other nodes do not name the policy: it is then the one that the corporation is bound to. */
function grantingPolicyOf(
  ctx: ReadContext,
  { prefix, corporations, groups }: AuthorityParts,
  { id, corporationId, grantingPolicy }: OperatorAuthorization,
): string {
  const bound = corporations.find(ctx, corporationId)?.policyAddress;
  if (grantingPolicy === "") return bound ?? invalid("unknown corporation", id);
  const policy = parseAccount(prefix, grantingPolicy) ?? invalid("malformed policy", id);
  const granted =
    bound === undefined ? groups.policy(ctx, policy)?.groupId === corporationId : bound === policy;
  valid(granted, "the granting policy is not of this corporation", id);
  return policy;
}

function restoreVsAuthorization(
  ctx: WriteContext,
  parts: AuthorityParts,
  given: VSOperatorAuthorization,
): void {
  const { state, corporations } = parts;
  const { id, corporationId, records } = given;
  const vsOperator = account(parts, given.vsOperator, id);
  valid(id > 0n, "id missing", id);
  valid(state.byVsId.primaryKey(ctx, id) === undefined, "id given twice", id);
  valid(corporations.find(ctx, corporationId) !== undefined, "unknown corporation", id);
  valid(!state.byVsOperator.has(ctx, vsOperator), "VS operator given twice", id);
  valid(records.length > 0, "no records", id);
  state.vsAuthorizations.set(ctx, [corporationId, vsOperator], {
    ...given,
    vsOperator,
    records: [],
  });
  for (const record of records) {
    const { participantId } = record;
    valid(participantId > 0n, "record without participant", id);
    valid(!state.records.has(ctx, participantId), "participant given twice", id);
    checkRecord(record, id);
    state.records.set(ctx, participantId, { corporationId, vsOperator, record });
  }
}

function checkRecord(record: ParticipantAuthorizationRecord, id: bigint): void {
  valid(areTypes(record.msgTypes), "message types cannot be delegated", id);
  checkSpending(record, id);
  const { feeSpendLimit, remainingFeeSpend } = record;
  valid(isBalanceOf(remainingFeeSpend, feeSpendLimit), "fee balance and limit disagree", id);
}

interface Spending {
  readonly spendLimit: readonly Coin[];
  readonly remainingSpend: readonly Coin[];
  readonly period?: bigint | undefined;
}

function checkSpending(spending: Spending, id: bigint): void {
  const { spendLimit, remainingSpend, period } = spending;
  valid(isBalanceOf(remainingSpend, spendLimit), "balance and limit disagree", id);
  valid(period === undefined || period > 0n, "period not above 0", id);
}

/** A balance lists the limit's denominations, a used-up one with 0 (D-WIRE-03). */
function isBalanceOf(balance: readonly Coin[], limit: readonly Coin[]): boolean {
  const denoms = (coins: readonly Coin[]) => coins.map(({ denom }) => ({ denom, amount: 1n }));
  return (
    isValidCoins(limit) &&
    equalCoins(denoms(balance), denoms(limit)) &&
    balance.every(({ amount }) => amount >= 0n) &&
    coversCoins(limit, balance)
  );
}

const areTypes = (types: readonly string[]): boolean =>
  types.length > 0 &&
  new Set(types).size === types.length &&
  types.every((type) => delegableTypes.includes(type));

function account({ prefix }: AuthorityParts, text: string, id: bigint): string {
  return parseAccount(prefix, text) ?? invalid("malformed account", id);
}

function valid(ok: boolean, reason: string, id: bigint): asserts ok {
  if (!ok) invalid(reason, id);
}

function invalid(reason: string, id: bigint): never {
  return refuse(deErrors.invalidGenesis, { reason, id });
}

function read(ctx: ReadContext, { state }: AuthorityParts, grants: FeeGrants): GenesisState {
  return GenesisState.create({
    operatorAuthorizations: [...state.authorizations.entries(ctx)].map(([, each]) => each),
    vsOperatorAuthorizations: [...state.vsAuthorizations.entries(ctx)].map(([, each]) =>
      withRecords(ctx, state, each),
    ),
    feeGrants: [...grants.all(ctx)],
    operatorAuthorizationSeq: state.ids.last(ctx),
    vsoaSeq: state.vsIds.last(ctx),
  });
}
