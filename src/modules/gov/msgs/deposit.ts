import { MsgDeposit, MsgDepositResponse } from "../../../gen/cosmos/gov/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { checkAddress } from "../../../keeper/check-address.js";
import { formatCoins, isValidCoins } from "../../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../../keeper/context.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import { votingStarted } from "../events.js";
import type { Proposals } from "../proposals.js";

/** x/gov MsgDeposit: anyone adds to what starts a proposal's vote. */
export const deposit = (
  proposals: Proposals,
): Handler<MsgDeposit, AnyAccount, string, MsgDepositResponse> => ({
  type: MsgDeposit,
  response: MsgDepositResponse,
  authorize: anyAccount,
  check: (ctx, message) => checkDeposit(ctx, proposals, message),

  execute(ctx, message, _by, depositor) {
    addDeposit(ctx, proposals, message, depositor);
    return {};
  },
});

/** Refuses what is no deposit on an open proposal; who deposits. */
export function checkDeposit(ctx: ReadContext, proposals: Proposals, message: MsgDeposit): string {
  const { depositor, amount, proposalId } = message;
  const from = checkAddress(ctx.chain.prefix, depositor, "invalid depositor address");
  if (amount.length === 0 || !isValidCoins(amount)) {
    refuse(sdkErrors.invalidCoins, { log: formatCoins(amount) });
  }
  proposals.checkDeposit(ctx, proposals.load(ctx, proposalId), amount);
  return from;
}

/** Adds a deposit that was checked. */
export function addDeposit(
  ctx: WriteContext,
  proposals: Proposals,
  { proposalId, amount }: MsgDeposit,
  depositor: string,
): void {
  const starts = proposals.deposit(ctx, proposalId, depositor, amount);
  if (starts) ctx.emit(votingStarted(proposalId, "proposal_deposit"));
}
