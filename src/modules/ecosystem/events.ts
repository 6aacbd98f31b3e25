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
