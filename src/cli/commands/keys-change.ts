import { Command } from "commander";
import { z } from "zod";
import { askConfirmation } from "../ask.js";
import { CliError } from "../failure.js";
import { takeOver } from "../keyring/earlier.js";
import { flagsOf, keyringFlags, surroundings } from "../options.js";
import { say } from "../output.js";

const sure = z.object({ yes: z.boolean().default(false) });

/** `keys delete` */
export function deleteCommand(): Command {
  const command = keyringFlags(
    new Command("delete")
      .summary("delete keys")
      .argument("<name...>", "names of the keys")
      .option("-y, --yes", "do not ask")
      .option("-f, --force", "accepted, without meaning"),
  );
  return command.action(async (names: readonly string[]) => {
    const { yes } = flagsOf(command, sure);
    const keyring = surroundings(command).keyring();
    let missing = 0;
    for (const name of names) {
      const key = await keyring.find(name);
      if (key === undefined) {
        say(`key ${name} not found`);
        missing++;
      } else if (yes || (await askConfirmation("Key reference will be deleted. Continue?"))) {
        await keyring.delete(name);
        const secret = key.privateKey !== undefined;
        say(secret ? "Key deleted forever (uh oh!)" : "Public key reference deleted");
      } else throw new CliError(`${name} is left as it is: deletion was not confirmed`);
    }
    if (missing > 0) throw new CliError(`${missing} of ${names.length} keys were not found`);
  });
}

/** `keys rename` */
export function renameCommand(): Command {
  const command = keyringFlags(
    new Command("rename")
      .summary("give a key another name")
      .argument("<old>", "name of the key")
      .argument("<new>", "its new name")
      .option("-y, --yes", "do not ask"),
  );
  return command.action(async (name: string, to: string) => {
    const { yes } = flagsOf(command, sure);
    const keyring = surroundings(command).keyring();
    keyring.checkName(to);
    await keyring.load(name);
    const question = `Key reference will be renamed from ${name} to ${to}. Continue?`;
    if (!yes && !(await askConfirmation(question))) {
      throw new CliError(`${name} is left as it is: renaming was not confirmed`);
    }
    await keyring.rename(name, to);
    say(`Key was successfully renamed from ${name} to ${to}`);
  });
}

/** `keys migrate` */
export function migrateCommand(): Command {
  const command = keyringFlags(
    new Command("migrate")
      .summary("take over keys of an earlier version")
      .description(
        "Take over the unencrypted JSON files of an earlier version into the keyring's present form, " +
          "and check that every key of the keyring opens.",
      ),
  );
  return command.action(async () => {
    const keyring = surroundings(command).keyring();
    for (const name of await takeOver(keyring)) say(`taken over: ${name}`);
    await keyring.list();
    process.stdout.write("Keys migration has been successfully executed.\n");
  });
}
