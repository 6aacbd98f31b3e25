import {
  MsgUpdateParams,
  MsgUpdateParamsResponse,
  Query,
  type QueryParamsResponse,
} from "../../gen/cosmos/consensus/v1.js";
import { refuse } from "../../keeper/errors.js";
import { event } from "../../keeper/events.js";
import { type Governance, governance } from "../../keeper/governance.js";
import { bindMessage, type Handler } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { defineQuery } from "../../keeper/query.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { updatedParams, updateFault } from "./params.js";
import { CONSENSUS_STORE, readConsensusParams, writeConsensusParams } from "./state.js";

/**
 * Parameters of consensus: Cosmos SDK's x/consensus. They stand in the genesis document, not in
 * `app_state`; the engine is told of every change with the block that made it.
 */
export function consensusModule(): { readonly module: Module } {
  return {
    module: {
      name: "consensus",
      messages: [bindMessage("consensus", updateParams)],
      queries: [
        defineQuery<object, QueryParamsResponse>({
          method: Query.Params,
          run: (ctx) => ({ params: readConsensusParams(ctx.stores.store(CONSENSUS_STORE)) }),
        }),
      ],
    },
  };
}

/** x/consensus MsgUpdateParams. */
const updateParams: Handler<MsgUpdateParams, Governance, void, MsgUpdateParamsResponse> = {
  type: MsgUpdateParams,
  response: MsgUpdateParamsResponse,
  authorize: governance,
  check(_ctx, message) {
    const log = updateFault(message);
    if (log !== undefined) refuse(sdkErrors.invalidRequest, { log });
  },
  execute(ctx, message) {
    const store = ctx.stores.store(CONSENSUS_STORE);
    writeConsensusParams(store, updatedParams(readConsensusParams(store) ?? {}, message));
    ctx.emit(event("update_consensus_params", { authority: message.authority }));
    return {};
  },
};
