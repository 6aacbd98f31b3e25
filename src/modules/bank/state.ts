import { Metadata, Params } from "../../gen/cosmos/bank/v1beta1.js";
import { protoValue, Schema, type ValueCodec } from "../../keeper/collections.js";
import { addressKey, plainTextKey, restTextKey, tupleKey } from "../../keeper/keys.js";
import { remembered } from "../../keeper/remembered.js";
import { utf8Bytes, utf8Text } from "../../wire/text.js";

/** An amount as Cosmos SDK stores it: decimal text. Zero balances are not stored. */
const amountValue: ValueCodec<bigint> = {
  encode: (amount) => utf8Bytes(amount.toString()),
  decode: (bytes) => BigInt(utf8Text(bytes)),
};

/** A flag, one byte. */
const flagValue: ValueCodec<boolean> = {
  encode: (flag) => Uint8Array.of(flag ? 1 : 0),
  decode: (bytes) => bytes[0] === 1,
};

/**
 * Every byte of store `bank`, as Cosmos SDK's x/bank lays it out (D-TX-10): balances at
 * `02 len address denom`, holders of a denomination at `03 denom 00 len address`.
 */
export function bankState(addressPrefix: string) {
  const schema = new Schema("bank", addressPrefix);
  const balanceKey = tupleKey<readonly [string, string]>(addressKey(addressPrefix), restTextKey);
  const holderKey = tupleKey<readonly [string, string]>(plainTextKey, addressKey(addressPrefix));
  const byDenom = schema.keyIndex(3, "by_denom", holderKey, (key) => {
    const [address, denom] = balanceKey.read(key, 0)[0];
    return [denom, address] as const;
  });
  return {
    supply: schema.map(0, "supply", { key: restTextKey, value: amountValue }),
    metadata: schema.map(1, "denom_metadata", { key: restTextKey, value: protoValue(Metadata) }),
    balances: schema.map(2, "balances", {
      key: balanceKey,
      value: amountValue,
      indexes: [byDenom],
    }),
    byDenom,
    sendEnabled: schema.map(4, "send_enabled", { key: restTextKey, value: flagValue }),
    params: schema.item(5, "params", remembered(protoValue(Params))),
    /** Length of a balance's key. */
    keyBytes: (address: string, denom: string) =>
      BigInt(balanceKey.encode([address, denom]).length + 1),
    /** Start of the keys of one holder's balances. */
    holder: (address: string) => addressKey(addressPrefix).encode(address),
    /** Start of the keys of one denomination's holders. */
    denom: (denom: string) => plainTextKey.encode(denom),
  };
}

export type BankState = ReturnType<typeof bankState>;
