import { refuse } from "../../keeper/errors.js";
import { utf8Bytes } from "../../wire/text.js";
import { govErrors } from "./errors.js";
import { MAX_METADATA_BYTES, MAX_SUMMARY_BYTES } from "./limits.js";

/** Refuses metadata, or a title, of too many bytes with `gov` 15. */
export function checkMetadata(text: string): void {
  const { length } = utf8Bytes(text);
  if (length <= MAX_METADATA_BYTES) return;
  refuse(govErrors.metadataTooLong, { log: `got metadata with length ${length}` });
}

/** Refuses a summary of too many bytes with `gov` 22. */
export function checkSummary(text: string): void {
  const { length } = utf8Bytes(text);
  if (length <= MAX_SUMMARY_BYTES) return;
  refuse(govErrors.summaryTooLong, { log: `got summary with length ${length}` });
}
