import { Command } from "commander";
import { registry } from "../../gen/registry.js";
import {
  type Any,
  type EnumType,
  type FieldDescriptor,
  type MessageType,
  WireError,
} from "../../wire/descriptor.js";
import type { JsonObject } from "../../wire/proto-json.js";
import { fromJson, JsonError } from "../../wire/proto-json-read.js";
import { CliError } from "../failure.js";
import { type FieldDefaults, fieldFlags, fieldOf, fieldsJson, isGivable } from "../fields.js";
import { addressReader } from "../keyring/key-address.js";
import { operatedCorporation, policyOf, servedCorporation } from "./corporations.js";
import { fileDigest, textOrFile } from "./documents.js";
import { txFlags } from "./flags.js";
import { sendTx } from "./send.js";
import type { TxSession } from "./session.js";

/** A registry message as a command. */
export interface MessageCommand {
  readonly name: string;
  readonly summary: string;
  /** What help says beside that. */
  readonly note?: string;
  readonly type: MessageType;
  /** Fields given as arguments. */
  readonly args?: readonly string[];
  /** What flags say when they are left out; help prints it. */
  readonly defaults?: FieldDefaults;
  /** Names of the values of fields that are plain numbers on the wire. */
  readonly enums?: Readonly<Record<string, EnumType>>;
  /** Fields whose text may come from a file. */
  readonly files?: readonly string[];
  /** Who signs it for a corporation; an operator unless told. */
  readonly signer?: "operator" | "VS operator";
  /** The field that holds the corporation where it is called otherwise. */
  readonly corporation?: string;
  readonly aliases?: readonly string[];
  /** Arguments and flags of an example in the help, without `vprd tx <module>`. */
  readonly example?: string;
}

/** Fields that say for whom a message is. */
const AUTHORITY = new Set(["corporation", "operator", "signer"]);

type Values = Readonly<Record<string, unknown>>;

/** The command of a message that an operator signs for a corporation. */
export function messageCommand(spec: MessageCommand): Command {
  const { type, summary, note, args = [], defaults = {} } = spec;
  const described = note === undefined ? summary : `${summary}. ${note}`;
  const command = new Command(spec.name).summary(summary).description(described);
  command.aliases(spec.aliases ?? []);
  exampleHelp(command, spec.example);
  const fields = givenFields(type)
    .filter(({ name }) => name !== spec.corporation)
    .map((field) => withNames(field, spec));
  for (const arg of args) command.argument(`<${arg.replaceAll("_", "-")}>`);
  const flagged = fields.filter(({ name }) => !args.includes(name));
  fieldFlags(command, flagged, defaults);
  if (has(type, corporationField(spec)))
    command.option("--corporation <id>", corporationHelp(spec));
  if (has(type, "doc_digest_sri")) {
    command.option("--doc-file <file>", "work the digest out from this copy of the document");
  }
  return txFlags(command).action(async () => {
    await sendTx(command, async (session) => {
      const values = givenValues(command, spec);
      return [
        packJson(type, {
          ...(await authority(session, spec, values)),
          ...(await jsonOf(session, fields, values)),
        }),
      ];
    });
  });
}

const corporationField = ({ corporation = "corporation" }: MessageCommand): string => corporation;

/** An example under the help of a command; `words` without the names before the command's own. */
export function exampleHelp(command: Command, words: string | undefined): void {
  if (words === undefined) return;
  command.addHelpText("after", ({ command: shown }) => {
    const names: string[] = [];
    for (let at: Command | null = shown.parent; at !== null; at = at.parent)
      names.unshift(at.name());
    return `\nExample:\n  ${[...names, words].join(" ")}`;
  });
}

function corporationHelp({ signer = "operator" }: MessageCommand): string {
  const one = signer === "operator" ? "an operator" : `a ${signer}`;
  return `id or policy address of the corporation (default: the one that the signer is ${one} of)`;
}

/** The fields of a message that a person gives. */
export function givenFields(type: MessageType): readonly FieldDescriptor[] {
  const fields: readonly FieldDescriptor[] = type.fields;
  return fields.filter((field) => isGivable(field) && !AUTHORITY.has(field.name));
}

/** The field, its values called by their names where they have some. */
function withNames(field: FieldDescriptor, { enums = {} }: MessageCommand): FieldDescriptor {
  const names = enums[field.name];
  return names === undefined ? field : { ...field, kind: "enum", enum: names };
}

/** Arguments and flags by the keys of the message's fields. */
function givenValues(command: Command, { type, args = [], files = [] }: MessageCommand): Values {
  const flags: Values = command.optsWithGlobals();
  const values: Record<string, unknown> = { ...flags, ...argumentValues(command, type, args) };
  for (const file of files) {
    const { key } = fieldOf(type, file);
    if (typeof values[key] === "string") values[key] = textOrFile(values[key]);
  }
  return withDigest(values);
}

/** What was given as arguments, by the keys of the message's fields that they stand for. */
export function argumentValues(
  command: Command,
  type: MessageType,
  args: readonly string[],
): Values {
  return Object.fromEntries(
    args.map((arg, at) => [fieldOf(type, arg).key, command.processedArgs[at]]),
  );
}

/** The values with the digest of `--doc-file` where no digest is given. */
export function withDigest(values: Values): Values {
  if (typeof values.docFile !== "string" || values.docDigestSri !== undefined) return values;
  return { ...values, docDigestSri: fileDigest(values.docFile) };
}

/** The JSON of what was given for these fields. */
export function jsonOf(
  session: TxSession,
  fields: readonly FieldDescriptor[],
  values: Values,
): Promise<JsonObject> {
  return fieldsJson(fields, (field) => values[field.key], {
    now: () => session.chain.latestTime(),
    ...addressReader(() => session.keyring, session.surroundings.client["bech32-prefix"]),
  });
}

async function authority(
  session: TxSession,
  spec: MessageCommand,
  values: Values,
): Promise<JsonObject> {
  const field = corporationField(spec);
  if (!has(spec.type, field)) return { operator: session.from };
  if (typeof values.corporation === "string") {
    return { [field]: await policyOf(session, values.corporation), operator: session.from };
  }
  const usual = spec.signer === "VS operator" ? servedCorporation : operatedCorporation;
  return { [field]: await usual(session), operator: session.from };
}

/** A message from its JSON. Throws CliError with what is wrong. */
export function packJson(type: MessageType, json: unknown): Any {
  try {
    return { typeUrl: type.typeUrl, value: type.encode(fromJson(type, json, registry)) };
  } catch (error) {
    if (error instanceof JsonError || error instanceof WireError) throw new CliError(error.message);
    throw error;
  }
}

function has(type: MessageType, name: string): boolean {
  const fields: readonly FieldDescriptor[] = type.fields;
  return fields.some((field) => field.name === name);
}
