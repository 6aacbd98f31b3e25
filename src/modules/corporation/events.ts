import type { Corporation } from "../../gen/verana/co/v1.js";
import { type Event, event } from "../../keeper/events.js";

const named = ({ id, policyAddress, did }: Corporation) => ({
  corporation_id: id,
  policy_address: policyAddress,
  did,
});

/** A corporation was registered, in either form of MOD-CO-MSG-1. */
export const corporationCreated = (corporation: Corporation): Event =>
  event("create_corporation", named(corporation));

/** A corporation has another DID. */
export const corporationUpdated = (corporation: Corporation): Event =>
  event("update_corporation", named(corporation));

/** A corporation was archived, or no longer is. */
export const corporationArchived = (corporation: Corporation): Event =>
  event("archive_corporation", named(corporation), {
    archive_status: corporation.archived === undefined ? "unarchived" : "archived",
  });
