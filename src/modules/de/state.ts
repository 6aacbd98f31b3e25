import {
  FeeGrant,
  OperatorAuthorization,
  VSOperatorAuthorization,
} from "../../gen/verana/de/v1.js";
import type { Schema } from "../../keeper/collections.js";
import {
  addressKey,
  concat,
  descending,
  END_OF_TIME,
  restAddressKey,
  stringKey,
  timeKey,
  tupleKey,
  u64Key,
} from "../../keeper/keys.js";
import { protoValue } from "../../keeper/values.js";
import { type RecordEntry, recordEntryValue } from "./record-entry.js";

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
  const holder = tupleKey<readonly [bigint, string]>(u64Key, account);
  const byHolder = schema.index(
    0x09,
    "by_holder",
    holder,
    ({ corporationId, vsOperator }: RecordEntry) => [corporationId, vsOperator] as const,
  );
  // What MOD-DE-MSG-5-5 asks for: the latest end of the records with fees that have a message type.
  const feeEnds = schema.multiIndex(
    0x0a,
    "fee_ends",
    tupleKey<FeeEnd>(u64Key, account, stringKey, descending(timeKey)),
    ({ corporationId, vsOperator, record }: RecordEntry): readonly FeeEnd[] =>
      record.withFeegrant
        ? record.msgTypes.map(
            (type) => [corporationId, vsOperator, type, record.expiration ?? END_OF_TIME] as const,
          )
        : [],
  );
  const feeGrantsByPolicy = schema.uniqueIndex(
    0x0c,
    "fee_grants_by_policy",
    tupleKey<readonly [policy: string, grantee: string]>(account, account),
    ({ grantingPolicy, grantee }: FeeGrant) => [grantingPolicy, grantee] as const,
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
    records: schema.map(0x08, "records", {
      key: u64Key,
      value: recordEntryValue(schema.addressPrefix),
      indexes: [byHolder, feeEnds],
    }),
    byHolder,
    feeEnds,
    // Corporation, grantee, limit and policy alone: the rest stands in the allowance.
    feeGrants: schema.map(0x0b, "fee_grants", {
      key: pair,
      value: protoValue(FeeGrant),
      indexes: [feeGrantsByPolicy],
    }),
    feeGrantsByPolicy,
    /** The first key of both maps behind an entry. */
    behind: (key: readonly [bigint, string]) => concat([pair.encode(key), Uint8Array.of(0)]),
  };
}

/** Group id, VS operator, message type, expiration or the end of time. */
export type FeeEnd = readonly [bigint, string, string, bigint];

/** Where the entries of a corporation start, in both maps. */
export const corporationBound = (corporationId: bigint): Uint8Array => u64Key.encode(corporationId);
