import { Command, Option } from "commander";
import { z } from "zod";
import { addressBytes, addressText } from "../../keeper/addresses.js";
import { CliError } from "../failure.js";
import { keyJson, keyText, publicKeyText } from "../keyring/describe.js";
import { type Keyring, type StoredKey, storedKey } from "../keyring/keyring.js";
import { multisigKey } from "../keyring/multisig-key.js";
import { flagsOf, keyringFlags, outputFlag, surroundings, wholeNumber } from "../options.js";
import { print, say } from "../output.js";

/** `keys list` */
export function listCommand(): Command {
  const command = new Command("list")
    .summary("list all keys")
    .option("-n, --list-names", "list the names alone");
  outputFlag(keyringFlags(command), "text");
  return command.action(async () => {
    const { listNames } = flagsOf(command, z.object({ listNames: z.boolean().default(false) }));
    const { output, keyring } = surroundings(command);
    const keys = await keyring().list();
    if (listNames) for (const { name } of keys) process.stdout.write(`${name}\n`);
    else if (output === "json") print(keys.map(keyJson), "line");
    else if (keys.length === 0) say("No records were found in keyring");
    else process.stdout.write(keys.map(keyText).join(""));
  });
}

/** `keys list-key-types` */
export function keyTypesCommand(): Command {
  return new Command("list-key-types").summary("list the kinds of keys").action(() => {
    process.stdout.write('Supported key types/algos:\n["secp256k1"]\n');
  });
}

const showSchema = z.object({
  address: z.boolean().default(false),
  pubkey: z.boolean().default(false),
  bech: z.enum(["acc", "val", "cons"]).default("acc"),
  device: z.boolean().default(false),
  multisigThreshold: z.number().default(1),
  output: z.string().optional(),
});

const SUFFIX = { acc: "", val: "valoper", cons: "valcons" } as const;

/** `keys show` */
export function showCommand(): Command {
  const command = new Command("show")
    .summary("show one key, or what several are together")
    .argument("<name...>", "name or address of the key; of several, their multisig key")
    .option("-a, --address", "print the address alone")
    .option("-p, --pubkey", "print the public key alone")
    .option("-d, --device", "refused: there is no support of devices")
    .option("--multisig-threshold <number>", "signatures that several keys need (1)", wholeNumber)
    .addOption(
      new Option("--bech <prefix>", "prefix of the address").choices(["acc", "val", "cons"]),
    );
  outputFlag(keyringFlags(command), "text");
  return command.action(async (names: readonly string[]) => {
    const flags = flagsOf(command, showSchema);
    checkShow(flags);
    const { output, keyring, client } = surroundings(command);
    const prefix = client["bech32-prefix"];
    const key = await shownKey(keyring(), names, flags.multisigThreshold, prefix);
    const address = addressText(prefix + SUFFIX[flags.bech], addressBytes(key.address));
    const shown = { ...key, address };
    if (flags.address) process.stdout.write(`${address}\n`);
    else if (flags.pubkey) process.stdout.write(`${publicKeyText(key)}\n`);
    else if (output === "json") print(keyJson(shown), "line");
    else process.stdout.write(keyText(shown));
  });
}

function checkShow({ device, address, pubkey, output }: z.output<typeof showSchema>): void {
  if (device) throw new CliError("--device: there is no support of devices");
  if (address && pubkey) throw new CliError("give --address or --pubkey, not both");
  if (output !== undefined && (address || pubkey)) {
    throw new CliError("--output has no meaning with --address or --pubkey");
  }
}

async function shownKey(
  keyring: Keyring,
  names: readonly string[],
  threshold: number,
  prefix: string,
): Promise<StoredKey> {
  const [first = "", ...more] = names;
  if (more.length === 0) return await keyring.load(first);
  const publicKey = await multisigKey(keyring, names, threshold, false);
  return storedKey(prefix, "multi", { publicKey, kind: "multi" });
}
