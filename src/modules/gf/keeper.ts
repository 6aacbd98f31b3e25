import type {
  GovernanceFrameworkDocument,
  GovernanceFrameworkVersion,
  GovernanceFrameworkVersionWithDocs,
} from "../../gen/verana/gf/v1.js";
import { Schema } from "../../keeper/collections.js";
import type { ChainSettings, ReadContext, WriteContext } from "../../keeper/context.js";
import { take } from "../../keeper/list-size.js";
import type { Json } from "../../keeper/query.js";
import { documentSeeded } from "./events.js";
import { frameworkVersionJson } from "./render.js";
import {
  documentRef,
  documentsBound,
  type FrameworkState,
  frameworkState,
  versionRef,
  versionsFrom,
} from "./state.js";
import { versionFields } from "./stored-versions.js";
import type { FrameworkSeed, FrameworkView, Subject, SubjectRef } from "./types.js";

/** Version numbers are of 32 bits: behind the last one there is none. */
const MOST_VERSIONS = 0xffff_ffff;

/** Governance frameworks: versions and documents of corporations and ecosystems. */
export class FrameworkKeeper {
  constructor(readonly state: FrameworkState) {}

  /**
   * [D-GF-01] Version 1 of a new subject, active at once, with its document. Creating a corporation
   * or an ecosystem calls it.
   */
  seed(ctx: WriteContext, seed: FrameworkSeed): void {
    const version = 1;
    const created = ctx.blockTime;
    const versionId = this.state.versionIds.next(ctx);
    const documentId = this.state.documentIds.next(ctx);
    this.state.versions.set(ctx, versionId, {
      id: versionId,
      ecosystemId: seed.ecosystemId ?? 0n,
      corporationId: seed.corporationId ?? 0n,
      created,
      version,
      activeSince: created,
    });
    this.state.documents.set(ctx, documentId, {
      id: documentId,
      gfvId: versionId,
      created,
      language: seed.language,
      url: seed.url,
      digestSri: seed.digestSri,
    });
    ctx.emit(documentSeeded(seed, { versionId, documentId, version, language: seed.language }));
  }

  /** A version of a subject by its number. */
  versionAt(
    ctx: ReadContext,
    subject: SubjectRef,
    version: number,
  ): GovernanceFrameworkVersion | undefined {
    if (version > MOST_VERSIONS) return undefined;
    const { versions, bySubject } = this.state;
    const [found] = versions.where(ctx, bySubject, versionRef(subject, version));
    return found;
  }

  /** The highest version number of a subject; 0 when it has none. */
  lastVersion(ctx: ReadContext, subject: SubjectRef): number {
    const walk = { ...versionsFrom(subject, 0), reverse: true };
    const [last] = this.state.versions.along(ctx, this.state.bySubject, walk);
    return last?.version ?? 0;
  }

  /** [D-GEN-17] The document of a version in a language, whatever its case. */
  documentIn(
    ctx: ReadContext,
    versionId: bigint,
    language: string,
  ): GovernanceFrameworkDocument | undefined {
    const { documents, byLanguage } = this.state;
    return documents.by(ctx, byLanguage, documentRef(versionId, language));
  }

  /** [D-CO-06] Versions of a subject in ascending version, with the documents that `view` shows. */
  versionsOf(
    ctx: ReadContext,
    subject: Subject,
    view: FrameworkView,
  ): GovernanceFrameworkVersionWithDocs[] {
    const { activeVersion, language } = subject;
    const { activeOnly, least = 0, size = Number.POSITIVE_INFINITY } = view;
    const active = activeVersion < least ? undefined : activeVersion;
    const found = activeOnly
      ? this.oneVersion(ctx, subject, active)
      : this.from(ctx, subject, least);
    return take(found, size).map((version) =>
      this.withDocuments(ctx, version, view.preferredLanguage, language),
    );
  }

  /** [D-CO-06] The same of many subjects, encoded as fields numbered `no` of an answer. */
  versionFields(
    ctx: ReadContext,
    subjects: readonly Subject[],
    view: Pick<FrameworkView, "activeOnly" | "preferredLanguage">,
    no: number,
  ): Uint8Array[] {
    return versionFields(ctx, this.state, subjects, view, no);
  }

  /**
   * [D-CO-06] A version with the documents that a query shows: the one in the preferred language, else
   * the one in the subject's own, else the one with the lowest id; all of them, by ascending id,
   * without a preference.
   */
  withDocuments(
    ctx: ReadContext,
    version: GovernanceFrameworkVersion,
    preferred: string,
    own: string,
  ): GovernanceFrameworkVersionWithDocs {
    const { id } = version;
    if (preferred === "") return { ...version, documents: this.documentsOf(ctx, id) };
    const shown = this.documentIn(ctx, id, preferred) ?? this.documentIn(ctx, id, own);
    if (shown !== undefined) return { ...version, documents: [shown] };
    return { ...version, documents: this.documentsOf(ctx, id, 1) };
  }

  /** A version as the specification's REST family prints it. */
  versionJson(version: GovernanceFrameworkVersionWithDocs): Json {
    return frameworkVersionJson(version);
  }

  /** Documents of a version by ascending id, the first of them or all. */
  private documentsOf(
    ctx: ReadContext,
    versionId: bigint,
    most?: number,
  ): GovernanceFrameworkDocument[] {
    const { documents, byLanguage } = this.state;
    const keys = [...byLanguage.primaryKeys(ctx, documentsBound(versionId))];
    const sorted = keys.sort(Buffer.compare).slice(0, most);
    return sorted.map((key) => documents.at(ctx, key));
  }

  private oneVersion(
    ctx: ReadContext,
    subject: SubjectRef,
    version: number | undefined,
  ): readonly GovernanceFrameworkVersion[] {
    const found = version === undefined ? undefined : this.versionAt(ctx, subject, version);
    return found === undefined ? [] : [found];
  }

  private from(
    ctx: ReadContext,
    subject: SubjectRef,
    least: number,
  ): IterableIterator<GovernanceFrameworkVersion> {
    return this.state.versions.along(ctx, this.state.bySubject, versionsFrom(subject, least));
  }
}

/** The keeper over the store of this module. */
export function frameworkKeeper(settings: ChainSettings): FrameworkKeeper {
  return new FrameworkKeeper(frameworkState(new Schema("gf", settings.prefix)));
}
