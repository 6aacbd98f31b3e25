import { CredentialSchema, Params, SchemaAuthorizationPolicy } from "../../gen/verana/cs/v1.js";
import type { Schema } from "../../keeper/collections.js";
import { type KeyCodec, timeKey, tupleKey, u8Key, u32Key, u64Key } from "../../keeper/keys.js";
import { protoValue } from "../../keeper/values.js";

export type SchemaState = ReturnType<typeof schemaState>;

/** A time in nanoseconds whose keys sort the latest first; ids behind it stay ascending (D-GEN-13). */
export const latestFirst: KeyCodec<bigint> = {
  encode: (time) => timeKey.encode(time).map((byte) => byte ^ 0xff),
  read: (bytes, at) => {
    const [time] = timeKey.read(
      bytes.slice(at, at + 12).map((byte) => byte ^ 0xff),
      0,
    );
    return [time, at + 12];
  },
};

const byOwner = tupleKey<readonly [bigint, bigint]>(u64Key, latestFirst);
const byMode = tupleKey<readonly [number, bigint]>(u8Key, latestFirst);
const policyRef = tupleKey<readonly [bigint, number, number]>(u64Key, u8Key, u32Key);

/** Every byte this module owns. Prefixes are consensus: append, never renumber. */
export function schemaState(schema: Schema) {
  const modified = (s: CredentialSchema) => s.modified ?? 0n;
  const byModified = schema.index(0x03, "by_modified", latestFirst, modified);
  const byEcosystem = schema.index(0x04, "by_ecosystem", byOwner, (s: CredentialSchema) => {
    return [s.ecosystemId, modified(s)] as const;
  });
  const active = schema.index(0x05, "active", latestFirst, (s: CredentialSchema) =>
    s.archived === undefined ? modified(s) : undefined,
  );
  const byIssuerMode = schema.index(0x06, "by_issuer_mode", byMode, (s: CredentialSchema) => {
    return [s.issuerOnboardingMode, modified(s)] as const;
  });
  const byVerifierMode = schema.index(0x07, "by_verifier_mode", byMode, (s: CredentialSchema) => {
    return [s.verifierOnboardingMode, modified(s)] as const;
  });
  const byHolderMode = schema.index(0x08, "by_holder_mode", byMode, (s: CredentialSchema) => {
    return [s.holderOnboardingMode, modified(s)] as const;
  });
  const byVersion = schema.index(0x0b, "by_version", policyRef, (p: SchemaAuthorizationPolicy) => {
    return [p.schemaId, p.role, p.version] as const;
  });
  return {
    params: schema.item(0x00, "params", protoValue(Params)),
    ids: schema.sequence(0x01, "ids"),
    schemas: schema.map(0x02, "schemas", {
      key: u64Key,
      value: protoValue(CredentialSchema),
      indexes: [byModified, byEcosystem, active, byIssuerMode, byVerifierMode, byHolderMode],
    }),
    byModified,
    byEcosystem,
    active,
    byIssuerMode,
    byVerifierMode,
    byHolderMode,
    policyIds: schema.sequence(0x09, "policy_ids"),
    policies: schema.map(0x0a, "policies", {
      key: u64Key,
      value: protoValue(SchemaAuthorizationPolicy),
      indexes: [byVersion],
    }),
    byVersion,
  };
}

const rolePrefix = tupleKey<readonly [bigint, number]>(u64Key, u8Key);

/** Where the policies of a schema and role start in `byVersion`. */
export const policiesOf = (schemaId: bigint, role: number): Uint8Array =>
  rolePrefix.encode([schemaId, role]);
