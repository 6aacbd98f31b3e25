import { Ecosystem, Params } from "../../gen/verana/ec/v1.js";
import type { Schema } from "../../keeper/collections.js";
import { descending, stringKey, timeKey, tupleKey, u64Key } from "../../keeper/keys.js";
import { protoValue } from "../../keeper/values.js";

export type EcosystemState = ReturnType<typeof ecosystemState>;

const latest = descending(timeKey);

/** Every byte this module owns. Prefixes are consensus: append, never renumber. */
export function ecosystemState(schema: Schema) {
  const byDid = schema.index(0x02, "by_did", stringKey, (ecosystem: Ecosystem) => ecosystem.did);
  const byCorporation = schema.index(
    0x03,
    "by_corporation",
    u64Key,
    (ecosystem: Ecosystem) => ecosystem.corporationId,
  );
  const byModified = schema.index(0x04, "by_modified", latest, modifiedOf);
  const byCorporationModified = schema.index(
    0x05,
    "by_corporation_modified",
    tupleKey<readonly [bigint, bigint]>(u64Key, latest),
    (ecosystem: Ecosystem) => [ecosystem.corporationId, modifiedOf(ecosystem)] as const,
  );
  return {
    ids: schema.sequence(0x00, "ids"),
    ecosystems: schema.map(0x01, "ecosystems", {
      key: u64Key,
      value: protoValue(Ecosystem),
      indexes: [byDid, byCorporation, byModified, byCorporationModified],
    }),
    byDid,
    byCorporation,
    byModified,
    byCorporationModified,
    params: schema.item(0x06, "params", protoValue(Params)),
  };
}

/** Where the entries of a corporation start in `byCorporationModified`. */
export const corporationBound = (corporationId: bigint): Uint8Array => u64Key.encode(corporationId);

/** Where an ecosystem stands in the order of ids. */
export const idBound = (id: bigint): Uint8Array => u64Key.encode(id);

/** The wire lets times be absent; a stored ecosystem always has them. */
function modifiedOf(ecosystem: Ecosystem): bigint {
  return ecosystem.modified ?? 0n;
}
