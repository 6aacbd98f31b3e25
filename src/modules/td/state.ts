import { Params, TrustDeposit } from "../../gen/verana/td/v1.js";
import type { Schema } from "../../keeper/collections.js";
import type { Dec } from "../../keeper/dec.js";
import { u64Key } from "../../keeper/keys.js";
import { remembered } from "../../keeper/remembered.js";
import { protoValue, type ValueCodec } from "../../keeper/values.js";
import { utf8Bytes, utf8Text } from "../../wire/text.js";

export type TrustDepositState = ReturnType<typeof trustDepositState>;

/** A decimal as the text of its scaled integer. */
const decValue: ValueCodec<Dec> = {
  encode: (value) => utf8Bytes(value.toString()),
  decode: (bytes) => BigInt(utf8Text(bytes)),
};

/** Every byte this module owns. Prefixes are consensus: append, never renumber. */
export function trustDepositState(schema: Schema) {
  return {
    params: schema.item(0x00, "params", remembered(protoValue(Params))),
    /** By the corporation's group id. */
    deposits: schema.map(0x01, "deposits", { key: u64Key, value: protoValue(TrustDeposit) }),
    /** Sum of the shares of all deposits, so that a block need not walk them. */
    totalShare: schema.item(0x02, "total_share", decValue),
    /** [D-TD-07] Part of a base unit that the yearly maximum left over. Absent for 0. */
    carry: schema.item(0x03, "carry", decValue),
  };
}
