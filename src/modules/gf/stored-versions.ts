import type { ReadContext } from "../../keeper/context.js";
import { languageKey } from "../../keeper/formats/language.js";
import { stringKey, u64Key } from "../../keeper/keys.js";
import { entriesUnder } from "../../keeper/runs.js";
import type { Entry } from "../../store/contract.js";
import { Writer } from "../../wire/writer.js";
import { type FrameworkState, subjectStart, versionKeyIn, versionRef } from "./state.js";
import type { FrameworkView, Subject } from "./types.js";

/** Which documents are shown: all, or of each version the one that fits best. */
type Shown = Pick<FrameworkView, "activeOnly" | "preferredLanguage">;

/** Tag of the field `documents` of a version in an answer. */
const DOCUMENTS = (7 << 3) | 2;

/**
 * [D-CO-06] Of each subject its versions, ascending, with the documents that `view` shows: encoded, as
 * fields numbered `no`. What subjects that follow each other have is read together.
 */
export function versionFields(
  ctx: ReadContext,
  state: FrameworkState,
  subjects: readonly Subject[],
  view: Shown,
  no: number,
): Uint8Array[] {
  const keys = versionKeys(ctx, state, subjects, view);
  const versions = state.versions.stored(ctx, keys.flat());
  const languages = keys.flatMap((own, i) => own.map(() => subjects[i]?.language ?? ""));
  const documents = documentsOf(ctx, state, versions, languages, view);
  let at = 0;
  return keys.map((own) => {
    const writer = new Writer();
    for (const end = at + own.length; at < end; at++) {
      const start = writer.uint32((no << 3) | 2).open();
      const [, version] = versions[at] ?? [];
      if (version !== undefined) writer.encoded(version);
      for (const document of documents[at] ?? []) writer.uint32(DOCUMENTS).bytesValue(document);
      writer.close(start);
    }
    return writer.finish();
  });
}

/** Encoded keys of each subject's versions. */
function versionKeys(
  ctx: ReadContext,
  { bySubject }: FrameworkState,
  subjects: readonly Subject[],
  { activeOnly }: Shown,
): Uint8Array[][] {
  if (activeOnly) {
    return subjects.map((subject) => [
      ...bySubject.primaryKeys(ctx, versionRef(subject, subject.activeVersion)),
    ]);
  }
  const found = entriesUnder(subjects.map(subjectStart), (walk) => bySubject.stored(ctx, walk));
  return found.map((entries) => entries.map(([key]) => versionKeyIn(key)));
}

/** Of each version the documents that are shown, by ascending id. */
function documentsOf(
  ctx: ReadContext,
  { byLanguage, documents }: FrameworkState,
  versions: readonly Entry[],
  languages: readonly string[],
  { preferredLanguage: preferred }: Shown,
): Uint8Array[][] {
  const starts = versions.map(([key]) => key);
  const found = entriesUnder(starts, (walk) => byLanguage.stored(ctx, walk));
  const keys = found.map((entries, i) => {
    const sorted = entries.map(([, key]) => key).sort(Buffer.compare);
    if (preferred === "") return sorted;
    const best = inLanguage(entries, preferred) ?? inLanguage(entries, languages[i] ?? "");
    return best === undefined ? sorted.slice(0, 1) : [best];
  });
  const all = documents.stored(ctx, keys.flat());
  let at = 0;
  return keys.map((own) => {
    at += own.length;
    return all.slice(at - own.length, at).map(([, document]) => document);
  });
}

/** Key of a version's document in a language, of the entries of the version in `byLanguage`. */
function inLanguage(entries: readonly Entry[], language: string): Uint8Array | undefined {
  const wanted = stringKey.encode(languageKey(language));
  const found = entries.find(([key]) => Buffer.compare(key.subarray(VERSION_BYTES), wanted) === 0);
  return found?.[1];
}

const VERSION_BYTES = u64Key.encode(0n).length;
