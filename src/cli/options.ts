import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { type ClientConfig, readClientConfig } from "./config/files.js";
import { CliError } from "./failure.js";
import { chosenHome } from "./home.js";
import type { Keyring } from "./keyring/keyring.js";
import { openKeyring } from "./keyring/open.js";

/** How answers are printed; `brief` tells of a transaction only what one wants to know next. */
export const OUTPUTS = ["json", "text", "brief"] as const;
export type Output = (typeof OUTPUTS)[number];

/** Flags that every command knows. */
const globalSchema = z.object({
  home: z.string().optional(),
  keyringBackend: z.string().optional(),
  keyringDir: z.string().optional(),
  node: z.string().optional(),
  output: z.enum(OUTPUTS).optional(),
  chainId: z.string().optional(),
});

/** Where a command works, from its flags and the home's `client.toml`. */
export interface Surroundings {
  readonly home: string;
  readonly client: ClientConfig;
  /** `http://host:port` of the RPC. */
  readonly node: string;
  /** Undefined where neither a flag nor a file tells. */
  readonly chainId: string | undefined;
  /** Undefined where neither a flag nor a file tells. */
  readonly output: Output | undefined;
  /**
   * The keyring, its addresses with this prefix (`client.toml`'s unless told); nothing is read before a
   * key is asked for. Throws CliError.
   */
  keyring(prefix?: string): Keyring;
}

/** The values of a command's flags, the root's included. */
export function flagsOf<S extends z.ZodType>(command: Command, schema: S): z.output<S> {
  const result = schema.safeParse(command.optsWithGlobals());
  if (result.success) return result.data;
  throw new CliError(z.prettifyError(result.error));
}

/** Reads where a command works. Throws CliError. */
export function surroundings(command: Command): Surroundings {
  const flags = flagsOf(command, globalSchema);
  const home = chosenHome(flags.home);
  const client = readClientConfig(home);
  const backend = flags.keyringBackend ?? client["keyring-backend"];
  const root = flags.keyringDir ?? home;
  return {
    home,
    client,
    node: httpUrl(flags.node ?? (client.node === "" ? "tcp://localhost:26657" : client.node)),
    chainId: flags.chainId ?? (client["chain-id"] || undefined),
    output: flags.output ?? OUTPUTS.find((known) => known === client.output),
    keyring: (prefix = client["bech32-prefix"]) => openKeyring(backend, root, prefix),
  };
}

/** The home folder that a command works on. */
export function homeOf(command: Command): string {
  // Flags of one command may have the names of others' global ones.
  return chosenHome(flagsOf(command, globalSchema.pick({ home: true })).home);
}

/** The form of output that a flag chooses; the home's files are not asked. */
export function outputOf(command: Command): Output | undefined {
  return flagsOf(command, globalSchema).output;
}

/** An RPC address in any usual form as a URL. Throws CliError. */
export function httpUrl(address: string): string {
  const text = /^[a-z]+:\/\//.test(address)
    ? address.replace(/^tcp:/, "http:")
    : `http://${address}`;
  if (!URL.canParse(text)) throw new CliError(`${address} is no address of a node`);
  return text.replace(/\/$/, "");
}

/** Flags of the keyring, for the commands that use it. */
export function keyringFlags(command: Command): Command {
  return command
    .option("--keyring-backend <backend>", "keyring: file (encrypted) or test (not encrypted)")
    .option("--keyring-dir <folder>", "folder in which the keyring is, instead of the home");
}

/** The flag of the output's form. */
export function outputFlag(command: Command, usual: "json" | "text"): Command {
  return command.option(
    "-o, --output <format>",
    `json, text or brief (default: ${usual})`,
    outputFormat,
  );
}

/** The flag of the node that answers. */
export function nodeFlag(command: Command): Command {
  return command.option("--node <address>", "RPC of the node (default: client.toml's)");
}

function outputFormat(text: string): Output {
  const found = OUTPUTS.find((known) => known === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError("json, text or brief");
}

/** A whole number, as a flag's or an argument's value. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("not a whole number");
}

/** An id of an argument: a whole number from 1 on. */
export function readId(text: string): bigint {
  if (/^[1-9]\d{0,19}$/.test(text)) return BigInt(text);
  throw new InvalidArgumentError("not an id");
}
