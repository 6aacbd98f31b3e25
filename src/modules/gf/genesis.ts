import {
  GenesisState,
  type GovernanceFrameworkDocument,
  type GovernanceFrameworkVersion,
} from "../../gen/verana/gf/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { isLanguageTag } from "../../keeper/formats/language.js";
import { isDigestSri } from "../../keeper/formats/sri.js";
import { isHttpUrl } from "../../keeper/formats/url.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import { gfErrors } from "./errors.js";
import { documentRef, type FrameworkState, versionRef } from "./state.js";
import type { FrameworkSubjects } from "./subjects.js";
import { ownerOf } from "./types.js";

/** The section `gf` of `app_state`. Corporations and ecosystems are there before it. */
export function frameworkGenesis(
  state: FrameworkState,
  subjects: FrameworkSubjects,
): ModuleGenesis {
  return {
    name: "gf",
    fresh: () => printSection(GenesisState, GenesisState.create()),
    init: (ctx, section) =>
      init(ctx, state, subjects, readSection(GenesisState, section, gfErrors.invalidGenesis)),
    export: (ctx) => printSection(GenesisState, read(ctx, state)),
  };
}

function init(
  ctx: WriteContext,
  state: FrameworkState,
  subjects: FrameworkSubjects,
  genesis: GenesisState,
): void {
  let lastVersion = genesis.gfvCounter;
  for (const version of genesis.versions) {
    checkVersion(ctx, state, subjects, version);
    state.versions.set(ctx, version.id, version);
    if (version.id > lastVersion) lastVersion = version.id;
  }
  let lastDocument = genesis.gfdCounter;
  for (const document of genesis.documents) {
    checkDocument(ctx, state, document);
    state.documents.set(ctx, document.id, document);
    if (document.id > lastDocument) lastDocument = document.id;
  }
  state.versionIds.restore(ctx, lastVersion);
  state.documentIds.restore(ctx, lastDocument);
}

function checkVersion(
  ctx: ReadContext,
  state: FrameworkState,
  subjects: FrameworkSubjects,
  version: GovernanceFrameworkVersion,
): void {
  const { id, ecosystemId, corporationId } = version;
  valid(id > 0n && !state.versions.has(ctx, id), "version id missing or given twice", id);
  valid((ecosystemId === 0n) !== (corporationId === 0n), "not exactly one owner", id);
  const subject = subjects.ofVersion(ctx, version);
  valid(subject !== undefined, "unknown owner", id);
  valid(version.version > 0, "version number missing", id);
  const active = version.version <= subject.activeVersion;
  valid(
    active === (version.activeSince !== undefined),
    "active_since is not as active_version",
    id,
  );
  const taken = state.bySubject.has(ctx, versionRef(ownerOf(version), version.version));
  valid(!taken, "version number given twice", id);
}

function checkDocument(
  ctx: ReadContext,
  state: FrameworkState,
  document: GovernanceFrameworkDocument,
): void {
  const { id, gfvId, language, url, digestSri } = document;
  valid(id > 0n && !state.documents.has(ctx, id), "document id missing or given twice", id);
  valid(state.versions.has(ctx, gfvId), "document of an unknown version", id);
  valid(isLanguageTag(language), "malformed language", id);
  const other = state.byLanguage.primaryKey(ctx, documentRef(gfvId, language));
  valid(other === undefined, "language given twice in a version", id);
  valid(isHttpUrl(url), "malformed url", id);
  valid(isDigestSri(digestSri), "malformed digest_sri", id);
}

function valid(ok: boolean, reason: string, id: bigint): asserts ok {
  if (!ok) refuse(gfErrors.invalidGenesis, { reason, id });
}

function read(ctx: ReadContext, state: FrameworkState): GenesisState {
  return GenesisState.create({
    versions: [...state.versions.entries(ctx)].map(([, version]) => version),
    documents: [...state.documents.entries(ctx)].map(([, document]) => document),
    gfvCounter: state.versionIds.last(ctx),
    gfdCounter: state.documentIds.last(ctx),
  });
}
