import { refuse } from "../../keeper/errors.js";
import { groupErrors } from "./errors.js";

interface Texts {
  readonly title: string;
  readonly summary: string;
  readonly metadata: string;
}

/** Fields of the proposal metadata that clients are advised to write, and whether they are lists. */
const FIELDS: ReadonlyMap<string, "text" | "list"> = new Map([
  ["title", "text"],
  ["authors", "list"],
  ["summary", "text"],
  ["details", "text"],
  ["proposal_forum_url", "text"],
  ["vote_option_context", "text"],
]);

/**
 * Metadata in the advised JSON form must name the proposal's own title and summary. Other metadata
 * is free text.
 */
export function checkMetadataAgrees({ title, summary, metadata }: Texts): void {
  const advised = metadata === "" ? undefined : readAdvised(metadata);
  if (advised === undefined) return;
  compare("title", advised.get("title") ?? "", title);
  compare("summary", advised.get("summary") ?? "", summary);
}

function compare(name: string, inMetadata: string, ofProposal: string): void {
  if (inMetadata === ofProposal) return;
  const log = `metadata ${name} '${inMetadata}' must equal proposal ${name} '${ofProposal}'`;
  refuse(groupErrors.invalid, { log });
}

/** The texts of the metadata by lower-case name; undefined when it has not the advised form. */
function readAdvised(metadata: string): ReadonlyMap<string, string> | undefined {
  const json = parse(metadata);
  if (json === null) return new Map();
  if (typeof json !== "object" || Array.isArray(json)) return undefined;
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(json)) {
    const field = name.toLowerCase();
    const kind = FIELDS.get(field);
    if (kind === undefined || value === null) continue;
    if (kind === "list" ? !isTextList(value) : typeof value !== "string") return undefined;
    if (typeof value === "string") texts.set(field, value);
  }
  return texts;
}

const isTextList = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => item === null || typeof item === "string");

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
