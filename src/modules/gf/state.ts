import { GovernanceFrameworkDocument, GovernanceFrameworkVersion } from "../../gen/verana/gf/v1.js";
import type { Schema } from "../../keeper/collections.js";
import { languageKey } from "../../keeper/formats/language.js";
import {
  keyEnd,
  prefixEnd,
  stringKey,
  tupleKey,
  u8Key,
  u32Key,
  u64Key,
} from "../../keeper/keys.js";
import type { Walk } from "../../keeper/space.js";
import { protoValue } from "../../keeper/values.js";
import { ownerOf, type SubjectRef } from "./types.js";

export type FrameworkState = ReturnType<typeof frameworkState>;

const subjectKey = tupleKey<readonly [number, bigint]>(u8Key, u64Key);
const languageRef = tupleKey<readonly [bigint, string]>(u64Key, stringKey);
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
  // 0x05 was an index without the language, which no release had.
  const byLanguage = schema.uniqueIndex(
    0x06,
    "by_language",
    languageRef,
    ({ gfvId, language }: GovernanceFrameworkDocument) => [gfvId, languageKey(language)] as const,
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
      indexes: [byLanguage],
    }),
    byLanguage,
  };
}

/** The part of `bySubject` with the versions of a subject from `least` up. */
export function versionsFrom(subject: SubjectRef, least: number): Walk {
  const parts = subjectParts(subject);
  const lt = prefixEnd(subjectKey.encode(parts));
  const gte = versionKey.encode([...parts, least]);
  return lt === undefined ? { gte } : { gte, lt };
}

/** Where the versions of a subject start in `bySubject`. */
export const subjectStart = (subject: SubjectRef): Uint8Array =>
  subjectKey.encode(subjectParts(subject));

/** Encoded key of the version that an encoded entry of `bySubject` stands for. */
export const versionKeyIn = (entry: Uint8Array): Uint8Array =>
  entry.subarray(keyEnd(versionKey, entry, 0));

/** Reference of one version of a subject in `bySubject`. */
export const versionRef = (subject: SubjectRef, version: number) =>
  [...subjectParts(subject), version] as const;

/** Reference of the document of a version in a language in `byLanguage`; any case is the same. */
export const documentRef = (versionId: bigint, language: string) =>
  [versionId, languageKey(language)] as const;

/** Where the documents of a version start in `byLanguage`. */
export const documentsBound = (versionId: bigint): Uint8Array => u64Key.encode(versionId);

function subjectParts(subject: SubjectRef): readonly [number, bigint] {
  return subject.ecosystemId === undefined
    ? [SUBJECT.corporation, subject.corporationId]
    : [SUBJECT.ecosystem, subject.ecosystemId];
}

const SUBJECT = { ecosystem: 1, corporation: 2 } as const;
