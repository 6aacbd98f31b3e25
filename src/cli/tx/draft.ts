import { existsSync } from "node:fs";
import { registry } from "../../gen/registry.js";
import { type Json, toJson } from "../../wire/proto-json.js";
import { CliError } from "../failure.js";
import { writeWhole } from "../write-whole.js";

/** Metadata of a proposal in the form that clients are advised to write. */
export const METADATA_DRAFT = {
  title: "",
  authors: [""],
  summary: "",
  details: "",
  proposal_forum_url: "",
  vote_option_context: "",
};

/** An empty message as files of proposals hold it; `name` as `MsgSend` or its type URL. Throws CliError. */
export function draftMessage(name: string): Json {
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
export function writeDraft(file: string, draft: Json): void {
  if (existsSync(file)) throw new CliError(`${file} is there already`);
  writeWhole(file, `${JSON.stringify(draft, null, 2)}\n`, 0o644);
}
