import { MsgMultiSend, MsgMultiSendResponse } from "../../../gen/cosmos/bank/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { addCoins, type Coin, equalCoins } from "../../../keeper/coins.js";
import type { ReadContext } from "../../../keeper/context.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { bankErrors } from "../errors.js";
import type { BankKeeper } from "../keeper.js";
import { checkAccount, checkCoins, type TransferRules } from "../transfer-rules.js";

interface Party {
  readonly address: string;
  readonly coins: readonly Coin[];
}

interface Plan {
  readonly from: string;
  readonly coins: readonly Coin[];
  readonly outputs: readonly Party[];
}

/** x/bank MsgMultiSend: one sender, several recipients. */
export const multiSend = (
  keeper: BankKeeper,
  rules: TransferRules,
): Handler<MsgMultiSend, AnyAccount, Plan, MsgMultiSendResponse> => ({
  type: MsgMultiSend,
  response: MsgMultiSendResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const [input] = message.inputs;
    if (input === undefined) refuse(bankErrors.noInputs);
    if (message.inputs.length !== 1) refuse(bankErrors.multipleSenders);
    if (message.outputs.length === 0) refuse(bankErrors.noOutputs);
    const sender = checkParty(ctx, input, "invalid input address");
    const outputs = message.outputs.map((out) => checkParty(ctx, out, "invalid output address"));
    const total = outputs.reduce<readonly Coin[]>((sum, out) => addCoins(sum, out.coins), []);
    if (!equalCoins(total, sender.coins)) refuse(bankErrors.inputOutputMismatch);
    rules.checkEnabled(ctx, sender.coins);
    for (const output of outputs) rules.checkRecipient(output.address);
    return { from: sender.address, coins: sender.coins, outputs };
  },

  execute(ctx, _message, _by, { from, coins, outputs }) {
    keeper.sendMany(ctx, from, coins, outputs);
    return {};
  },
});

function checkParty(ctx: ReadContext, party: Party, what: string): Party {
  const address = checkAccount(ctx, party.address, what);
  checkCoins(party.coins);
  return { address, coins: party.coins };
}
