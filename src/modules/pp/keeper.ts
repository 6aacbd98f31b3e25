import type { Params, Participant } from "../../gen/verana/pp/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { prefixEnd, stringKey } from "../../keeper/keys.js";
import { DEFAULT_PARAMS } from "./params.js";
import type { ParticipantState } from "./state.js";

/** Participants, as other modules ask for them. */
export class ParticipantKeeper {
  constructor(readonly state: ParticipantState) {}

  find(ctx: ReadContext, id: bigint): Participant | undefined {
    return this.state.participants.get(ctx, id);
  }

  /** Corporation of the participants with this DID, in any state; undefined when there are none. */
  controllerOf(ctx: ReadContext, did: string): bigint | undefined {
    const gte = stringKey.encode(did);
    const lt = prefixEnd(gte);
    const walk = { gte, ...(lt === undefined ? {} : { lt }) };
    const [first] = this.state.participants.along(ctx, this.state.byDid, walk);
    return first?.corporationId;
  }

  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? DEFAULT_PARAMS;
  }
}
