import { MsgExecLegacyContent, MsgExecLegacyContentResponse } from "../../../gen/cosmos/gov/v1.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkHandled } from "../content.js";

/** x/gov MsgExecLegacyContent: a passed v1beta1 proposal. Its text does nothing. */
export const execLegacyContent: Handler<
  MsgExecLegacyContent,
  Governance,
  void,
  MsgExecLegacyContentResponse
> = {
  type: MsgExecLegacyContent,
  response: MsgExecLegacyContentResponse,
  authorize: governance,
  check: (_ctx, { content }) => {
    checkHandled(content);
  },
  execute: () => ({}),
};
