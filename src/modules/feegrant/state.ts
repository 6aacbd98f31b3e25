import { Grant } from "../../gen/cosmos/feegrant/v1beta1.js";
import { Schema, u64Value, type ValueCodec } from "../../keeper/collections.js";
import { addressKey, timeKey, tupleKey } from "../../keeper/keys.js";
import { type Allowance, expirationOf, packAllowance, unpackAllowance } from "./allowance.js";
import type { Parties } from "./events.js";

/** An allowance with who gave it to whom. */
export interface StoredGrant extends Parties {
  readonly allowance: Allowance;
}

/** Whose fees, and who pays them: Cosmos SDK's order. */
export type GrantKey = readonly [grantee: string, granter: string];

/** A grant as the wire has it. */
export const wireGrant = ({ granter, grantee, allowance }: StoredGrant): Grant => ({
  granter,
  grantee,
  allowance: packAllowance(allowance),
});

const grantValue: ValueCodec<StoredGrant> = {
  encode: (grant) => Grant.encode(wireGrant(grant)),
  decode(bytes) {
    const { granter, grantee, allowance } = Grant.decode(bytes);
    return { granter, grantee, allowance: unpackAllowance(allowance) };
  },
};

/** Every byte of store `feegrant`. Prefixes are consensus: append, never renumber. */
export function feegrantState(prefix: string) {
  const schema = new Schema("feegrant", prefix);
  const account = addressKey(prefix);
  const key = tupleKey<GrantKey>(account, account);
  const byGranter = schema.keyIndex<readonly [granter: string, grantee: string], StoredGrant>(
    0x01,
    "by_granter",
    tupleKey<readonly [string, string]>(account, account),
    (encoded) => {
      const [grantee, granter] = key.read(encoded, 0)[0];
      return [granter, grantee];
    },
  );
  const byExpiration = schema.index(0x02, "by_expiration", timeKey, ({ allowance }: StoredGrant) =>
    expirationOf(allowance),
  );
  return {
    grants: schema.map(0x00, "grants", {
      key,
      value: grantValue,
      indexes: [byGranter, byExpiration],
    }),
    byGranter,
    byExpiration,
    /** Height of the last block that ended with more ended grants than it could remove. */
    behind: schema.item(0x03, "behind", u64Value),
    /** Start of the keys of one account, in the grants and in their index. */
    account: (address: string) => account.encode(address),
    /** Bytes of a grant in the store, its key included. */
    size: (grant: StoredGrant) =>
      BigInt(
        1 + key.encode([grant.grantee, grant.granter]).length + grantValue.encode(grant).length,
      ),
  };
}

export type FeegrantState = ReturnType<typeof feegrantState>;
