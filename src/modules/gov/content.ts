import { CommunityPoolSpendProposal } from "../../gen/cosmos/distribution/v1beta1.js";
import { TextProposal } from "../../gen/cosmos/gov/v1beta1.js";
import { ParameterChangeProposal } from "../../gen/cosmos/params/v1beta1.js";
import {
  CancelSoftwareUpgradeProposal,
  SoftwareUpgradeProposal,
} from "../../gen/cosmos/upgrade/v1beta1.js";
import { refuse } from "../../keeper/errors.js";
import { type Any, WireError } from "../../wire/descriptor.js";
import { utf8Bytes } from "../../wire/text.js";
import { govErrors } from "./errors.js";
import { MAX_CONTENT_DESCRIPTION_BYTES, MAX_CONTENT_TITLE_BYTES } from "./limits.js";

/** What all contents of v1beta1 proposals say. */
export interface Content {
  readonly title: string;
  readonly description: string;
}

interface Kind {
  readonly typeUrl: string;
  decode(bytes: Uint8Array): Content;
}

/** Contents by type, with the names of those that carried them out. Only texts still are. */
const KINDS: readonly (readonly [Kind, route: string])[] = [
  [TextProposal, "gov"],
  [CommunityPoolSpendProposal, "distribution"],
  [ParameterChangeProposal, "params"],
  [SoftwareUpgradeProposal, "upgrade"],
  [CancelSoftwareUpgradeProposal, "upgrade"],
];

/**
 * Reads a content that can be carried out: a text, which does nothing. Refuses what is missing or
 * malformed with `gov` 5, what is of no known type with `gov` 6, what nobody carries out with `gov` 9.
 */
export function checkContent(packed: Any | undefined): Content {
  if (packed === undefined) return refuse(govErrors.invalidContent, { log: "missing content" });
  const known = KINDS.find(([{ typeUrl }]) => typeUrl === packed.typeUrl);
  if (known === undefined) return refuse(govErrors.invalidProposalType, { log: packed.typeUrl });
  const [kind, route] = known;
  const content = decoded(kind, packed);
  checkTexts(content);
  if (route !== "gov") refuse(govErrors.noHandler, { log: route });
  return content;
}

function decoded(kind: Kind, packed: Any): Content {
  try {
    return kind.decode(packed.value);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return refuse(govErrors.invalidContent, { log: error.message });
  }
}

function checkTexts({ title, description }: Content): void {
  checkText(title, "title", MAX_CONTENT_TITLE_BYTES);
  checkText(description, "description", MAX_CONTENT_DESCRIPTION_BYTES);
}

function checkText(text: string, name: string, most: number): void {
  if (text.trim() === "") {
    refuse(govErrors.invalidContent, { log: `proposal ${name} cannot be blank` });
  }
  if (utf8Bytes(text).length > most) {
    const log = `proposal ${name} is longer than max length of ${most}`;
    refuse(govErrors.invalidContent, { log });
  }
}

/** A text as the content of a v1beta1 proposal. */
export const textContent = (content: Content): Any => ({
  typeUrl: TextProposal.typeUrl,
  value: TextProposal.encode(content),
});
