import { Corporation, type CorporationWithGF } from "../../../gen/verana/co/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { encodedNestedList } from "../../../keeper/encoded-list.js";
import type { Entry } from "../../../store/contract.js";
import type { FrameworkPort } from "../ports.js";

interface Shown {
  readonly activeGfOnly: boolean;
  readonly preferredLanguage: string;
}

/** Field `versions` of a corporation in an answer. */
const VERSIONS = 8;

/** [D-CO-06] An answer that lists corporations as they are stored, with the same. */
export function listWithFrameworks(
  ctx: ReadContext,
  frameworks: FrameworkPort,
  entries: readonly Entry[],
  { activeGfOnly, preferredLanguage }: Shown,
): Uint8Array {
  const view = { activeOnly: activeGfOnly, preferredLanguage };
  // What a view does not ask for is not worth decoding a corporation.
  const isAsked = activeGfOnly || preferredLanguage !== "";
  return encodedNestedList(entries, {
    no: VERSIONS,
    subject(corporationId, stored) {
      const { language, activeVersion } = isAsked ? Corporation.decode(stored) : UNASKED;
      return { corporationId, language, activeVersion };
    },
    fields: (subjects) => frameworks.versionFields(ctx, subjects, view, VERSIONS),
  });
}

const UNASKED = { language: "", activeVersion: 0 };

/** [D-CO-06] A corporation with the versions and documents that the caller asked for. */
export function withFrameworks(
  ctx: ReadContext,
  frameworks: FrameworkPort,
  corporation: Corporation,
  { activeGfOnly, preferredLanguage }: Shown,
): CorporationWithGF {
  const { id, language, activeVersion } = corporation;
  const subject = { corporationId: id, language, activeVersion };
  const view = { activeOnly: activeGfOnly, preferredLanguage };
  return { ...corporation, versions: frameworks.versionsOf(ctx, subject, view) };
}
