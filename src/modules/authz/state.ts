import { Grant, type GrantAuthorization } from "../../gen/cosmos/authz/v1beta1.js";
import { Schema, u64Value, type ValueCodec } from "../../keeper/collections.js";
import { addressKey, restTextKey, timeKey, tupleKey } from "../../keeper/keys.js";
import { type Authorization, packAuthorization, unpackAuthorization } from "./authorization.js";

/** Addresses are lower-case bech32 texts. */
export type GrantKey = readonly [granter: string, grantee: string, typeUrl: string];

export interface StoredGrant {
  readonly authorization: Authorization;
  /** Nanoseconds since the Unix epoch; undefined for no end. */
  readonly expiration: bigint | undefined;
}

/** A grant as the wire has it. */
export const wireGrant = ({ authorization, expiration }: StoredGrant): Grant => ({
  authorization: packAuthorization(authorization),
  expiration,
});

/** The same with its parties. */
export const wireGrantOf = (
  [granter, grantee]: GrantKey,
  grant: StoredGrant,
): GrantAuthorization => ({
  granter,
  grantee,
  ...wireGrant(grant),
});

const grantValue: ValueCodec<StoredGrant> = {
  encode: (grant) => Grant.encode(wireGrant(grant)),
  decode(bytes) {
    const { authorization, expiration } = Grant.decode(bytes);
    return { authorization: unpackAuthorization(authorization), expiration };
  },
};

/** Every byte of store `authz`. Prefixes are consensus: append, never renumber. */
export function authzState(prefix: string) {
  const schema = new Schema("authz", prefix);
  const account = addressKey(prefix);
  const key = tupleKey<GrantKey>(account, account, restTextKey);
  const byGrantee = schema.keyIndex<readonly [string, string, string], StoredGrant>(
    0x01,
    "by_grantee",
    tupleKey<readonly [string, string, string]>(account, account, restTextKey),
    (encoded) => {
      const [granter, grantee, typeUrl] = key.read(encoded, 0)[0];
      return [grantee, granter, typeUrl];
    },
  );
  const byExpiration = schema.index(
    0x02,
    "by_expiration",
    timeKey,
    ({ expiration }: StoredGrant) => expiration,
  );
  return {
    grants: schema.map(0x00, "grants", {
      key,
      value: grantValue,
      indexes: [byGrantee, byExpiration],
    }),
    /** Grantee, granter, type URL. */
    byGrantee,
    byExpiration,
    /** Height of the last block that began with more ended grants than it could remove. */
    behind: schema.item(0x03, "behind", u64Value),
    /** Start of the keys of one granter, or of the index keys of one grantee. */
    account: (address: string) => account.encode(address),
    /** Start of the keys of a granter and a grantee. */
    pair: (granter: string, grantee: string) => key.encode([granter, grantee, ""]),
  };
}

export type AuthzState = ReturnType<typeof authzState>;
