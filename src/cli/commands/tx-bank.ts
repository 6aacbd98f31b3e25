import { Command } from "commander";
import { MsgMultiSend, MsgSend } from "../../gen/cosmos/bank/v1beta1.js";
import { pack } from "../../wire/any.js";
import { CliError } from "../failure.js";
import { readCoins } from "../text/coins.js";
import { txFlags } from "../tx/flags.js";
import { sendTx } from "../tx/send.js";

/** `tx bank …` */
export function txBankCommands(): readonly Command[] {
  return [send(), multiSend()];
}

function send(): Command {
  const command = new Command("send")
    .summary("send coins")
    .description("Send coins from one account to another")
    .argument("<from>", "key or address of the sender, who signs")
    .argument("<to>", "key or address of the receiver")
    .argument("<coins>", "as 1000uvna");
  return txFlags(command).action(async (from: string, to: string, coins: string) => {
    const amount = readCoins(coins);
    await sendTx(
      command,
      async ({ address }) => [
        pack(MsgSend, { fromAddress: await address(from), toAddress: await address(to), amount }),
      ],
      from,
    );
  });
}

function multiSend(): Command {
  const command = new Command("multi-send")
    .summary("send coins to many")
    .description("Send the same coins to each of several accounts")
    .argument("<from>", "key or address of the sender, who signs")
    .argument("<to...>", "keys or addresses of the receivers, then the coins that each receives");
  return txFlags(command).action(async (from: string, rest: readonly string[]) => {
    const coins = readCoins(rest.at(-1) ?? "");
    const receivers = rest.slice(0, -1);
    if (receivers.length === 0) throw new CliError("a receiver or the coins are missing");
    const total = coins.map(({ denom, amount }) => ({
      denom,
      amount: amount * BigInt(receivers.length),
    }));
    await sendTx(
      command,
      async ({ address }) => {
        const outputs = [];
        for (const to of receivers) outputs.push({ address: await address(to), coins });
        const inputs = [{ address: await address(from), coins: total }];
        return [pack(MsgMultiSend, { inputs, outputs })];
      },
      from,
    );
  });
}
