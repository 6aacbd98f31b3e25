import { Corporation } from "../../gen/verana/co/v1.js";
import type { Schema } from "../../keeper/collections.js";
import { addressKey, descending, stringKey, timeKey, u64Key } from "../../keeper/keys.js";
import { protoValue } from "../../keeper/values.js";

export type CorporationState = ReturnType<typeof corporationState>;

/** Every byte this module owns. Prefixes are consensus: append, never renumber. */
export function corporationState(schema: Schema) {
  const byPolicy = schema.uniqueIndex(
    0x02,
    "by_policy",
    addressKey(schema.addressPrefix),
    (corporation: Corporation) => corporation.policyAddress,
  );
  const byDid = schema.uniqueIndex(
    0x03,
    "by_did",
    stringKey,
    (corporation: Corporation) => corporation.did,
  );
  const byModified = schema.index(
    0x04,
    "by_modified",
    descending(timeKey),
    (corporation: Corporation) => corporation.modified,
  );
  return {
    corporations: schema.map(0x01, "corporations", {
      key: u64Key,
      value: protoValue(Corporation),
      indexes: [byPolicy, byDid, byModified],
    }),
    byPolicy,
    byDid,
    byModified,
  };
}
