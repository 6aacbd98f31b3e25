import type { Corporation } from "../../gen/verana/co/v1.js";
import { type Event, event } from "../../keeper/events.js";

/** A corporation was registered, in either form of MOD-CO-MSG-1. */
export const corporationCreated = (corporation: Corporation): Event =>
  event("create_corporation", {
    corporation_id: corporation.id,
    policy_address: corporation.policyAddress,
    did: corporation.did,
  });
