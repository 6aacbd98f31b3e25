import type { EcosystemWithVersions } from "../../gen/verana/ec/v1.js";
import type { Json } from "../../keeper/query.js";
import { idJson, timeJson } from "../../keeper/spec-json.js";
import type { FrameworkPort } from "./ports.js";

/** [D-GEN-06] [D-GEN-11] An ecosystem as the specification's REST family prints it: `archived` is a time. */
export function ecosystemJson(ecosystem: EcosystemWithVersions, frameworks: FrameworkPort): Json {
  return {
    id: idJson(ecosystem.id),
    did: ecosystem.did,
    corporation: idJson(ecosystem.corporationId),
    created: timeJson(ecosystem.created),
    modified: timeJson(ecosystem.modified),
    archived: timeJson(ecosystem.archivedAt),
    language: ecosystem.language,
    active_version: ecosystem.activeVersion,
    versions: ecosystem.versions.map((version) => frameworks.versionJson(version)),
  };
}
