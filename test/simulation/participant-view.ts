import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import type { CredentialSchema } from "../../src/gen/verana/cs/v1.js";
import * as de from "../../src/gen/verana/de/v1.js";
import type * as pp from "../../src/gen/verana/pp/v1.js";
import { OnboardingState, ParticipantRole } from "../../src/gen/verana/pp/v1.js";
import * as td from "../../src/gen/verana/td/v1.js";
import * as xr from "../../src/gen/verana/xr/v1.js";
import { type Corporation, type Registry, registryOf } from "./registry-market.js";
import { type Scene, SECOND } from "./scene.js";

/** Longer than the longest time between two blocks. */
export const AHEAD = 40n * SECOND;

type Coins = readonly { readonly denom: string; readonly amount: bigint }[];

/** What must be known of the state to make messages of participants that the next block accepts. */
export interface View extends Registry {
  readonly scene: Scene;
  /** Records of VS operators, by participant. */
  readonly records: ReadonlyMap<bigint, de.ParticipantAuthorizationRecord>;
  /** By corporation. */
  readonly deposits: ReadonlyMap<bigint, td.TrustDeposit>;
  readonly depositParams: td.Params;
  /** What operators may spend, by corporation. */
  readonly allowed: ReadonlyMap<bigint, de.OperatorAuthorization>;
  /** Assets that have an exchange rate that is on. */
  readonly priced: ReadonlySet<string>;
  /** Participants that a message of this block is about: another one would find them changed. */
  readonly busy: Set<bigint>;
  readonly byId: ReadonlyMap<bigint, pp.Participant>;
  /** What was asked of accounts' balances, by account and denomination. */
  readonly balances: Map<string, bigint>;
  /** Schemas that this block makes a root for. */
  readonly rooted: Set<bigint>;
}

const known = new WeakMap<Scene, View>();

/** The view of a scene, read once a block. */
export function viewOf(scene: Scene): View {
  const found = known.get(scene) ?? read(scene);
  known.set(scene, found);
  return found;
}

function read(scene: Scene): View {
  const { ask } = scene;
  const registry = registryOf(scene);
  const { vsOperatorAuthorizations } = ask<
    de.QueryListVSOperatorAuthorizationsRequest,
    de.QueryListVSOperatorAuthorizationsResponse
  >(de.Query.ListVSOperatorAuthorizations, {});
  const { exchangeRates } = ask<
    xr.QueryListExchangeRatesRequest,
    xr.QueryListExchangeRatesResponse
  >(xr.Query.ListExchangeRates, {});
  const { params } = ask<td.QueryParamsRequest, td.QueryParamsResponse>(td.Query.Params, {});
  const held = registry.corporations.flatMap(({ id }) => {
    const deposit = depositOf(scene, id);
    return deposit === undefined ? [] : [[id, deposit] as const];
  });
  const allowed = registry.ready.flatMap(({ id, operator }) => {
    const { operatorAuthorizations } = ask<
      de.QueryListOperatorAuthorizationsRequest,
      de.QueryListOperatorAuthorizationsResponse
    >(de.Query.ListOperatorAuthorizations, { corporationId: id, operator });
    return operatorAuthorizations.map((one) => [id, one] as const);
  });
  return {
    ...registry,
    scene,
    records: new Map(
      vsOperatorAuthorizations.flatMap(({ records }) =>
        records.map((record) => [record.participantId, record] as const),
      ),
    ),
    deposits: new Map(held),
    depositParams: params,
    allowed: new Map(allowed),
    priced: new Set(exchangeRates.filter(({ state }) => state).map(({ baseAsset }) => baseAsset)),
    busy: new Set(),
    byId: new Map(registry.participants.map((p) => [p.id, p])),
    balances: new Map(),
    rooted: new Set(),
  };
}

/** The deposit of a corporation; undefined when it has none. */
export function depositOf({ ask }: Scene, corporationId: bigint): td.TrustDeposit | undefined {
  try {
    return ask<td.QueryGetTrustDepositRequest, td.QueryGetTrustDepositResponse>(
      td.Query.GetTrustDeposit,
      { corporationId },
    ).trustDeposit;
  } catch {
    // It has none.
    return undefined;
  }
}

/** Neither revoked nor slashed. */
export const isWhole = (p: pp.Participant): boolean =>
  p.revoked === undefined && p.slashed === undefined;

/** Active now and in the next block. */
export const lives = ({ time }: View, p: pp.Participant): boolean =>
  isWhole(p) &&
  p.effectiveFrom !== undefined &&
  p.effectiveFrom <= time &&
  (p.effectiveUntil === undefined || p.effectiveUntil > time + AHEAD);

/** The participants that fit, without those that are busy. */
export const those = (
  view: View,
  fits: (p: pp.Participant) => boolean,
): readonly pp.Participant[] => view.participants.filter((p) => !view.busy.has(p.id) && fits(p));

/** One of them; undefined when there are none. */
export const oneOf = <T>({ scene }: View, from: readonly T[]): T | undefined =>
  from.length === 0 ? undefined : scene.random.pick(from);

/** The corporation, if its operator can act for it. */
export const partyOf = ({ ready }: View, id: bigint | undefined): Corporation | undefined =>
  ready.find((one) => one.id === id);

export const schemaOf = ({ credentialSchemas }: View, id: bigint): CredentialSchema | undefined =>
  credentialSchemas.find((one) => one.id === id);

/** The corporation that controls the ecosystem of a schema. */
export const controllerOf = (view: View, schemaId: bigint): Corporation | undefined =>
  partyOf(
    view,
    view.ecosystems.find(({ id }) => id === schemaOf(view, schemaId)?.ecosystemId)?.corporationId,
  );

export const parentOf = ({ byId }: View, p: pp.Participant): pp.Participant | undefined =>
  byId.get(p.validatorParticipantId);

/** From its validator up to the root. */
export function ancestorsOf(view: View, p: pp.Participant): readonly pp.Participant[] {
  const parent = parentOf(view, p);
  return parent === undefined ? [] : [parent, ...ancestorsOf(view, parent)];
}

/** What governance slashed of a corporation's deposit and is not repaid. */
export function debtOf({ deposits }: View, corporationId: bigint): bigint {
  const deposit = deposits.get(corporationId);
  return deposit === undefined ? 0n : deposit.slashedDeposit - deposit.repaidDeposit;
}

export const owedBy = (p: pp.Participant): bigint => p.slashedDeposit - p.repaidDeposit;

/** Whether the corporation has a slashed participant to repay in the ecosystem of a schema. */
export function isBarred(view: View, corporationId: bigint, schemaId: bigint): boolean {
  const ecosystemId = schemaOf(view, schemaId)?.ecosystemId;
  return view.participants.some(
    (p) =>
      p.corporationId === corporationId &&
      owedBy(p) > 0n &&
      schemaOf(view, p.schemaId)?.ecosystemId === ecosystemId,
  );
}

/** Whether a fee in the schema's asset has a price. */
export const isPriced = (view: View, schema: CredentialSchema): boolean =>
  schema.pricingAsset === "uvna" || view.priced.has(schema.pricingAsset);

/** What is left of a limit now. */
export function isLeft(
  limit: { readonly spendLimit: Coins; readonly remainingSpend: Coins },
  coins: Coins,
): boolean {
  if (limit.spendLimit.length === 0) return true;
  return coins.every(({ denom, amount }) =>
    limit.remainingSpend.some((left) => left.denom === denom && left.amount >= amount),
  );
}

/** Whether the corporation has so much, and its operator may spend it. */
export function affords(view: View, one: Corporation, coins: Coins): boolean {
  const limit = view.allowed.get(one.id);
  if (limit === undefined || !isLeft(limit, coins)) return false;
  return coins.every(({ denom, amount }) => balanceOf(view, one, denom) >= amount);
}

function balanceOf({ scene, balances }: View, one: Corporation, denom: string): bigint {
  const { policyAddress: address } = one;
  const name = `${address} ${denom}`;
  const found = balances.get(name);
  if (found !== undefined) return found;
  const { balance } = scene.ask<bank.QueryBalanceRequest, bank.QueryBalanceResponse>(
    bank.Query.Balance,
    { address, denom },
  );
  balances.set(name, balance?.amount ?? 0n);
  return balance?.amount ?? 0n;
}

/** Whether another entry keeps the context of an onboarding to itself. */
export const isHindered = (
  { participants, time }: View,
  context: Pick<pp.Participant, "schemaId" | "role" | "validatorParticipantId" | "corporationId">,
): boolean =>
  participants.some(
    (p) =>
      isWhole(p) &&
      p.schemaId === context.schemaId &&
      p.role === context.role &&
      p.validatorParticipantId === context.validatorParticipantId &&
      p.corporationId === context.corporationId &&
      (p.opState === OnboardingState.PENDING ||
        p.effectiveUntil === undefined ||
        p.effectiveUntil > time),
  );

const { ISSUER, VERIFIER, ISSUER_GRANTOR, VERIFIER_GRANTOR, ECOSYSTEM, HOLDER } = ParticipantRole;

/** Whom a participant onboards, by the schema's modes: 1 open, 2 by the ecosystem, 3 by grantors. */
export function onboardedBy(schema: CredentialSchema, { role }: pp.Participant): readonly number[] {
  const { issuerOnboardingMode: issuers, verifierOnboardingMode: verifiers } = schema;
  if (role === ISSUER_GRANTOR) return [ISSUER];
  if (role === VERIFIER_GRANTOR) return [VERIFIER];
  if (role === ISSUER) return schema.holderOnboardingMode === 1 ? [HOLDER] : [];
  if (role !== ECOSYSTEM) return [];
  return [
    ...(issuers === 1 ? [] : [issuers === 2 ? ISSUER : ISSUER_GRANTOR]),
    ...(verifiers === 1 ? [] : [verifiers === 2 ? VERIFIER : VERIFIER_GRANTOR]),
  ];
}

/** The record by which the participant's VS operator may send a message in the next block. */
export function recordOf(
  { records, time }: View,
  p: pp.Participant,
  name: string,
): de.ParticipantAuthorizationRecord | undefined {
  const record = records.get(p.id);
  if (record === undefined || !record.msgTypes.includes(`/verana.pp.v1.Msg${name}`)) {
    return undefined;
  }
  const { expiration, period } = record;
  const lasts = period !== undefined || expiration === undefined || expiration > time + AHEAD;
  return lasts ? record : undefined;
}

/** Native coins. */
export const native = (amount: bigint) => (amount === 0n ? [] : [{ denom: "uvna", amount }]);
