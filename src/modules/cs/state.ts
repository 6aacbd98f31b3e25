import { CredentialSchema, Params, SchemaAuthorizationPolicy } from "../../gen/verana/cs/v1.js";
import type { Schema } from "../../keeper/collections.js";
import {
  descending,
  type KeyCodec,
  prefixEnd,
  timeKey,
  tupleKey,
  u8Key,
  u32Key,
  u64Key,
} from "../../keeper/keys.js";
import type { Walk } from "../../keeper/space.js";
import { protoValue } from "../../keeper/values.js";
import { traitsOf } from "./traits.js";

export type SchemaState = ReturnType<typeof schemaState>;

/** A time in nanoseconds whose keys sort the latest first; ids behind it stay ascending (D-GEN-13). */
export const latestFirst: KeyCodec<bigint> = descending(timeKey);

const byTraitsKey = tupleKey<readonly [number, bigint]>(u8Key, latestFirst);
const byEcosystemTraitsKey = tupleKey<readonly [bigint, number, bigint]>(
  u64Key,
  u8Key,
  latestFirst,
);
const policyRef = tupleKey<readonly [bigint, number, number]>(u64Key, u8Key, u32Key);

/** Every byte this module owns. Prefixes are consensus: append, never renumber. */
export function schemaState(schema: Schema) {
  const modified = (s: CredentialSchema) => s.modified ?? 0n;
  const byModified = schema.index(0x03, "by_modified", latestFirst, modified);
  // 0x04 to 0x08 were an index for each filter, which no release had.
  const byTraits = schema.index(0x0c, "by_traits", byTraitsKey, (s: CredentialSchema) => {
    return [traitsOf(s), modified(s)] as const;
  });
  const byEcosystemTraits = schema.index(
    0x0d,
    "by_ecosystem_traits",
    byEcosystemTraitsKey,
    (s: CredentialSchema) => [s.ecosystemId, traitsOf(s), modified(s)] as const,
  );
  const byVersion = schema.index(0x0b, "by_version", policyRef, (p: SchemaAuthorizationPolicy) => {
    return [p.schemaId, p.role, p.version] as const;
  });
  const byStanding = schema.index(
    0x0e,
    "by_standing",
    policyRef,
    (p: SchemaAuthorizationPolicy) => {
      const standing = standingOf(p);
      return standing === undefined ? undefined : ([p.schemaId, p.role, standing] as const);
    },
  );
  return {
    params: schema.item(0x00, "params", protoValue(Params)),
    ids: schema.sequence(0x01, "ids"),
    schemas: schema.map(0x02, "schemas", {
      key: u64Key,
      value: protoValue(CredentialSchema),
      indexes: [byModified, byTraits, byEcosystemTraits],
    }),
    byModified,
    byTraits,
    byEcosystemTraits,
    policyIds: schema.sequence(0x09, "policy_ids"),
    policies: schema.map(0x0a, "policies", {
      key: u64Key,
      value: protoValue(SchemaAuthorizationPolicy),
      indexes: [byVersion, byStanding],
    }),
    byVersion,
    byStanding,
  };
}

const rolePrefix = tupleKey<readonly [bigint, number]>(u64Key, u8Key);

/** The part of `byVersion` with the policies of a schema for a role. */
export function policiesOf(schemaId: bigint, role: number): Walk {
  const gte = rolePrefix.encode([schemaId, role]);
  const lt = prefixEnd(gte);
  return lt === undefined ? { gte } : { gte, lt };
}

/** Policies that messages look for [D-CS-07]: drafts, and those in force without an end. */
export const STANDING = { draft: 1, inForce: 2 } as const;

/** Which of them a policy is; undefined for one that ended or was revoked. */
export function standingOf({ effectiveFrom, effectiveUntil, revoked }: SchemaAuthorizationPolicy) {
  if (revoked) return undefined;
  if (effectiveFrom === undefined) return STANDING.draft;
  return effectiveUntil === undefined ? STANDING.inForce : undefined;
}
