import { createHash } from "node:crypto";
import { Command } from "commander";
import { z } from "zod";
import { addressText, decodeBech32 } from "../../keeper/addresses.js";
import { askConfirmation, askLine } from "../ask.js";
import { CliError } from "../failure.js";
import { newPhrase, phraseOf } from "../keyring/derive.js";
import { flagsOf, outputFlag, surroundings } from "../options.js";
import { print } from "../output.js";

const mnemonicSchema = z.object({
  unsafeEntropy: z.boolean().default(false),
  yes: z.boolean().default(false),
});

/** Characters of base64 that hold 256 bits. */
const LEAST_ENTROPY = 43;

/** `keys mnemonic` */
export function mnemonicCommand(): Command {
  const command = new Command("mnemonic")
    .summary("print a new phrase")
    .option("--unsafe-entropy", "work it out from what is typed, instead of random bytes")
    .option("-y, --yes", "do not ask");
  return command.action(async () => {
    const { unsafeEntropy, yes } = flagsOf(command, mnemonicSchema);
    const phrase = unsafeEntropy ? await ownPhrase(yes) : newPhrase();
    process.stdout.write(`${phrase}\n`);
  });
}

async function ownPhrase(yes: boolean): Promise<string> {
  const typed = await askLine("WARNING: Generate at least 256-bits of entropy and enter it here:");
  if (typed.length < LEAST_ENTROPY) {
    throw new CliError(
      `256-bits is 43 characters in Base-64, and 100 in Base-6. You entered ${typed.length}, and probably want more`,
    );
  }
  if (!yes && !(await askConfirmation(`> Input length: ${typed.length}`))) {
    throw new CliError("aborted");
  }
  return phraseOf(createHash("sha256").update(typed).digest());
}

/** What stands behind the prefix of addresses for accounts, validators and their public keys. */
const SUFFIXES = ["", "pub", "valoper", "valoperpub", "valcons", "valconspub"];

/** `keys parse` */
export function parseCommand(): Command {
  const command = new Command("parse")
    .summary("an address in its other forms: hex to bech32, bech32 to hex")
    .argument("<address>", "hex or bech32");
  outputFlag(command, "text");
  return command.action((given: string) => {
    const { output = "text", client } = surroundings(command);
    print(
      parsedAddress(given.trim(), client["bech32-prefix"]),
      output === "json" ? "line" : "text",
    );
  });
}

function parsedAddress(text: string, prefix: string) {
  const bech32 = decodeBech32(text);
  if (bech32 !== undefined) {
    return { human: bech32.prefix, bytes: Buffer.from(bech32.bytes).toString("hex").toUpperCase() };
  }
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(text)) {
    throw new CliError("couldn't find valid bech32 nor hex data");
  }
  const bytes = Buffer.from(text, "hex");
  return { formats: SUFFIXES.map((suffix) => addressText(prefix + suffix, bytes)) };
}
