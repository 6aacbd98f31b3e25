import { Command } from "commander";
import { z } from "zod";
import { addressBytes, addressText } from "../../keeper/addresses.js";
import { CliError } from "../failure.js";
import { deriveKey, newPhrase, pathText } from "../keyring/derive.js";
import type { NamedKey } from "../keyring/keyring.js";
import { flagsOf, keyringFlags, outputFlag, surroundings, wholeNumber } from "../options.js";
import { print, say } from "../output.js";

const addSchema = z.object({
  recover: z.boolean().default(false),
  account: z.number().default(0),
  index: z.number().default(0),
  coinType: z.number().default(118),
  hdPath: z.string().optional(),
});

/** `keys …` */
export function keysCommand(): Command {
  return new Command("keys")
    .summary("manage the keys of a development keyring")
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(showCommand());
}

function addCommand(): Command {
  const command = new Command("add")
    .summary("make a key, or recover it from its phrase")
    .argument("<name>", "name of the key")
    .option("--recover", "read the phrase from standard input")
    .option("--account <number>", "account of the path", wholeNumber)
    .option("--index <number>", "index of the path", wholeNumber)
    .option("--coin-type <number>", "coin type of the path", wholeNumber)
    .option("--hd-path <path>", "the whole path, as m/44'/118'/0'/0/0");
  outputFlag(keyringFlags(command), "text");
  return command.action(async (name: string) => {
    const { recover, hdPath, ...choice } = flagsOf(command, addSchema);
    const { output, keyring: open } = surroundings(command);
    const keyring = open();
    const phrase = recover ? await readPhrase() : newPhrase();
    const key = keyring.add(name, await deriveKey(phrase, hdPath ?? pathText(choice)));
    if (output === "json") {
      print(recover ? keyJson(key) : { ...keyJson(key), mnemonic: phrase }, "line");
      return;
    }
    process.stdout.write(keyText(key));
    if (!recover) say(`\n${PHRASE_WARNING}\n\n${phrase}`);
  });
}

const PHRASE_WARNING =
  "**Important** keep these words in a safe place: nothing else can bring the key back.";

function listCommand(): Command {
  const command = new Command("list").summary("list all keys");
  outputFlag(keyringFlags(command), "text");
  return command.action(() => {
    const { output, keyring } = surroundings(command);
    const keys = keyring().list();
    if (output === "json") print(keys.map(keyJson), "line");
    else process.stdout.write(keys.map(keyText).join(""));
  });
}

const showSchema = z.object({
  address: z.boolean().default(false),
  bech: z.enum(["acc", "val", "cons"]).default("acc"),
});

function showCommand(): Command {
  const command = new Command("show")
    .summary("show one key")
    .argument("<name>", "name or address of the key")
    .option("-a, --address", "print the address alone")
    .option("--bech <prefix>", "prefix of the address: acc, val or cons", "acc");
  outputFlag(keyringFlags(command), "text");
  return command.action((name: string) => {
    const { address, bech } = flagsOf(command, showSchema);
    const { output, keyring, client } = surroundings(command);
    const key = keyring().load(name);
    const suffix = { acc: "", val: "valoper", cons: "valcons" }[bech];
    const shown = addressText(client["bech32-prefix"] + suffix, addressBytes(key.address));
    if (address) process.stdout.write(`${shown}\n`);
    else if (output === "json") print({ ...keyJson(key), address: shown }, "line");
    else process.stdout.write(keyText({ ...key, address: shown }));
  });
}

function keyJson(key: NamedKey) {
  return { name: key.name, type: "local", address: key.address, pubkey: publicKeyText(key) };
}

function keyText(key: NamedKey): string {
  const { address, name } = key;
  const lines = [`- address: ${address}`, `  name: ${name}`, `  pubkey: '${publicKeyText(key)}'`];
  return `${[...lines, "  type: local"].join("\n")}\n`;
}

function publicKeyText({ publicKey }: NamedKey): string {
  const key = Buffer.from(publicKey).toString("base64");
  return JSON.stringify({ "@type": "/cosmos.crypto.secp256k1.PubKey", key });
}

async function readPhrase(): Promise<string> {
  if (process.stdin.isTTY) say("> Enter your bip39 mnemonic");
  for await (const chunk of lines(process.stdin)) {
    if (chunk.trim() !== "") return chunk.trim();
  }
  throw new CliError("no phrase on standard input");
}

/** Lines of a stream. */
async function* lines(input: NodeJS.ReadStream): AsyncIterable<string> {
  let rest = "";
  for await (const chunk of input.setEncoding("utf8")) {
    const parts = `${rest}${chunk}`.split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  yield rest;
}
