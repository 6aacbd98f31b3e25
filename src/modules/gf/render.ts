import type {
  GovernanceFrameworkDocument,
  GovernanceFrameworkVersionWithDocs,
} from "../../gen/verana/gf/v1.js";
import type { Json } from "../../keeper/query.js";
import { idJson, timeJson } from "../../keeper/spec-json.js";

/** [D-GF-02] A version as the specification's REST family prints it: both owner keys, one of them null. */
export function frameworkVersionJson(version: GovernanceFrameworkVersionWithDocs): Json {
  return {
    id: idJson(version.id),
    ecosystem_id: idJson(version.ecosystemId),
    corporation: idJson(version.corporationId),
    created: timeJson(version.created),
    version: version.version,
    active_since: timeJson(version.activeSince),
    documents: version.documents.map(documentJson),
  };
}

function documentJson(document: GovernanceFrameworkDocument): Json {
  return {
    id: idJson(document.id),
    gfv_id: idJson(document.gfvId),
    created: timeJson(document.created),
    language: document.language,
    url: document.url,
    digest_sri: document.digestSri,
  };
}
