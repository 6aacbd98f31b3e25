import { PubKey as Ed25519Key } from "../../gen/cosmos/crypto/ed25519.js";
import {
  type Delegation,
  GenesisState,
  type Redelegation,
  type UnbondingDelegation,
  type Validator,
} from "../../gen/cosmos/staking/v1beta1.js";
import { parseAddress } from "../../keeper/addresses.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis, ValidatorPower } from "../../keeper/module.js";
import { checkRates } from "./commission.js";
import { stakingGenesisErrors } from "./errors.js";
import { poolFault, sharesFault } from "./invariants.js";
import type { StakingKeeper } from "./keeper.js";
import { defaultParams, paramsFault } from "./params.js";
import {
  BONDED,
  consensusAddress,
  consensusKey,
  operatorPrefix,
  UNBONDED,
  UNBONDING,
} from "./types.js";

const malformed = stakingGenesisErrors.malformed;

/**
 * Section `staking`, in the SDK's shape. Of a chain that was exported everything stands as it was; of a
 * new one hooks are told of each validator and delegation.
 */
export const stakingGenesis = (keeper: StakingKeeper): ModuleGenesis => ({
  name: "staking",
  fresh: ({ denom }) =>
    printSection(GenesisState, GenesisState.create({ params: defaultParams(denom) })),

  init(ctx, section) {
    const given = readSection(GenesisState, section, malformed);
    const reason = paramsFault(given.params);
    if (reason !== undefined) refuse(malformed, { reason });
    keeper.state.params.set(ctx, given.params);
    const { hooks } = keeper.validators;
    for (const validator of given.validators) {
      const read = readValidator(ctx, keeper, validator);
      if (given.exported) continue;
      hooks.afterValidatorCreated(ctx, read.operatorAddress);
      if (read.status !== BONDED) continue;
      hooks.afterValidatorBonded(ctx, read.operatorAddress, consensusAddress(read));
    }
    for (const delegation of given.delegations) {
      const { delegatorAddress: who, validatorAddress: at } = readPair(ctx, delegation);
      if (!given.exported) hooks.beforeDelegationCreated(ctx, who, at);
      putDelegation(ctx, keeper, { ...delegation, delegatorAddress: who, validatorAddress: at });
      if (!given.exported) hooks.afterDelegationModified(ctx, who, at);
    }
    for (const unbonding of given.unbondingDelegations) putUnbonding(ctx, keeper, unbonding);
    for (const redelegation of given.redelegations) putRedelegation(ctx, keeper, redelegation);
    if (given.exported) restorePowers(ctx, keeper, given);
    keeper.state.unbondingIds.restore(ctx, greatestId(given));
    const wrong =
      sharesFault(ctx, keeper) ??
      idleFault(ctx, keeper) ??
      poolFault(ctx, keeper) ??
      keeper.pools.excess(ctx);
    if (wrong !== undefined) refuse(malformed, { reason: wrong });
  },

  export(ctx) {
    const { state } = keeper;
    return printSection(GenesisState, {
      params: keeper.params(ctx),
      lastTotalPower: state.lastTotalPower.get(ctx) ?? 0n,
      lastValidatorPowers: [...state.lastPowers.entries(ctx)].map(([address, power]) => ({
        address,
        power,
      })),
      validators: [...state.validators.entries(ctx)].map(([, validator]) => validator),
      delegations: [...state.delegations.entries(ctx)].map(([, delegation]) => delegation),
      unbondingDelegations: [...state.unbondings.entries(ctx)].map(([, one]) => one),
      redelegations: [...state.redelegations.entries(ctx)].map(([, one]) => one),
      exported: true,
    });
  },
});

/** The validators that a chain starts with: those of the chain that was exported, or the strongest. */
export function firstValidators(
  ctx: WriteContext,
  keeper: StakingKeeper,
): readonly ValidatorPower[] {
  const last = [...keeper.state.lastPowers.entries(ctx)];
  if (last.length === 0) return keeper.updateSet(ctx);
  return last.map(([operator, power]) => ({
    publicKey: consensusKey(keeper.validators.known(ctx, operator)),
    power,
  }));
}

/** Has every stake that leaves leave from height 0, as Cosmos SDK's export for height zero. */
export function forgetHeights(ctx: WriteContext, { state, validators }: StakingKeeper): void {
  const entry = { creationHeight: 0n };
  for (const [key, one] of [...state.redelegations.entries(ctx)]) {
    const entries = one.entries.map((each) => ({ ...each, ...entry }));
    state.redelegations.set(ctx, key, { ...one, entries });
  }
  for (const [key, one] of [...state.unbondings.entries(ctx)]) {
    const entries = one.entries.map((each) => ({ ...each, ...entry }));
    state.unbondings.set(ctx, key, { ...one, entries });
  }
  for (const [, validator] of [...state.validators.entries(ctx)]) {
    validators.set(ctx, { ...validator, unbondingHeight: 0n });
  }
}

function readValidator(ctx: WriteContext, keeper: StakingKeeper, given: Validator): Validator {
  const operatorAddress = operatorOf(ctx, given.operatorAddress);
  const at = { validator: operatorAddress };
  const { consensusPubkey: packed } = given;
  const key =
    packed?.typeUrl === Ed25519Key.typeUrl ? Ed25519Key.decode(packed.value).key : undefined;
  if (key?.length !== 32) refuse(malformed, { ...at, reason: "its key is no ed25519 key" });
  checkRates(given.commission.commissionRates);
  const amounts = [given.tokens, given.delegatorShares, given.minSelfDelegation];
  if (amounts.some((amount) => amount < 0n)) refuse(malformed, { ...at, reason: "below zero" });
  if (![UNBONDED, UNBONDING, BONDED].some((status) => status === given.status)) {
    refuse(malformed, { ...at, status: given.status });
  }
  if (given.unbondingOnHoldRefCount !== 0n) {
    refuse(malformed, { ...at, reason: "nothing here holds an unbonding back" });
  }
  const validator = { ...given, operatorAddress };
  if (keeper.find(ctx, operatorAddress) !== undefined)
    refuse(malformed, { ...at, reason: "twice" });
  if (keeper.findByConsensus(ctx, consensusAddress(validator)) !== undefined) {
    refuse(malformed, { ...at, reason: "another validator has its key" });
  }
  return keeper.validators.set(ctx, validator);
}

function readPair(
  ctx: ReadContext,
  pair: { readonly delegatorAddress: string; readonly validatorAddress: string },
) {
  return {
    delegatorAddress: accountOf(ctx, pair.delegatorAddress),
    validatorAddress: operatorOf(ctx, pair.validatorAddress),
  };
}

function putDelegation(ctx: WriteContext, keeper: StakingKeeper, delegation: Delegation): void {
  const { delegatorAddress: who, validatorAddress: at, shares } = delegation;
  const isKnown = keeper.find(ctx, at) !== undefined;
  if (!isKnown || shares <= 0n || keeper.sharesOf(ctx, who, at) !== undefined) {
    refuse(malformed, { delegation_of: who, to: at });
  }
  keeper.state.delegations.set(ctx, [who, at], delegation);
}

function putUnbonding(ctx: WriteContext, keeper: StakingKeeper, given: UnbondingDelegation): void {
  const pair = readPair(ctx, given);
  const key = [pair.delegatorAddress, pair.validatorAddress] as const;
  const fits = given.entries.every(
    ({ balance, initialBalance, creationHeight, unbondingOnHoldRefCount }) =>
      balance >= 0n &&
      balance <= initialBalance &&
      creationHeight >= 0n &&
      unbondingOnHoldRefCount === 0n,
  );
  if (given.entries.length === 0 || !fits || keeper.state.unbondings.has(ctx, key)) {
    refuse(malformed, { unbonding_of: key[0], from: key[1] });
  }
  keeper.state.unbondings.set(ctx, key, { ...given, ...pair });
}

function putRedelegation(ctx: WriteContext, keeper: StakingKeeper, given: Redelegation): void {
  const delegatorAddress = accountOf(ctx, given.delegatorAddress);
  const validatorSrcAddress = operatorOf(ctx, given.validatorSrcAddress);
  const validatorDstAddress = operatorOf(ctx, given.validatorDstAddress);
  const key = [delegatorAddress, validatorSrcAddress, validatorDstAddress] as const;
  const fits = given.entries.every(
    ({ initialBalance, sharesDst, creationHeight, unbondingOnHoldRefCount }) =>
      initialBalance >= 0n &&
      sharesDst >= 0n &&
      creationHeight >= 0n &&
      unbondingOnHoldRefCount === 0n,
  );
  if (given.entries.length === 0 || !fits || keeper.state.redelegations.has(ctx, key)) {
    refuse(malformed, { redelegation_of: delegatorAddress, from: validatorSrcAddress });
  }
  const addresses = { delegatorAddress, validatorSrcAddress, validatorDstAddress };
  keeper.state.redelegations.set(ctx, key, { ...given, ...addresses });
}

function restorePowers(ctx: WriteContext, keeper: StakingKeeper, given: GenesisState): void {
  let total = 0n;
  for (const { address, power } of given.lastValidatorPowers) {
    const operator = operatorOf(ctx, address);
    const validator = keeper.find(ctx, operator);
    const fits = validator?.status === BONDED && power > 0n;
    if (!fits || keeper.state.lastPowers.has(ctx, operator)) {
      refuse(malformed, { last_power_of: operator });
    }
    keeper.state.lastPowers.set(ctx, operator, power);
    total += power;
  }
  if (total !== given.lastTotalPower) refuse(malformed, { last_total_power: given.lastTotalPower });
  if (total > 0n) keeper.state.lastTotalPower.set(ctx, total);
}

/** A validator without stake that nothing would ever remove. */
function idleFault(ctx: ReadContext, keeper: StakingKeeper): string | undefined {
  for (const [address, { status, delegatorShares }] of keeper.state.validators.entries(ctx)) {
    if (status === UNBONDED && delegatorShares === 0n) return `nobody delegates to ${address}`;
  }
  return undefined;
}

function greatestId(given: GenesisState): bigint {
  const ids = [
    ...given.validators.flatMap(({ unbondingIds }) => unbondingIds),
    ...[...given.unbondingDelegations, ...given.redelegations].flatMap(({ entries }) =>
      entries.map(({ unbondingId }) => unbondingId),
    ),
  ];
  return ids.reduce((most, id) => (id > most ? id : most), 0n);
}

const accountOf = (ctx: ReadContext, text: string): string => addressOf(ctx.chain.prefix, text);

const operatorOf = (ctx: ReadContext, text: string): string =>
  addressOf(operatorPrefix(ctx.chain.prefix), text);

function addressOf(prefix: string, text: string): string {
  const parsed = parseAddress(prefix, text);
  if (typeof parsed === "string") return parsed;
  return refuse(malformed, { address: text });
}
