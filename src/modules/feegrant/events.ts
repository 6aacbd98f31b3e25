import { type Event, event } from "../../keeper/events.js";

/** Who pays fees for whom. Addresses are lower-case bech32 texts. */
export interface Parties {
  readonly granter: string;
  readonly grantee: string;
}

const of = (type: string, { granter, grantee }: Parties): Event =>
  event(type, { granter, grantee });

export const allowanceSet = (parties: Parties): Event => of("set_feegrant", parties);
export const allowanceUsed = (parties: Parties): Event => of("use_feegrant", parties);
export const allowanceUpdated = (parties: Parties): Event => of("update_feegrant", parties);
export const allowanceRevoked = (parties: Parties): Event => of("revoke_feegrant", parties);
export const allowancesPruned = (pruner: string): Event => event("prune_feegrant", { pruner });
