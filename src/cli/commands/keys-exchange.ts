import { readFileSync } from "node:fs";
import { Command } from "commander";
import { z } from "zod";
import { askConfirmation, askSecret } from "../ask.js";
import { CliError, messageOf } from "../failure.js";
import { armorKey, unarmorKey } from "../keyring/armored-key.js";
import { passphraseFault } from "../keyring/passphrase.js";
import { flagsOf, keyringFlags, surroundings } from "../options.js";
import { say } from "../output.js";

const exportSchema = z.object({
  unarmoredHex: z.boolean().default(false),
  unsafe: z.boolean().default(false),
  yes: z.boolean().default(false),
});

const HEX_WARNING =
  "WARNING: The private key will be exported as an unarmored hexadecimal string. USE AT YOUR OWN RISK. Continue?";

/** `keys export` */
export function exportCommand(): Command {
  const command = keyringFlags(
    new Command("export")
      .summary("print a private key, encrypted with a passphrase")
      .argument("<name>", "name or address of the key")
      .option("--unarmored-hex", "print it as hex, for everybody to read (needs --unsafe)")
      .option("--unsafe", "allow what is not safe")
      .option("-y, --yes", "do not ask"),
  );
  return command.action(async (name: string) => {
    const { unarmoredHex, unsafe, yes } = flagsOf(command, exportSchema);
    if (unarmoredHex !== unsafe) {
      throw new CliError("the flags unsafe and unarmored-hex must be used together");
    }
    const keyring = surroundings(command).keyring();
    if (unsafe) {
      if (!yes && !(await askConfirmation(HEX_WARNING))) throw new CliError("nothing is exported");
      const { privateKey } = await keyring.signing(name);
      process.stdout.write(`${Buffer.from(privateKey).toString("hex")}\n`);
      return;
    }
    const passphrase = await askSecret("Enter passphrase to encrypt the exported key:");
    const fault = passphraseFault(passphrase);
    if (fault !== undefined) throw new CliError(fault);
    const { privateKey } = await keyring.signing(name);
    process.stdout.write(`${await armorKey(privateKey, passphrase)}\n`);
  });
}

/** `keys import` */
export function importCommand(): Command {
  const command = keyringFlags(
    new Command("import")
      .summary("take a key that was exported")
      .argument("<name>", "name of the key")
      .argument("<file>", "the armored key"),
  );
  return command.action(async (name: string, file: string) => {
    const keyring = surroundings(command).keyring();
    keyring.checkName(name);
    const text = readText(file);
    const passphrase = await askSecret("Enter passphrase to decrypt your key:");
    await keyring.add(name, { privateKey: await unarmorKey(text, passphrase) });
  });
}

/** `keys import-hex` */
export function importHexCommand(): Command {
  const command = keyringFlags(
    new Command("import-hex")
      .summary("take a private key in hex")
      .description(
        "Take a private key in hex. It is asked for, or read from standard input: other users of the " +
          "machine can see the arguments of a command.",
      )
      .argument("<name>", "name of the key")
      .argument("[hex]", "64 hex digits")
      .option("--key-type <type>", "kind of the key: secp256k1"),
  );
  return command.action(async (name: string, given: string | undefined) => {
    const { keyType } = flagsOf(command, z.object({ keyType: z.string().default("secp256k1") }));
    if (keyType !== "secp256k1") throw new CliError(`--key-type ${keyType} is not known`);
    const keyring = surroundings(command).keyring();
    keyring.checkName(name);
    if (given !== undefined) say("WARNING: a key among the arguments can be seen by other users");
    const hex = (given ?? (await askSecret("Enter hex private key:"))).replace(/^0x/i, "");
    if (!/^[0-9a-fA-F]{64}$/.test(hex)) throw new CliError("a private key has 64 hex digits");
    await keyring.add(name, { privateKey: Buffer.from(hex, "hex") });
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CliError(`cannot read ${path}: ${messageOf(error)}`);
  }
}
