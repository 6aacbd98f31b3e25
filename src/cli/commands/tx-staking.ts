import { Command } from "commander";
import { z } from "zod";
import {
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgCreateValidator,
  MsgDelegate,
  MsgEditValidator,
  MsgUndelegate,
} from "../../gen/cosmos/staking/v1beta1.js";
import type { Coin } from "../../keeper/coins.js";
import { pack } from "../../wire/any.js";
import { CliError } from "../failure.js";
import { createValidatorJson, USUAL_COMMISSION } from "../genesis/gentx.js";
import { knownOperator } from "../keyring/key-address.js";
import { flagsOf } from "../options.js";
import { readCoins } from "../text/coins.js";
import { readFile } from "../tx/documents.js";
import { txFlags } from "../tx/flags.js";
import { packJson } from "../tx/message-command.js";
import { sendTx } from "../tx/send.js";
import { consensusKey, validatorFlags } from "./gentx.js";

/** `tx staking …` */
export function txStakingCommands(): readonly Command[] {
  return [createValidator(), editValidator(), delegate(), unbond(), redelegate(), cancelUnbond()];
}

/** A validator's description in a file: the names are those of Cosmos SDK's command. */
const fileSchema = z.strictObject({
  pubkey: z.looseObject({ "@type": z.string() }).optional(),
  amount: z.string().optional(),
  moniker: z.string().optional(),
  identity: z.string().optional(),
  website: z.string().optional(),
  security: z.string().optional(),
  details: z.string().optional(),
  "commission-rate": z.string().optional(),
  "commission-max-rate": z.string().optional(),
  "commission-max-change-rate": z.string().optional(),
  "min-self-delegation": z.string().optional(),
});

const createSchema = z.object({
  amount: z.string().optional(),
  pubkey: z.string().optional(),
  moniker: z.string().optional(),
  identity: z.string().optional(),
  website: z.string().optional(),
  securityContact: z.string().optional(),
  details: z.string().optional(),
  commissionRate: z.string().optional(),
  commissionMaxRate: z.string().optional(),
  commissionMaxChangeRate: z.string().optional(),
  minSelfDelegation: z.string().optional(),
});

function createValidator(): Command {
  const command = new Command("create-validator")
    .summary("stake for a validator of one's own")
    .description(
      "Make the signer the operator of a validator. What is said of it stands in FILE, as JSON with " +
        "pubkey, amount, moniker, identity, website, security, details, commission-rate, " +
        "commission-max-rate, commission-max-change-rate and min-self-delegation, or in flags.",
    )
    .argument("[file]", "JSON file")
    .option("--amount <coin>", "what the operator stakes, as 1000000uvna");
  return txFlags(validatorFlags(command)).action(async (file: string | undefined) => {
    const flags = flagsOf(command, createSchema);
    const said = file === undefined ? {} : readFile(file, fileSchema);
    await sendTx(command, ({ from, surroundings: { client, home } }) => {
      const moniker = flags.moniker ?? said.moniker;
      if (moniker === undefined) throw new CliError("--moniker is missing: the validator's name");
      const json = said.pubkey === undefined ? undefined : JSON.stringify(said.pubkey);
      const wish = {
        moniker,
        identity: flags.identity ?? said.identity ?? "",
        website: flags.website ?? said.website ?? "",
        securityContact: flags.securityContact ?? said.security ?? "",
        details: flags.details ?? said.details ?? "",
        rate: flags.commissionRate ?? said["commission-rate"] ?? USUAL_COMMISSION.rate,
        maxRate: flags.commissionMaxRate ?? said["commission-max-rate"] ?? USUAL_COMMISSION.maxRate,
        maxChangeRate:
          flags.commissionMaxChangeRate ??
          said["commission-max-change-rate"] ??
          USUAL_COMMISSION.maxChangeRate,
        minSelfDelegation: flags.minSelfDelegation ?? said["min-self-delegation"] ?? "1",
        publicKey: consensusKey(flags.pubkey ?? json, home),
        amount: readCoin(flags.amount ?? said.amount ?? ""),
      };
      const message = createValidatorJson(from, client["bech32-prefix"], wish);
      return [packJson(MsgCreateValidator, message)];
    });
  });
}

const editSchema = z.object({
  newMoniker: z.string().optional(),
  identity: z.string().optional(),
  website: z.string().optional(),
  securityContact: z.string().optional(),
  details: z.string().optional(),
  commissionRate: z.string().optional(),
  minSelfDelegation: z.string().optional(),
});

function editValidator(): Command {
  const command = new Command("edit-validator")
    .summary("change what is said of the signer's validator")
    .option("--new-moniker <name>", "name of the validator")
    .option("--identity <id>", "identity, as of Keybase")
    .option("--website <url>", "website")
    .option("--security-contact <address>", "whom to tell of a danger")
    .option("--details <text>", "more about the validator")
    .option("--commission-rate <rate>", "commission, at most once a day")
    .option("--min-self-delegation <amount>", "least that the operator stakes; it can only rise");
  return txFlags(command).action(async () => {
    const flags = flagsOf(command, editSchema);
    const { UNCHANGED } = await import("../../modules/staking/index.js");
    await sendTx(command, async ({ from, keyring }) => [
      packJson(MsgEditValidator, {
        description: {
          moniker: flags.newMoniker ?? UNCHANGED,
          identity: flags.identity ?? UNCHANGED,
          website: flags.website ?? UNCHANGED,
          security_contact: flags.securityContact ?? UNCHANGED,
          details: flags.details ?? UNCHANGED,
        },
        validator_address: await knownOperator(keyring, from),
        commission_rate: flags.commissionRate ?? null,
        min_self_delegation: flags.minSelfDelegation ?? null,
      }),
    ]);
  });
}

const VALIDATOR = "operator's address, or name of its key";

const delegate = (): Command => stakeCommand("delegate", "stake for a validator", MsgDelegate);

const unbond = (): Command =>
  stakeCommand("unbond", "take a stake back, which ends after the unbonding time", MsgUndelegate);

/** A command whose message names a validator and an amount. */
function stakeCommand(
  name: string,
  summary: string,
  type: typeof MsgDelegate | typeof MsgUndelegate,
): Command {
  const command = new Command(name)
    .summary(summary)
    .argument("<validator>", VALIDATOR)
    .argument("<amount>", "as 1000uvna");
  return txFlags(command).action(async (validator: string, text: string) => {
    const amount = readCoin(text);
    await sendTx(command, async ({ from: delegatorAddress, keyring }) => {
      const validatorAddress = await knownOperator(keyring, validator);
      return [pack(type, { delegatorAddress, validatorAddress, amount })];
    });
  });
}

function redelegate(): Command {
  const command = new Command("redelegate")
    .summary("move a stake to another validator at once")
    .argument("<from-validator>", VALIDATOR)
    .argument("<to-validator>", VALIDATOR)
    .argument("<amount>", "as 1000uvna");
  return txFlags(command).action(async (source: string, destination: string, text: string) => {
    const amount = readCoin(text);
    await sendTx(command, async ({ from: delegatorAddress, keyring }) => {
      const validatorSrcAddress = await knownOperator(keyring, source);
      const validatorDstAddress = await knownOperator(keyring, destination);
      const message = { delegatorAddress, validatorSrcAddress, validatorDstAddress, amount };
      return [pack(MsgBeginRedelegate, message)];
    });
  });
}

function cancelUnbond(): Command {
  const command = new Command("cancel-unbond")
    .summary("stake again what is being taken back")
    .argument("<validator>", VALIDATOR)
    .argument("<amount>", "as 1000uvna")
    .argument("<creation-height>", "block in which the unbonding began");
  return txFlags(command).action(async (validator: string, text: string, height: string) => {
    const amount = readCoin(text);
    if (!/^\d{1,18}$/.test(height)) throw new CliError(`${height} is no height`);
    const creationHeight = BigInt(height);
    await sendTx(command, async ({ from: delegatorAddress, keyring }) => {
      const validatorAddress = await knownOperator(keyring, validator);
      const message = { delegatorAddress, validatorAddress, amount, creationHeight };
      return [pack(MsgCancelUnbondingDelegation, message)];
    });
  });
}

function readCoin(text: string): Coin {
  const [coin, ...more] = readCoins(text);
  if (coin !== undefined && more.length === 0) return coin;
  throw new CliError(`${JSON.stringify(text)} is no amount; expected one, as 1000uvna`);
}
