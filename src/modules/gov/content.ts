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
 * Reads a content that somebody proposes. Refuses what is missing or malformed with `gov` 5, what is
 * of no known type with `gov` 6.
 */
export function checkContent(packed: Any | undefined): Content {
  const { typeUrl, value } = packed ?? missing();
  const found = KINDS.find(([kind]) => kind.typeUrl === typeUrl);
  if (found === undefined) return refuse(govErrors.invalidProposalType, { log: typeUrl });
  const content = decoded(found[0], value);
  checkTexts(content);
  return content;
}

/** Refuses a content that nobody carries out with `gov` 9; a text is carried out, and does nothing. */
export function checkHandled(packed: Any | undefined): void {
  const { typeUrl } = packed ?? missing();
  const [, route = typeUrl] = KINDS.find(([kind]) => kind.typeUrl === typeUrl) ?? [];
  if (route !== "gov") refuse(govErrors.noHandler, { log: route });
}

const missing = (): never => refuse(govErrors.invalidContent, { log: "missing content" });

function decoded(kind: Kind, bytes: Uint8Array): Content {
  try {
    return kind.decode(bytes);
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
