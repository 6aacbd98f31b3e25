import { Ecosystem, type EcosystemWithVersions } from "../../../gen/verana/ec/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { encodedNestedList } from "../../../keeper/encoded-list.js";
import { u64Key } from "../../../keeper/keys.js";
import { NOTHING } from "../../../keeper/space.js";
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
  const subjects = entries.map(([key, stored]) => {
    const [ecosystemId] = u64Key.read(key, 0);
    // What a view does not ask for is not worth decoding an ecosystem.
    if (!activeGfOnly && preferredLanguage === "") return { ecosystemId, ...UNASKED };
    const { language, activeVersion } = Ecosystem.decode(stored);
    return { ecosystemId, language, activeVersion };
  });
  const view = { activeOnly: activeGfOnly, preferredLanguage };
  const nested = frameworks.versionFields(ctx, subjects, view, VERSIONS);
  const shown = entries.map(([, stored], i) => ({ stored, nested: nested[i] ?? NOTHING }));
  return encodedNestedList(shown, VERSIONS);
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
