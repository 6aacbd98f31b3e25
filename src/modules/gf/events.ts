import type {
  GovernanceFrameworkDocument,
  GovernanceFrameworkVersion,
} from "../../gen/verana/gf/v1.js";
import type { CorporationOperator } from "../../keeper/authority.js";
import { type Event, event } from "../../keeper/events.js";
import { formatTime } from "../../keeper/formats/time.js";
import type { SubjectRef } from "./types.js";

/** The first document of a new subject. Ids are decimal text. */
export function documentSeeded(
  subject: SubjectRef,
  added: {
    readonly versionId: bigint;
    readonly documentId: bigint;
    readonly version: number;
    readonly language: string;
  },
): Event {
  const owner =
    subject.ecosystemId === undefined
      ? { corporation_id: subject.corporationId }
      : { ecosystem_id: subject.ecosystemId };
  return event("add_gf_document", owner, {
    gfv_id: added.versionId,
    gfd_id: added.documentId,
    version: added.version,
    language: added.language,
  });
}

/** A document joined a version or was replaced. `ecosystem_id` is 0 for a corporation's own framework. */
export const documentAdded = (
  version: GovernanceFrameworkVersion,
  document: GovernanceFrameworkDocument,
  by: CorporationOperator,
): Event =>
  event("add_gf_document", actors(by), {
    ecosystem_id: version.ecosystemId,
    gfv_id: version.id,
    gfd_id: document.id,
    version: version.version,
    language: document.language,
    doc_url: document.url,
    doc_digest_sri: document.digestSri,
  });

/** Another version became the active one, at `now`. */
export const versionActivated = (
  version: GovernanceFrameworkVersion,
  by: CorporationOperator,
  now: bigint,
): Event =>
  event("increase_active_gf_version", actors(by), {
    ecosystem_id: version.ecosystemId,
    gfv_id: version.id,
    version: version.version,
    active_since: formatTime(now, "trimmed"),
  });

const actors = ({ corporation, operator }: CorporationOperator) => ({
  corporation: corporation.policyAddress,
  operator,
});
