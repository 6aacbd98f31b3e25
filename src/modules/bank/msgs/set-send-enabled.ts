import { MsgSetSendEnabled, MsgSetSendEnabledResponse } from "../../../gen/cosmos/bank/v1beta1.js";
import { isDenom } from "../../../keeper/coins.js";
import { refuse } from "../../../keeper/errors.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import type { BankState } from "../state.js";

/** x/bank MsgSetSendEnabled: switches plain transfers of denominations on or off, or back to the default. */
export const setSendEnabled = (
  state: BankState,
): Handler<MsgSetSendEnabled, Governance, void, MsgSetSendEnabledResponse> => ({
  type: MsgSetSendEnabled,
  response: MsgSetSendEnabledResponse,
  authorize: governance,

  check(_ctx, { sendEnabled, useDefaultFor }) {
    const seen = new Set<string>();
    for (const { denom } of sendEnabled) {
      if (seen.has(denom)) refuseDenom(`duplicate denom entries found for ${denom}`);
      if (!isDenom(denom)) refuseDenom(`invalid SendEnabled denom ${denom}`);
      seen.add(denom);
    }
    for (const denom of useDefaultFor) {
      if (!isDenom(denom)) refuseDenom(`invalid UseDefaultFor denom ${denom}`);
    }
  },

  execute(ctx, { sendEnabled, useDefaultFor }) {
    for (const { denom, enabled } of sendEnabled) state.sendEnabled.set(ctx, denom, enabled);
    for (const denom of useDefaultFor) state.sendEnabled.delete(ctx, denom);
    return {};
  },
});

const refuseDenom = (log: string): never => refuse(sdkErrors.invalidRequest, { log });
