import { Command } from "commander";
import { z } from "zod";
import {
  MsgCreatePeriodicVestingAccount,
  MsgCreatePermanentLockedAccount,
  MsgCreateVestingAccount,
} from "../../gen/cosmos/vesting/v1beta1.js";
import { pack } from "../../wire/any.js";
import { flagsOf, wholeNumber } from "../options.js";
import { readCoins } from "../text/coins.js";
import { readFile } from "../tx/documents.js";
import { txFlags } from "../tx/flags.js";
import { sendTx } from "../tx/send.js";

/** `tx vesting …` */
export function txVestingCommands(): readonly Command[] {
  return [createVesting(), createLocked(), createPeriodic()];
}

const RECEIVER = "address of the new account";

function createVesting(): Command {
  const command = new Command("create-vesting-account")
    .summary("make an account whose coins vest until a time")
    .argument("<to>", RECEIVER)
    .argument("<coins>", "as 1000uvna")
    .argument("<end-time>", "when all have vested, Unix time in seconds", wholeNumber)
    .option("--delayed", "all at once at the end, instead of second by second");
  return txFlags(command).action(async (to: string, coins: string, endTime: number) => {
    const amount = readCoins(coins);
    const { delayed } = flagsOf(command, z.object({ delayed: z.boolean().default(false) }));
    await sendTx(command, async ({ from: fromAddress, address }) => {
      const toAddress = await address(to);
      const message = { fromAddress, toAddress, amount, endTime: BigInt(endTime), delayed };
      return [pack(MsgCreateVestingAccount, message)];
    });
  });
}

function createLocked(): Command {
  const command = new Command("create-permanent-locked-account")
    .summary("make an account whose coins can be staked, but never sent")
    .argument("<to>", RECEIVER)
    .argument("<coins>", "as 1000uvna");
  return txFlags(command).action(async (to: string, coins: string) => {
    const amount = readCoins(coins);
    await sendTx(command, async ({ from: fromAddress, address }) => [
      pack(MsgCreatePermanentLockedAccount, { fromAddress, toAddress: await address(to), amount }),
    ]);
  });
}

const periodsSchema = z.strictObject({
  start_time: z.number().int().nonnegative(),
  periods: z
    .array(z.strictObject({ coins: z.string(), length_seconds: z.number().int().positive() }))
    .min(1),
});

function createPeriodic(): Command {
  const command = new Command("create-periodic-vesting-account")
    .summary("make an account whose coins vest in portions")
    .argument("<to>", RECEIVER)
    .argument("<file>", 'JSON: {"start_time":N,"periods":[{"coins","length_seconds"}]}');
  return txFlags(command).action(async (to: string, file: string) => {
    const { start_time, periods } = readFile(file, periodsSchema);
    const vestingPeriods = periods.map(({ coins, length_seconds }) => ({
      length: BigInt(length_seconds),
      amount: readCoins(coins),
    }));
    await sendTx(command, async ({ from: fromAddress, address }) => {
      const toAddress = await address(to);
      const message = { fromAddress, toAddress, startTime: BigInt(start_time), vestingPeriods };
      return [pack(MsgCreatePeriodicVestingAccount, message)];
    });
  });
}
