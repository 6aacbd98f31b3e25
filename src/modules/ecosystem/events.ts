import type { Ecosystem } from "../../gen/verana/ec/v1.js";
import { type Event, event } from "../../keeper/events.js";

/** An ecosystem was created. */
export const ecosystemCreated = (ecosystem: Ecosystem, operator: string): Event =>
  event("create_ecosystem", {
    ecosystem_id: ecosystem.id,
    corporation_id: ecosystem.corporationId,
    operator,
    did: ecosystem.did,
    language: ecosystem.language,
  });

/** An ecosystem has another DID, or was given its own again. */
export const ecosystemUpdated = (ecosystem: Ecosystem, operator: string): Event =>
  event("update_ecosystem", changed(ecosystem, operator));

/** An ecosystem was archived, or no longer is. */
export const ecosystemArchived = (ecosystem: Ecosystem, operator: string): Event =>
  event("archive_ecosystem", changed(ecosystem, operator), {
    archive_status: ecosystem.archived ? "archived" : "unarchived",
  });

const changed = (ecosystem: Ecosystem, operator: string) => ({
  ecosystem_id: ecosystem.id,
  corporation_id: ecosystem.corporationId,
  operator,
  did: ecosystem.did,
});
