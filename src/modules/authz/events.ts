import { type Event, typedEvent } from "../../keeper/events.js";
import type { GrantKey } from "./state.js";

const facts = ([granter, grantee, msg_type_url]: GrantKey) => ({ granter, grantee, msg_type_url });

export const granted = (key: GrantKey): Event =>
  typedEvent("cosmos.authz.v1beta1.EventGrant", facts(key));

/** Taken back, or used up. */
export const revoked = (key: GrantKey): Event =>
  typedEvent("cosmos.authz.v1beta1.EventRevoke", facts(key));
