import { Command } from "commander";
import { z } from "zod";
import {
  MsgDepositValidatorRewardsPool,
  MsgFundCommunityPool,
  MsgSetWithdrawAddress,
  MsgWithdrawDelegatorReward,
  MsgWithdrawValidatorCommission,
  Query,
  type QueryDelegatorValidatorsResponse,
} from "../../gen/cosmos/distribution/v1beta1.js";
import { MsgUnjail } from "../../gen/cosmos/slashing/v1beta1.js";
import { pack } from "../../wire/any.js";
import { CliError } from "../failure.js";
import { knownOperator } from "../keyring/key-address.js";
import { flagsOf } from "../options.js";
import { readCoins } from "../text/coins.js";
import { txFlags } from "../tx/flags.js";
import { sendTx } from "../tx/send.js";

/** `tx distribution …` */
export function txDistributionCommands(): readonly Command[] {
  return [
    withdrawRewards(),
    withdrawAll(),
    withdrawCommission(),
    setWithdrawAddress(),
    fundPool(),
    fundRewards(),
  ];
}

/** `tx slashing …` */
export function txSlashingCommands(): readonly Command[] {
  const command = new Command("unjail").summary("bring the signer's validator back from jail");
  return [
    txFlags(command).action(async () => {
      await sendTx(command, async ({ from, keyring }) => [
        pack(MsgUnjail, { validatorAddr: await knownOperator(keyring, from) }),
      ]);
    }),
  ];
}

const VALIDATOR = "operator's address, or name of its key";
const withCommission = z.object({ commission: z.boolean().default(false) });

function withdrawRewards(): Command {
  const command = new Command("withdraw-rewards")
    .summary("take the rewards of a stake")
    .argument("<validator>", VALIDATOR)
    .option("--commission", "the validator's commission too, by its operator");
  return txFlags(command).action(async (validator: string) => {
    const { commission } = flagsOf(command, withCommission);
    await sendTx(command, async ({ from: delegatorAddress, keyring }) => {
      const validatorAddress = await knownOperator(keyring, validator);
      const rewards = pack(MsgWithdrawDelegatorReward, { delegatorAddress, validatorAddress });
      return commission
        ? [rewards, pack(MsgWithdrawValidatorCommission, { validatorAddress })]
        : [rewards];
    });
  });
}

function withdrawAll(): Command {
  const command = new Command("withdraw-all-rewards").summary("take the rewards of all stakes");
  return txFlags(command).action(async () => {
    await sendTx(command, async ({ from: delegatorAddress, chain }) => {
      const { validators } = await chain.query<QueryDelegatorValidatorsResponse>(
        Query.DelegatorValidators,
        { delegatorAddress },
      );
      if (validators.length === 0) throw new CliError(`${delegatorAddress} stakes for nobody`);
      return validators.map((validatorAddress) =>
        pack(MsgWithdrawDelegatorReward, { delegatorAddress, validatorAddress }),
      );
    });
  });
}

function withdrawCommission(): Command {
  const command = new Command("withdraw-validator-commission")
    .summary("take a validator's commission, by its operator")
    .argument("<validator>", VALIDATOR);
  return txFlags(command).action(async (validator: string) => {
    await sendTx(command, async ({ keyring }) => [
      pack(MsgWithdrawValidatorCommission, {
        validatorAddress: await knownOperator(keyring, validator),
      }),
    ]);
  });
}

function setWithdrawAddress(): Command {
  const command = new Command("set-withdraw-addr")
    .summary("have rewards paid to another account")
    .argument("<account>", "key or address that receives them");
  return txFlags(command).action(async (account: string) => {
    await sendTx(command, async ({ from: delegatorAddress, address }) => [
      pack(MsgSetWithdrawAddress, { delegatorAddress, withdrawAddress: await address(account) }),
    ]);
  });
}

function fundPool(): Command {
  const command = new Command("fund-community-pool")
    .summary("give coins to the community pool")
    .argument("<coins>", "as 1000uvna");
  return txFlags(command).action(async (coins: string) => {
    const amount = readCoins(coins);
    await sendTx(command, ({ from: depositor }) => [
      pack(MsgFundCommunityPool, { amount, depositor }),
    ]);
  });
}

function fundRewards(): Command {
  const command = new Command("fund-validator-rewards-pool")
    .summary("give coins to those who stake for a validator")
    .argument("<validator>", VALIDATOR)
    .argument("<coins>", "as 1000uvna");
  return txFlags(command).action(async (validator: string, coins: string) => {
    const amount = readCoins(coins);
    await sendTx(command, async ({ from: depositor, keyring }) => {
      const validatorAddress = await knownOperator(keyring, validator);
      return [pack(MsgDepositValidatorRewardsPool, { depositor, validatorAddress, amount })];
    });
  });
}
