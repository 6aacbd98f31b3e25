import { Ecosystem, type EcosystemWithVersions } from "../../../gen/verana/ec/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { encodedNestedList } from "../../../keeper/encoded-list.js";
import type { Entry } from "../../../store/contract.js";
import type { FrameworkPort } from "../ports.js";

interface Shown {
  readonly activeGfOnly: boolean;
  readonly preferredLanguage: string;
}

/** Field `versions` of an ecosystem in an answer. */
const VERSIONS = 9;

/** [D-CO-06] An answer that lists ecosystems as they are stored, with the same. */
export function listWithVersions(
  ctx: ReadContext,
  frameworks: FrameworkPort,
  entries: readonly Entry[],
  { activeGfOnly, preferredLanguage }: Shown,
): Uint8Array {
  const view = { activeOnly: activeGfOnly, preferredLanguage };
  // What a view does not ask for is not worth decoding an ecosystem.
  const isAsked = activeGfOnly || preferredLanguage !== "";
  return encodedNestedList(entries, {
    no: VERSIONS,
    subject(ecosystemId, stored) {
      const { language, activeVersion } = isAsked ? Ecosystem.decode(stored) : UNASKED;
      return { ecosystemId, language, activeVersion };
    },
    fields: (subjects) => frameworks.versionFields(ctx, subjects, view, VERSIONS),
  });
}

const UNASKED = { language: "", activeVersion: 0 };

/** [D-CO-06] An ecosystem with the versions and documents that the caller asked for. */
export function withVersions(
  ctx: ReadContext,
  frameworks: FrameworkPort,
  ecosystem: Ecosystem,
  { activeGfOnly, preferredLanguage }: Shown,
): EcosystemWithVersions {
  const { id, language, activeVersion } = ecosystem;
  const subject = { ecosystemId: id, language, activeVersion };
  const view = { activeOnly: activeGfOnly, preferredLanguage };
  return { ...ecosystem, versions: frameworks.versionsOf(ctx, subject, view) };
}
