import { refuse } from "../../keeper/errors.js";
import { metadataFault, type ProposalTexts } from "../../keeper/formats/proposal-metadata.js";
import { groupErrors } from "./errors.js";

/**
 * Metadata in the advised JSON form must name the proposal's own title and summary. Other metadata
 * is free text.
 */
export function checkMetadataAgrees(texts: ProposalTexts): void {
  const log = metadataFault(texts);
  if (log !== undefined) refuse(groupErrors.invalid, { log });
}
