import { MsgSend, MsgSendResponse } from "../../../gen/cosmos/bank/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { Handler } from "../../../keeper/handler.js";
import type { BankKeeper } from "../keeper.js";
import { checkAccount, checkCoins, type TransferRules } from "../transfer-rules.js";

/** x/bank MsgSend: one sender, one recipient. */
export const send = (
  keeper: BankKeeper,
  rules: TransferRules,
): Handler<
  MsgSend,
  AnyAccount,
  { readonly from: string; readonly to: string },
  MsgSendResponse
> => ({
  type: MsgSend,
  response: MsgSendResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const from = checkAccount(ctx, message.fromAddress, "invalid from address");
    const to = checkAccount(ctx, message.toAddress, "invalid to address");
    checkCoins(message.amount);
    rules.checkEnabled(ctx, message.amount);
    rules.checkRecipient(to);
    return { from, to };
  },

  execute(ctx, message, _by, { from, to }) {
    keeper.send(ctx, from, to, message.amount);
    return {};
  },
});
