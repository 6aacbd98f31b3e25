import type { Corporation, CorporationWithGF } from "../../../gen/verana/co/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import type { FrameworkPort } from "../ports.js";

interface Shown {
  readonly activeGfOnly: boolean;
  readonly preferredLanguage: string;
}

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
