import { ParticipantAuthorizationRecord } from "../../gen/verana/de/v1.js";
import { addressKey, concat, tupleKey, u64Key } from "../../keeper/keys.js";
import type { ValueCodec } from "../../keeper/values.js";

/** A record with the authorization that holds it: both follow from the participant. */
export interface RecordEntry {
  /** Group id. */
  readonly corporationId: bigint;
  /** Lower-case bech32. */
  readonly vsOperator: string;
  readonly record: ParticipantAuthorizationRecord;
}

/** Stored form: group id, the account behind its length, the record. */
export function recordEntryValue(addressPrefix: string): ValueCodec<RecordEntry> {
  const holder = tupleKey<readonly [bigint, string]>(u64Key, addressKey(addressPrefix));
  return {
    encode: ({ corporationId, vsOperator, record }) =>
      concat([
        holder.encode([corporationId, vsOperator]),
        ParticipantAuthorizationRecord.encode(record),
      ]),
    decode(bytes) {
      const [[corporationId, vsOperator], end] = holder.read(bytes, 0);
      const record = ParticipantAuthorizationRecord.decode(bytes.subarray(end));
      return { corporationId, vsOperator, record };
    },
  };
}
