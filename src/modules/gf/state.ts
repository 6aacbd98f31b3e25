import { GovernanceFrameworkDocument, GovernanceFrameworkVersion } from "../../gen/verana/gf/v1.js";
import type { Schema } from "../../keeper/collections.js";
import { tupleKey, u8Key, u32Key, u64Key } from "../../keeper/keys.js";
import { protoValue } from "../../keeper/values.js";
import { ownerOf, type SubjectRef } from "./types.js";

export type FrameworkState = ReturnType<typeof frameworkState>;

const subjectKey = tupleKey<readonly [number, bigint]>(u8Key, u64Key);
const versionKey = tupleKey<readonly [number, bigint, number]>(u8Key, u64Key, u32Key);

/** Every byte this module owns. Prefixes are consensus: append, never renumber. */
export function frameworkState(schema: Schema) {
  const bySubject = schema.index(
    0x03,
    "by_subject",
    versionKey,
    (version: GovernanceFrameworkVersion) =>
      [...subjectParts(ownerOf(version)), version.version] as const,
  );
  const byVersion = schema.index(
    0x05,
    "by_version",
    u64Key,
    (document: GovernanceFrameworkDocument) => document.gfvId,
  );
  return {
    versionIds: schema.sequence(0x00, "version_ids"),
    documentIds: schema.sequence(0x01, "document_ids"),
    versions: schema.map(0x02, "versions", {
      key: u64Key,
      value: protoValue(GovernanceFrameworkVersion),
      indexes: [bySubject],
    }),
    bySubject,
    documents: schema.map(0x04, "documents", {
      key: u64Key,
      value: protoValue(GovernanceFrameworkDocument),
      indexes: [byVersion],
    }),
    byVersion,
  };
}

/** Where the versions of a subject start in `bySubject`. */
export const subjectBound = (subject: SubjectRef): Uint8Array =>
  subjectKey.encode(subjectParts(subject));

/** Reference of one version of a subject in `bySubject`. */
export const versionRef = (subject: SubjectRef, version: number) =>
  [...subjectParts(subject), version] as const;

function subjectParts(subject: SubjectRef): readonly [number, bigint] {
  return subject.ecosystemId === undefined
    ? [SUBJECT.corporation, subject.corporationId]
    : [SUBJECT.ecosystem, subject.ecosystemId];
}

const SUBJECT = { ecosystem: 1, corporation: 2 } as const;
