import { OperatorAuthorization, VSOperatorAuthorization } from "../../gen/verana/de/v1.js";
import type { Schema } from "../../keeper/collections.js";
import { addressKey, restAddressKey, tupleKey, u64Key } from "../../keeper/keys.js";
import { protoValue } from "../../keeper/values.js";

export type DelegationState = ReturnType<typeof delegationState>;

/** Every byte this module owns. Prefixes are consensus: append, never renumber. */
export function delegationState(schema: Schema) {
  const account = addressKey(schema.addressPrefix);
  // The account is the last part and has no length before it: lists are in the order of its bytes (D-WIRE-02).
  const pair = tupleKey<readonly [bigint, string]>(u64Key, restAddressKey(schema.addressPrefix));
  const byOperator = schema.index(
    0x02,
    "by_operator",
    account,
    (authorization: OperatorAuthorization) => authorization.operator,
  );
  const byId = schema.uniqueIndex(
    0x03,
    "by_id",
    u64Key,
    (authorization: OperatorAuthorization) => authorization.id,
  );
  const byVsOperator = schema.index(
    0x06,
    "by_vs_operator",
    account,
    (authorization: VSOperatorAuthorization) => authorization.vsOperator,
  );
  const byVsId = schema.uniqueIndex(
    0x07,
    "by_vs_id",
    u64Key,
    (authorization: VSOperatorAuthorization) => authorization.id,
  );
  return {
    ids: schema.sequence(0x00, "ids"),
    authorizations: schema.map(0x01, "authorizations", {
      key: pair,
      value: protoValue(OperatorAuthorization),
      indexes: [byOperator, byId],
    }),
    byOperator,
    byId,
    vsIds: schema.sequence(0x04, "vs_ids"),
    vsAuthorizations: schema.map(0x05, "vs_authorizations", {
      key: pair,
      value: protoValue(VSOperatorAuthorization),
      indexes: [byVsOperator, byVsId],
    }),
    byVsOperator,
    byVsId,
  };
}

/** Where the entries of a corporation start, in both maps. */
export const corporationBound = (corporationId: bigint): Uint8Array => u64Key.encode(corporationId);
