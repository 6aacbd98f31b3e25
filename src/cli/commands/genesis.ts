import { Command } from "commander";
import { z } from "zod";
import { CliError } from "../failure.js";
import { withAccount } from "../genesis/accounts.js";
import { checkGenesis, prefixOf, readDocument, writeDocument } from "../genesis/file.js";
import { cliPaths } from "../home.js";
import { flagsOf, homeOf, keyringFlags, surroundings, wholeNumber } from "../options.js";
import { say } from "../output.js";
import { readCoins } from "../text/coins.js";
import { collectGenTxsCommand, genTxCommand } from "./gentx.js";

/** `genesis …` */
export function genesisCommand(): Command {
  return new Command("genesis")
    .summary("edit and check the genesis")
    .addCommand(addAccountCommand())
    .addCommand(genTxCommand())
    .addCommand(collectGenTxsCommand())
    .addCommand(validateCommand());
}

const accountSchema = z.object({
  vestingAmount: z.string().default(""),
  vestingStartTime: z.number().default(0),
  vestingEndTime: z.number().default(0),
  moduleName: z.string().default(""),
  append: z.boolean().default(false),
});

/** `add-genesis-account`, also at the top level. */
export function addAccountCommand(): Command {
  const command = new Command("add-genesis-account")
    .summary("give an account coins from the start")
    .argument("<account>", "address, or name of a key in the keyring")
    .argument("<coins>", "as 1000000uvna")
    .option("--vesting-amount <coins>", "coins of these that are locked at first")
    .option("--vesting-start-time <seconds>", "when they begin to vest, Unix time", wholeNumber)
    .option("--vesting-end-time <seconds>", "when all have vested, Unix time", wholeNumber)
    .option("--module-name <name>", "make it the account of a module")
    .option("--append", "add the coins to those of an account that is there already");
  return keyringFlags(command).action(async (account: string, coins: string) => {
    const path = cliPaths(homeOf(command)).genesis;
    const document = readDocument(path);
    const amount = readCoins(coins);
    if (amount.length === 0) throw new CliError("no coins given");
    const flags = flagsOf(command, accountSchema);
    const address = await surroundings(command).keyring(prefixOf(document)).addressOf(account);
    const kind = {
      vesting: readCoins(flags.vestingAmount),
      vestingStart: BigInt(flags.vestingStartTime),
      vestingEnd: BigInt(flags.vestingEndTime),
      moduleName: flags.moduleName,
      append: flags.append,
    };
    writeDocument(path, withAccount(document, address, amount, kind));
  });
}

/** `validate`, also at the top level. */
export function validateCommand(): Command {
  const command = new Command("validate")
    .alias("validate-genesis")
    .summary("check a genesis file")
    .description("Run the whole genesis without starting the chain, and say what is wrong in it")
    .argument("[file]", "genesis file (default: the home's)");
  return command.action(async (file: string | undefined) => {
    const path = file ?? cliPaths(homeOf(command)).genesis;
    await checkGenesis(path);
    say(`File at ${path} is a valid genesis file`);
  });
}
