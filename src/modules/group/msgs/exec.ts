import { MsgExec, MsgExecResponse } from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkId } from "../checks.js";
import type { Proposals } from "../proposals.js";

type ExecProposal = Handler<MsgExec, AnyAccount, undefined, MsgExecResponse>;

/** x/group MsgExec: anyone asks for the tally, and the execution, of a proposal. */
export const exec = (proposals: Proposals): ExecProposal => ({
  type: MsgExec,
  response: MsgExecResponse,
  authorize: anyAccount,

  check(ctx, message) {
    checkId(message.proposalId, "proposal id");
    proposals.checkExecutable(ctx, message.proposalId);
    return undefined;
  },

  /** A failure of the messages inside is an answer, not a refusal. */
  execute: (ctx, message) => ({ result: proposals.execute(ctx, message.proposalId) }),
});
