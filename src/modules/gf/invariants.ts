import type { ReadContext } from "../../keeper/context.js";
import type { Invariant } from "../../keeper/module.js";
import type { FrameworkState } from "./state.js";
import type { FrameworkSubjects } from "./subjects.js";

/** What must hold of governance frameworks. */
export const frameworkInvariants = (
  state: FrameworkState,
  subjects: FrameworkSubjects,
): readonly Invariant[] => [
  {
    name: "gf/indexes",
    check: (ctx) => state.versions.indexFault(ctx) ?? state.documents.indexFault(ctx),
  },
  { name: "gf/ids", check: (ctx) => idFault(ctx, state) },
  { name: "gf/active-versions", check: (ctx) => activeFault(ctx, state, subjects) },
  { name: "gf/documents", check: (ctx) => documentFault(ctx, state) },
];

function idFault(ctx: ReadContext, state: FrameworkState): string | undefined {
  const lastVersion = state.versionIds.last(ctx);
  for (const [id] of state.versions.entries(ctx)) {
    if (id > lastVersion) return `there is a version ${id}, the last id given is ${lastVersion}`;
  }
  const lastDocument = state.documentIds.last(ctx);
  for (const [id] of state.documents.entries(ctx)) {
    if (id > lastDocument) return `there is a document ${id}, the last id given is ${lastDocument}`;
  }
  return undefined;
}

/** [D-GF-01] A version without owner, or whose time of activation is not as its owner says. */
function activeFault(
  ctx: ReadContext,
  state: FrameworkState,
  subjects: FrameworkSubjects,
): string | undefined {
  for (const [id, version] of state.versions.entries(ctx)) {
    const subject = subjects.ofVersion(ctx, version);
    if (subject === undefined) return `version ${id} has no owner`;
    const active = version.version <= subject.activeVersion;
    if (active !== (version.activeSince !== undefined)) {
      const { activeVersion } = subject;
      return `version ${id}, number ${version.version}, is not as active_version ${activeVersion}`;
    }
  }
  return undefined;
}

function documentFault(ctx: ReadContext, state: FrameworkState): string | undefined {
  for (const [id, { gfvId }] of state.documents.entries(ctx)) {
    if (!state.versions.has(ctx, gfvId)) return `document ${id} has no version ${gfvId}`;
  }
  return undefined;
}
