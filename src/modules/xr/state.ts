import { ExchangeRate, ExchangeRateAuthorization, Params } from "../../gen/verana/xr/v1.js";
import type { Schema } from "../../keeper/collections.js";
import { restAddressKey, stringKey, tupleKey, u8Key, u64Key } from "../../keeper/keys.js";
import { protoValue } from "../../keeper/values.js";
import { filtersOf } from "./filter.js";
import { type Pair, pairOf } from "./pair.js";

export type ExchangeRateState = ReturnType<typeof exchangeRateState>;

/** Every byte this module owns. Prefixes are consensus: append, never renumber. */
export function exchangeRateState(schema: Schema) {
  const byPair = schema.uniqueIndex(
    0x03,
    "by_pair",
    tupleKey<readonly [number, string, number, string]>(u8Key, stringKey, u8Key, stringKey),
    (rate: ExchangeRate) => pairRef(pairOf(rate)),
  );
  const byFilter = schema.multiIndex(0x04, "by_filter", stringKey, (rate: ExchangeRate) =>
    filtersOf(rate),
  );
  return {
    params: schema.item(0x00, "params", protoValue(Params)),
    ids: schema.sequence(0x01, "ids"),
    rates: schema.map(0x02, "exchange_rates", {
      key: u64Key,
      value: protoValue(ExchangeRate),
      indexes: [byPair, byFilter],
    }),
    byPair,
    byFilter,
    authorizations: schema.map(0x05, "authorizations", {
      key: tupleKey<readonly [bigint, string]>(u64Key, restAddressKey(schema.addressPrefix)),
      value: protoValue(ExchangeRateAuthorization),
    }),
  };
}

/** [D-XR-03] The key of a stored pair. */
export const pairRef = ({ base, quote }: Pair) =>
  [base.type, base.asset, quote.type, quote.asset] as const;

/** Where ids from this one up begin, and where the authorizations of a rate do. */
export const idBound = (id: bigint): Uint8Array => u64Key.encode(id);
