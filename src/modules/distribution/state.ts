import {
  DelegatorStartingInfo,
  FeePool,
  Params,
  ValidatorAccumulatedCommission,
  ValidatorCurrentRewards,
  ValidatorHistoricalRewards,
  ValidatorOutstandingRewards,
  ValidatorSlashEvent,
} from "../../gen/cosmos/distribution/v1beta1.js";
import { addressBytes, addressText } from "../../keeper/addresses.js";
import { bytesValue, protoValue, Schema, type ValueCodec } from "../../keeper/collections.js";
import { addressKey, restAddressKey, tupleKey, u64Key } from "../../keeper/keys.js";
import { remembered } from "../../keeper/remembered.js";

/** Every byte of store `distribution`. A validator is named by its operator's address. */
export function distributionState(prefix: string) {
  const schema = new Schema("distribution", prefix);
  const operator = addressKey(`${prefix}valoper`);
  const lastOperator = restAddressKey(`${prefix}valoper`);
  const accountValue: ValueCodec<string> = {
    encode: (address) => addressBytes(address),
    decode: (bytes) => addressText(prefix, bytes),
  };
  return {
    params: schema.item(0x00, "params", remembered(protoValue(Params))),
    feePool: schema.item(0x01, "fee_pool", feePoolValue),
    previousProposer: schema.item(0x02, "previous_proposer", bytesValue),
    withdrawAddresses: schema.map(0x03, "withdraw_addresses", {
      key: restAddressKey(prefix),
      value: accountValue,
    }),
    outstanding: schema.map(0x10, "outstanding_rewards", {
      key: lastOperator,
      value: flagged(protoValue(ValidatorOutstandingRewards)),
    }),
    commission: schema.map(0x11, "accumulated_commission", {
      key: lastOperator,
      value: flagged(protoValue(ValidatorAccumulatedCommission)),
    }),
    current: schema.map(0x12, "current_rewards", {
      key: lastOperator,
      value: protoValue(ValidatorCurrentRewards),
    }),
    historical: schema.map(0x13, "historical_rewards", {
      key: tupleKey<readonly [string, bigint]>(operator, u64Key),
      value: protoValue(ValidatorHistoricalRewards),
    }),
    starting: schema.map(0x14, "starting_infos", {
      key: tupleKey<readonly [string, string]>(operator, addressKey(prefix)),
      value: protoValue(DelegatorStartingInfo),
    }),
    slashes: schema.map(0x15, "slash_events", {
      key: tupleKey<readonly [string, bigint, bigint]>(operator, u64Key, u64Key),
      value: protoValue(ValidatorSlashEvent),
    }),
    /** Start of the keys of one validator. */
    operator: (address: string) => operator.encode(address),
  };
}

/** A message that may be empty behind one byte: nothing empty is stored (D-TX-02). */
function flagged<V>(codec: ValueCodec<V>): ValueCodec<V> {
  return {
    encode(value) {
      const bytes = codec.encode(value);
      const out = new Uint8Array(bytes.length + 1);
      out.set(bytes, 1);
      return out;
    },
    decode: (bytes) => codec.decode(bytes.subarray(1)),
  };
}

const feePoolValue = flagged(protoValue(FeePool));

export type DistributionState = ReturnType<typeof distributionState>;
