import {
  Delegation,
  HistoricalInfo,
  Params,
  Redelegation,
  UnbondingDelegation,
  Validator,
} from "../../gen/cosmos/staking/v1beta1.js";
import { bytesValue, protoValue, Schema, u64Value } from "../../keeper/collections.js";
import {
  addressKey,
  descending,
  restAddressKey,
  restBytesKey,
  timeKey,
  tupleKey,
  u64Key,
} from "../../keeper/keys.js";
import { remembered } from "../../keeper/remembered.js";
import { consensusAddress, operatorPrefix, potentialPower, UNBONDING } from "./types.js";

/** Keys of a delegation: who, to which operator. */
export type DelegationKey = readonly [delegator: string, operator: string];
/** Keys of a redelegation: who, from which operator to which. */
export type RedelegationKey = readonly [delegator: string, source: string, target: string];

/** Every byte of store `staking`. Prefixes are consensus: append, never renumber. */
export function stakingState(prefix: string) {
  const schema = new Schema("staking", prefix);
  const operator = addressKey(operatorPrefix(prefix));
  const delegator = addressKey(prefix);
  const pairKey = tupleKey<DelegationKey>(delegator, operator);
  const turnedPairKey = tupleKey<readonly [string, string]>(operator, delegator);
  const tripleKey = tupleKey<RedelegationKey>(delegator, operator, operator);
  const fromOperatorKey = tupleKey<readonly [string, string, string]>(
    operator,
    delegator,
    operator,
  );
  const turned = (key: Uint8Array): readonly [string, string] => {
    const [who, at] = pairKey.read(key, 0)[0];
    return [at, who];
  };

  const byConsensusAddress = schema.uniqueIndex(
    0x11,
    "by_consensus_address",
    restBytesKey,
    consensusAddress,
  );
  // Greatest power first; at equal power the lower operator address, as consensus orders them.
  const byPower = schema.index(0x12, "by_power", descending(u64Key), (validator: Validator) =>
    validator.jailed ? undefined : potentialPower(validator),
  );
  const unbondingAt = schema.index(0x13, "unbonding_at", timeKey, (validator: Validator) =>
    validator.status === UNBONDING ? validator.unbondingTime : undefined,
  );
  const delegationsOf = schema.keyIndex<readonly [string, string], Delegation>(
    0x21,
    "delegations_of",
    turnedPairKey,
    turned,
  );
  const unbondingsOf = schema.keyIndex<readonly [string, string], UnbondingDelegation>(
    0x31,
    "unbondings_of",
    turnedPairKey,
    turned,
  );
  const unbondingsAt = schema.multiIndex(
    0x32,
    "unbondings_at",
    timeKey,
    ({ entries }: UnbondingDelegation) => entries.map(({ completionTime }) => completionTime),
  );
  const redelegationsFrom = schema.keyIndex<readonly [string, string, string], Redelegation>(
    0x41,
    "redelegations_from",
    fromOperatorKey,
    (key) => {
      const [who, source, target] = tripleKey.read(key, 0)[0];
      return [source, who, target];
    },
  );
  const redelegationsTo = schema.keyIndex<readonly [string, string, string], Redelegation>(
    0x42,
    "redelegations_to",
    fromOperatorKey,
    (key) => {
      const [who, source, target] = tripleKey.read(key, 0)[0];
      return [target, who, source];
    },
  );
  const redelegationsAt = schema.multiIndex(
    0x43,
    "redelegations_at",
    timeKey,
    ({ entries }: Redelegation) => entries.map(({ completionTime }) => completionTime),
  );
  return {
    params: schema.item(0x00, "params", remembered(protoValue(Params))),
    /** Ids of operations that unbond, shared by all kinds. */
    unbondingIds: schema.sequence(0x01, "unbonding_ids"),
    /** Power of the validators that consensus has, by operator. */
    lastPowers: schema.map(0x02, "last_powers", {
      key: restAddressKey(operatorPrefix(prefix)),
      value: u64Value,
    }),
    lastTotalPower: schema.item(0x03, "last_total_power", u64Value),
    validators: schema.map(0x10, "validators", {
      key: restAddressKey(operatorPrefix(prefix)),
      value: protoValue(Validator),
      indexes: [byConsensusAddress, byPower, unbondingAt],
    }),
    byConsensusAddress,
    byPower,
    unbondingAt,
    delegations: schema.map(0x20, "delegations", {
      key: pairKey,
      value: protoValue(Delegation),
      indexes: [delegationsOf],
    }),
    delegationsOf,
    unbondings: schema.map(0x30, "unbondings", {
      key: pairKey,
      value: protoValue(UnbondingDelegation),
      indexes: [unbondingsOf, unbondingsAt],
    }),
    unbondingsOf,
    unbondingsAt,
    redelegations: schema.map(0x40, "redelegations", {
      key: tripleKey,
      value: protoValue(Redelegation),
      indexes: [redelegationsFrom, redelegationsTo, redelegationsAt],
    }),
    redelegationsFrom,
    redelegationsTo,
    redelegationsAt,
    /** Header by height; its validators are those of the last set at or before it, a HistoricalInfo. */
    history: schema.map(0x50, "history", { key: u64Key, value: protoValue(HistoricalInfo) }),
    historySets: schema.map(0x51, "history_sets", { key: u64Key, value: bytesValue }),
    /** Start of the keys of one delegator. */
    delegator: (address: string) => delegator.encode(address),
    /** Start of the index keys of one operator. */
    operator: (address: string) => operator.encode(address),
    /** Start of the index keys of one operator and one delegator. */
    operatorAndDelegator: (at: string, who: string) => turnedPairKey.encode([at, who]),
  };
}

export type StakingState = ReturnType<typeof stakingState>;
