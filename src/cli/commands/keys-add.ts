import { readFileSync } from "node:fs";
import { Command } from "commander";
import { z } from "zod";
import { askConfirmation, askLine } from "../ask.js";
import { CliError, messageOf } from "../failure.js";
import { deriveKey, newPhrase, pathText } from "../keyring/derive.js";
import { keyJson, keyText, type PublicFacts } from "../keyring/describe.js";
import { type Keyring, type NewKey, storedKey } from "../keyring/keyring.js";
import { multisigKey } from "../keyring/multisig-key.js";
import { publicKeyOf } from "../keyring/public-key-json.js";
import { flagsOf, keyringFlags, outputFlag, surroundings, wholeNumber } from "../options.js";
import { print, say } from "../output.js";

const schema = z.object({
  recover: z.boolean().default(false),
  interactive: z.boolean().default(false),
  source: z.string().optional(),
  backup: z.boolean().default(true),
  dryRun: z.boolean().default(false),
  account: z.number().default(0),
  index: z.number().default(0),
  coinType: z.number().default(118),
  hdPath: z.string().optional(),
  keyType: z.string().default("secp256k1"),
  algo: z.string().optional(),
  ledger: z.boolean().default(false),
  multisig: z.string().optional(),
  multisigThreshold: z.number().default(1),
  nosort: z.boolean().default(false),
  pubkey: z.string().optional(),
  pubkeyBase64: z.string().optional(),
});

type Flags = z.output<typeof schema>;

/** What is to be added, and the phrase it came from where a person has to keep it. */
interface Made {
  readonly key: NewKey;
  readonly phrase?: string;
}

/** `keys add` */
export function addCommand(): Command {
  const command = new Command("add")
    .summary("make a key, or recover it from its phrase")
    .argument("<name>", "name of the key")
    .option("--recover", "read the phrase from standard input")
    .option("-i, --interactive", "ask for the phrase and for a password that belongs to it")
    .option("--source <file>", "read the phrase from a file (--recover, --interactive)")
    .option("--no-backup", "do not print the phrase")
    .option("--dry-run", "print the key, but do not keep it")
    .option("--account <number>", "account of the path", wholeNumber)
    .option("--index <number>", "index of the path", wholeNumber)
    .option("--coin-type <number>", "coin type of the path", wholeNumber)
    .option("--hd-path <path>", "the whole path, as m/44'/118'/0'/0/0")
    .option("--key-type <type>", "kind of the key: secp256k1")
    .option("--algo <type>", "older name of --key-type")
    .option("--multisig <names>", "a key of these keys together, by commas")
    .option("--multisig-threshold <number>", "signatures that it needs (1)", wholeNumber)
    .option("--nosort", "keep the order of --multisig, instead of sorting by address")
    .option("--pubkey <json>", "keep a public key alone, from its JSON")
    .option("--pubkey-base64 <key>", "keep a public key alone, from its bytes in base64")
    .option("--ledger", "refused: there is no support of devices");
  outputFlag(keyringFlags(command), "text");
  return command.action(async (name: string) => {
    const flags = flagsOf(command, schema);
    const { output, keyring: open, client } = surroundings(command);
    const keyring = open();
    keyring.checkName(name);
    checkFlags(flags);
    const replace = !flags.dryRun && (await replaces(keyring, name));
    const made = await newKey(keyring, flags);
    const added = flags.dryRun
      ? storedKey(client["bech32-prefix"], name, made.key)
      : await keyring.add(name, made.key, { replace });
    tell(added, flags.backup ? made.phrase : undefined, output === "json");
  });
}

function checkFlags({ ledger, keyType, algo, pubkey, pubkeyBase64 }: Flags): void {
  if (ledger) throw new CliError("--ledger: there is no support of devices");
  const type = algo ?? keyType;
  if (type !== "secp256k1") throw new CliError(`--key-type ${type}: only secp256k1 is known`);
  if (pubkey !== undefined && pubkeyBase64 !== undefined) {
    throw new CliError("give --pubkey or --pubkey-base64, not both");
  }
}

/** Whether a key of that name is there and may be replaced. Throws CliError where it may not. */
async function replaces(keyring: Keyring, name: string): Promise<boolean> {
  if ((await keyring.find(name)) === undefined) return false;
  if (await askConfirmation(`override the existing name ${name}`)) return true;
  throw new CliError(`a key ${name} exists already; aborted`);
}

async function newKey(keyring: Keyring, flags: Flags): Promise<Made> {
  const { multisig, pubkey, pubkeyBase64 } = flags;
  if (multisig !== undefined) {
    const names = multisig.split(",").map((name) => name.trim());
    const publicKey = await multisigKey(keyring, names, flags.multisigThreshold, !flags.nosort);
    return { key: { publicKey, kind: "multi" } };
  }
  if (pubkey !== undefined) return { key: { publicKey: publicKeyOf(pubkey), kind: "offline" } };
  if (pubkeyBase64 !== undefined) {
    const packed = { "@type": "/cosmos.crypto.secp256k1.PubKey", key: pubkeyBase64 };
    return { key: { publicKey: publicKeyOf(JSON.stringify(packed)), kind: "offline" } };
  }
  const given = await givenPhrase(flags);
  const password = flags.interactive ? await phrasePassword() : undefined;
  const phrase = given ?? newPhrase();
  const key = await deriveKey(phrase, flags.hdPath ?? pathText(flags), password);
  return given === undefined ? { key, phrase } : { key };
}

/** The phrase that a person has already; undefined where a new one is wanted. */
async function givenPhrase(flags: Flags): Promise<string | undefined> {
  const { recover, interactive, source } = flags;
  if (!recover && !interactive) return undefined;
  if (source !== undefined) return readSource(source);
  const hint = recover ? "" : ", or hit enter to generate one";
  const phrase = await askLine(`Enter your bip39 mnemonic${hint}`);
  if (phrase !== "") return phrase;
  if (recover) throw new CliError("invalid mnemonic: no phrase on standard input");
  return undefined;
}

async function phrasePassword(): Promise<string> {
  const password = await askLine("Enter your bip39 passphrase; most users just hit enter");
  if (password === "") return password;
  if ((await askLine("Repeat the passphrase")) === password) return password;
  throw new CliError("passphrases don't match");
}

function readSource(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    throw new CliError(`cannot read ${path}: ${messageOf(error)}`);
  }
}

/** Prints the key on stdout; a phrase on stderr, or within the object of JSON. */
function tell(key: PublicFacts, phrase: string | undefined, json: boolean): void {
  if (json) {
    print(phrase === undefined ? keyJson(key) : { ...keyJson(key), mnemonic: phrase }, "line");
    return;
  }
  process.stdout.write(keyText(key));
  if (phrase !== undefined) say(`\n${PHRASE_WARNING}\n\n${phrase}`);
}

const PHRASE_WARNING =
  "**Important** keep these words in a safe place: nothing else can bring the key back.";
