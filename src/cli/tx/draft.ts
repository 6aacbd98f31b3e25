import { existsSync } from "node:fs";
import { Command } from "commander";
import { z } from "zod";
import { registry } from "../../gen/registry.js";
import { type Json, toJson } from "../../wire/proto-json.js";
import { CliError } from "../failure.js";
import { flagsOf } from "../options.js";
import { say } from "../output.js";
import { writeWhole } from "../write-whole.js";

/** What a module's `draft-proposal` writes. */
export interface Draft {
  /** Whose `submit-proposal` takes it. */
  readonly module: string;
  /** Names of the files. */
  readonly proposal: string;
  readonly metadata: string;
  /** What help says of the messages. */
  readonly messages: string;
  /** The proposal with these messages and all else empty. */
  empty(messages: readonly Json[]): Json;
}

const flagsSchema = z.object({ skipMetadata: z.boolean().default(false) });

/** The command that writes the files of a proposal into the current folder, to be filled in. */
export function draftCommand({ module, proposal, metadata, messages, empty }: Draft): Command {
  const command = new Command("draft-proposal")
    .summary("write files to fill in for a proposal")
    .description(
      `Write ${proposal}, to fill in and submit, and ${metadata}, to publish where the proposal's ` +
        "metadata says, into the current folder",
    )
    .argument("[messages...]", messages)
    .option("--skip-metadata", "write no file of metadata");
  return command.action((names: readonly string[]) => {
    const { skipMetadata } = flagsOf(command, flagsSchema);
    writeDraft(proposal, empty(names.map(draftMessage)));
    if (!skipMetadata) writeDraft(metadata, METADATA_DRAFT);
    say(`fill ${proposal} in, then: vprd tx ${module} submit-proposal ${proposal}`);
  });
}

/** Metadata of a proposal in the form that clients are advised to write. */
const METADATA_DRAFT = {
  title: "",
  authors: [""],
  summary: "",
  details: "",
  proposal_forum_url: "",
  vote_option_context: "",
};

/** An empty message as files of proposals hold it; `name` as `MsgSend` or its type URL. Throws CliError. */
function draftMessage(name: string): Json {
  const wanted = name.replace(/^\//, "");
  const found = registry.types.filter(
    (type) => type.signers.length > 0 && (type.name === wanted || type.name.endsWith(`.${wanted}`)),
  );
  const [type, other] = found;
  if (type === undefined) throw new CliError(`${name}: the chain knows no such message`);
  if (other !== undefined) {
    const all = found.map((one) => `/${one.name}`).join(", ");
    throw new CliError(`${name} stands for more than one message: ${all}`);
  }
  const fields = toJson(type, type.create({}), { registry });
  return { "@type": type.typeUrl, ...Object(fields) };
}

/** Writes a draft into the current folder. Throws CliError where a file has its name. */
function writeDraft(file: string, draft: Json): void {
  if (existsSync(file)) throw new CliError(`${file} is there already`);
  writeWhole(file, `${JSON.stringify(draft, null, 2)}\n`, 0o644);
}
