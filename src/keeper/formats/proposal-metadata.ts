/** Texts of a proposal that its metadata may repeat. */
export interface ProposalTexts {
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
 * Why metadata in the advised JSON form does not name the proposal's own title and summary; undefined
 * when it does, and for other metadata, which is free text.
 */
export function metadataFault({ title, summary, metadata }: ProposalTexts): string | undefined {
  const advised = metadata === "" ? undefined : readAdvised(metadata);
  if (advised === undefined) return undefined;
  return (
    difference("title", advised.get("title") ?? "", title) ??
    difference("summary", advised.get("summary") ?? "", summary)
  );
}

function difference(name: string, inMetadata: string, ofProposal: string): string | undefined {
  if (inMetadata === ofProposal) return undefined;
  return `metadata ${name} '${inMetadata}' must equal proposal ${name} '${ofProposal}'`;
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
