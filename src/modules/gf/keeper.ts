import type {
  GovernanceFrameworkVersion,
  GovernanceFrameworkVersionWithDocs,
} from "../../gen/verana/gf/v1.js";
import { Schema } from "../../keeper/collections.js";
import type { ChainSettings, ReadContext, WriteContext } from "../../keeper/context.js";
import { prefixEnd } from "../../keeper/keys.js";
import { take } from "../../keeper/list-size.js";
import type { Json } from "../../keeper/query.js";
import { shownDocuments } from "./documents.js";
import { documentAdded } from "./events.js";
import { frameworkVersionJson } from "./render.js";
import { type FrameworkState, frameworkState, subjectBound, versionRef } from "./state.js";
import type { FrameworkSeed, FrameworkView, Subject, SubjectRef } from "./types.js";

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
    ctx.emit(documentAdded(seed, { versionId, documentId, version, language: seed.language }));
  }

  /** [D-CO-06] Versions of a subject in ascending version, with the documents that `view` shows. */
  versionsOf(
    ctx: ReadContext,
    subject: Subject,
    view: FrameworkView,
  ): GovernanceFrameworkVersionWithDocs[] {
    const found = view.activeOnly
      ? this.state.versions.where(
          ctx,
          this.state.bySubject,
          versionRef(subject, subject.activeVersion),
        )
      : this.allVersions(ctx, subject);
    return take(found, view.size ?? Number.POSITIVE_INFINITY).map((version) =>
      this.withDocuments(ctx, version, view.preferredLanguage, subject.language),
    );
  }

  /** A version with its documents; `preferred` and `own` as in D-CO-06. */
  withDocuments(
    ctx: ReadContext,
    version: GovernanceFrameworkVersion,
    preferred: string,
    own: string,
  ): GovernanceFrameworkVersionWithDocs {
    const documents = [...this.state.documents.where(ctx, this.state.byVersion, version.id)];
    return { ...version, documents: shownDocuments(documents, preferred, own) };
  }

  /** A version as the specification's REST family prints it. */
  versionJson(version: GovernanceFrameworkVersionWithDocs): Json {
    return frameworkVersionJson(version);
  }

  private allVersions(
    ctx: ReadContext,
    subject: SubjectRef,
  ): IterableIterator<GovernanceFrameworkVersion> {
    const gte = subjectBound(subject);
    const lt = prefixEnd(gte);
    return this.state.versions.along(ctx, this.state.bySubject, {
      gte,
      ...(lt === undefined ? {} : { lt }),
    });
  }
}

/** The keeper over the store of this module. */
export function frameworkKeeper(settings: ChainSettings): FrameworkKeeper {
  return new FrameworkKeeper(frameworkState(new Schema("gf", settings.prefix)));
}
