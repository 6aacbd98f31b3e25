import type { Ecosystem, EcosystemWithVersions } from "../../../gen/verana/ec/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import type { FrameworkPort } from "../ports.js";

interface Shown {
  readonly activeGfOnly: boolean;
  readonly preferredLanguage: string;
}

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
