import { Command } from "commander";
import { CliError } from "../failure.js";
import {
  checkGenesis,
  prefixOf,
  readDocument,
  withAccount,
  writeDocument,
} from "../genesis-file.js";
import { cliPaths } from "../home.js";
import { openKeyring } from "../keyring/open.js";
import { homeOf, keyringFlags, surroundings } from "../options.js";
import { say } from "../output.js";
import { readCoins } from "../text/coins.js";

/** `genesis …` */
export function genesisCommand(): Command {
  return new Command("genesis")
    .summary("edit and check the genesis")
    .addCommand(addAccountCommand())
    .addCommand(validateCommand().alias("validate-genesis"));
}

/** `add-genesis-account`, also at the top level. */
export function addAccountCommand(): Command {
  const command = new Command("add-genesis-account")
    .summary("give an account coins from the start")
    .argument("<account>", "address, or name of a key in the keyring")
    .argument("<coins>", "as 1000000uvna");
  return keyringFlags(command).action(async (account: string, coins: string) => {
    const path = cliPaths(homeOf(command)).genesis;
    const document = readDocument(path);
    const amount = readCoins(coins);
    if (amount.length === 0) throw new CliError("no coins given");
    const address = await genesisAddress(command, account, prefixOf(document));
    writeDocument(path, withAccount(document, address, amount));
  });
}

/** `validate`, also at the top level. */
export function validateCommand(): Command {
  const command = new Command("validate")
    .summary("check a genesis file")
    .description("Run the whole genesis without starting the chain, and say what is wrong in it")
    .argument("[file]", "genesis file (default: the home's)");
  return command.action(async (file: string | undefined) => {
    const path = file ?? cliPaths(homeOf(command)).genesis;
    await checkGenesis(path);
    say(`File at ${path} is a valid genesis file`);
  });
}

async function genesisAddress(command: Command, account: string, prefix: string): Promise<string> {
  const { client, home } = surroundings(command);
  if (prefix === client["bech32-prefix"])
    return await surroundings(command).keyring().addressOf(account);
  return await openKeyring(client["keyring-backend"], home, prefix).addressOf(account);
}
