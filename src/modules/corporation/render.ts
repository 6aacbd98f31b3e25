import type { CorporationWithGF } from "../../gen/verana/co/v1.js";
import type { Json } from "../../keeper/query.js";
import { idJson, timeJson } from "../../keeper/spec-json.js";
import type { FrameworkPort } from "./ports.js";

/** [D-CO-01] [D-GEN-02] A corporation as the specification's REST family prints it: its key is `corporation`. */
export function corporationJson(corporation: CorporationWithGF, frameworks: FrameworkPort): Json {
  return {
    corporation: idJson(corporation.id),
    policy_address: corporation.policyAddress,
    did: corporation.did,
    created: timeJson(corporation.created),
    modified: timeJson(corporation.modified),
    archived: timeJson(corporation.archived),
    language: corporation.language,
    active_version: corporation.activeVersion,
    versions: corporation.versions.map((version) => frameworks.versionJson(version)),
  };
}
