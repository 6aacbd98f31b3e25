import type { GovernanceFrameworkDocument } from "../../gen/verana/gf/v1.js";
import { sameLanguage } from "../../keeper/formats/language.js";

/**
 * [D-CO-06] The documents of one version that a query shows: the one in the preferred language, else
 * the one in the subject's own, else the one with the lowest id; all of them without a preference.
 * `documents` come in ascending id.
 */
export function shownDocuments(
  documents: readonly GovernanceFrameworkDocument[],
  preferred: string,
  own: string,
): readonly GovernanceFrameworkDocument[] {
  if (preferred === "") return documents;
  const [lowest] = documents;
  const shown = inLanguage(documents, preferred) ?? inLanguage(documents, own) ?? lowest;
  return shown === undefined ? [] : [shown];
}

/** Language tags compare without case and without prefix match (D-GEN-17). */
const inLanguage = (documents: readonly GovernanceFrameworkDocument[], language: string) =>
  documents.find((document) => sameLanguage(document.language, language));
