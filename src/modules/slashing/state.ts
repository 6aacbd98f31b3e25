import { Params, ValidatorSigningInfo } from "../../gen/cosmos/slashing/v1beta1.js";
import { protoValue, Schema, type ValueCodec } from "../../keeper/collections.js";
import { addressKey, restAddressKey, tupleKey, u64Key } from "../../keeper/keys.js";
import { remembered } from "../../keeper/remembered.js";

/** A mark that a block was missed: one byte, since nothing empty is stored. */
const markValue: ValueCodec<true> = { encode: () => Uint8Array.of(1), decode: () => true };

/** Every byte of store `slashing`. Addresses are `veranavalcons…` texts. */
export function slashingState(prefix: string) {
  const schema = new Schema("slashing", prefix);
  const consensus = addressKey(`${prefix}valcons`);
  return {
    params: schema.item(0, "params", remembered(protoValue(Params))),
    infos: schema.map(1, "signing_infos", {
      key: restAddressKey(`${prefix}valcons`),
      value: protoValue(ValidatorSigningInfo),
    }),
    /** Blocks of the window that were missed, by their place in it. */
    missed: schema.map(2, "missed_blocks", {
      key: tupleKey<readonly [string, bigint]>(consensus, u64Key),
      value: markValue,
    }),
    /** Start of the keys of one validator's missed blocks. */
    validator: (address: string) => consensus.encode(address),
  };
}

export type SlashingState = ReturnType<typeof slashingState>;
