import { Corporation, type CorporationWithGF } from "../../../gen/verana/co/v1.js";
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

/** Field `versions` of a corporation in an answer. */
const VERSIONS = 8;

/** [D-CO-06] An answer that lists corporations as they are stored, with the same. */
export function listWithFrameworks(
  ctx: ReadContext,
  frameworks: FrameworkPort,
  entries: readonly Entry[],
  { activeGfOnly, preferredLanguage }: Shown,
): Uint8Array {
  const subjects = entries.map(([key, stored]) => {
    const [corporationId] = u64Key.read(key, 0);
    // What a view does not ask for is not worth decoding a corporation.
    if (!activeGfOnly && preferredLanguage === "") return { corporationId, ...UNASKED };
    const { language, activeVersion } = Corporation.decode(stored);
    return { corporationId, language, activeVersion };
  });
  const view = { activeOnly: activeGfOnly, preferredLanguage };
  const nested = frameworks.versionFields(ctx, subjects, view, VERSIONS);
  const shown = entries.map(([, stored], i) => ({ stored, nested: nested[i] ?? NOTHING }));
  return encodedNestedList(shown, VERSIONS);
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
