import { Command } from "commander";
import { packPublicKey, publicKeyAddress } from "../../abci/sign/public-key.js";
import { addressText, decodeBech32 } from "../../keeper/addresses.js";
import { anyJson } from "../chain/tx-answer.js";
import { CliError } from "../failure.js";
import { publicKeyOf } from "../keyring/public-key-json.js";
import { surroundings } from "../options.js";
import { printLines } from "../output.js";

const SUFFIXES = { Acc: "", Val: "valoper", Cons: "valcons" } as const;

/** `debug …` */
export function debugCommand(): Command {
  return new Command("debug")
    .summary("addresses, keys and bytes in their other forms")
    .addCommand(addrCommand())
    .addCommand(pubkeyCommand())
    .addCommand(pubkeyRawCommand())
    .addCommand(rawBytesCommand())
    .addCommand(prefixesCommand());
}

function addrCommand(): Command {
  const command = new Command("addr")
    .summary("an address in hex and with each prefix")
    .argument("<address>", "hex or bech32");
  return command.action((given: string) => {
    const bytes = decodeBech32(given)?.bytes ?? hexBytes(given);
    const prefix = surroundings(command).client["bech32-prefix"];
    printLines({
      Address: `[${[...bytes].join(" ")}]`,
      "Address (hex)": Buffer.from(bytes).toString("hex").toUpperCase(),
      ...Object.fromEntries(
        Object.entries(SUFFIXES).map(([name, suffix]) => [
          `Bech32 ${name}`,
          addressText(prefix + suffix, bytes),
        ]),
      ),
    });
  });
}

function pubkeyCommand(): Command {
  const command = new Command("pubkey")
    .summary("the address of a public key")
    .argument("<json>", "protobuf JSON with @type");
  return command.action((json: string) => tellKey(command, json));
}

function pubkeyRawCommand(): Command {
  const command = new Command("pubkey-raw")
    .summary("a public key from its bytes")
    .argument("<key>", "hex or base64")
    .option("-t, --type <type>", "secp256k1 or ed25519", "secp256k1");
  return command.action((given: string) => {
    const { type } = command.opts<{ type: string }>();
    if (type !== "secp256k1" && type !== "ed25519") {
      throw new CliError(`--type ${type}: secp256k1 or ed25519`);
    }
    const key = /^(?:[0-9a-fA-F]{2})+$/.test(given)
      ? Buffer.from(given, "hex").toString("base64")
      : given;
    tellKey(command, JSON.stringify({ "@type": `/cosmos.crypto.${type}.PubKey`, key }));
  });
}

function tellKey(command: Command, json: string): void {
  const key = publicKeyOf(json);
  const bytes = publicKeyAddress(key);
  const prefix = surroundings(command).client["bech32-prefix"];
  printLines({
    Address: Buffer.from(bytes).toString("hex").toUpperCase(),
    "Bech32 Acc": addressText(prefix, bytes),
    JSON: anyJson(packPublicKey(key)),
    ...(key.kind === "multisig"
      ? {}
      : { "PubKey Hex": Buffer.from(key.key).toString("hex").toUpperCase() }),
  });
}

function rawBytesCommand(): Command {
  return new Command("raw-bytes")
    .summary("bytes as decimals, in hex")
    .argument("<bytes>", "as '[72 101 108 108 111]'")
    .action((given: string) => {
      const numbers = given
        .replace(/^\s*\[|\]\s*$/g, "")
        .trim()
        .split(/[\s,]+/);
      const bytes = numbers.map(Number);
      if (!bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)) {
        throw new CliError(`${given} are no bytes; expected a form like '[72 101 108 108 111]'`);
      }
      process.stdout.write(`${Buffer.from(bytes).toString("hex").toUpperCase()}\n`);
    });
}

function prefixesCommand(): Command {
  const command = new Command("prefixes").summary("prefixes of addresses and public keys");
  return command.action(() => {
    const prefix = surroundings(command).client["bech32-prefix"];
    printLines(
      Object.fromEntries(
        Object.entries(SUFFIXES).flatMap(([name, suffix]) => [
          [`Bech32 ${name}`, prefix + suffix],
          [`Bech32 ${name} pub`, `${prefix}${suffix}pub`],
        ]),
      ),
    );
  });
}

function hexBytes(text: string): Uint8Array {
  if (/^(?:[0-9a-fA-F]{2})+$/.test(text)) return Buffer.from(text, "hex");
  throw new CliError(`${text} is no address: neither hex nor bech32`);
}
