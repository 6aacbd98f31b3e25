import { type Event, event } from "../../keeper/events.js";
import type { SubjectRef } from "./types.js";

/** A document joined a version. Ids are decimal text. */
export function documentAdded(
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
  return event("add_gf_document", {
    ...owner,
    gfv_id: added.versionId,
    gfd_id: added.documentId,
    version: added.version,
    language: added.language,
  });
}
