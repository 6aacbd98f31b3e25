import type { ReadContext } from "../../keeper/context.js";
import type { Invariant } from "../../keeper/module.js";
import type { CorporationKeeper } from "./keeper.js";
import type { FrameworkPort, GroupPort } from "./ports.js";

interface Deps {
  readonly keeper: CorporationKeeper;
  readonly groups: Pick<GroupPort, "policy">;
  readonly frameworks: Pick<FrameworkPort, "versionsOf">;
}

/** What must hold of corporations. */
export const corporationInvariants = (deps: Deps): readonly Invariant[] => [
  { name: "co/indexes", check: (ctx) => deps.keeper.state.corporations.indexFault(ctx) },
  { name: "co/policies", check: (ctx) => policyFault(ctx, deps) },
  { name: "co/frameworks", check: (ctx) => frameworkFault(ctx, deps) },
];

/** [D-GEN-01] A corporation whose bound policy is none of its group's. */
function policyFault(ctx: ReadContext, { keeper, groups }: Deps): string | undefined {
  for (const [id, { policyAddress }] of keeper.state.corporations.entries(ctx)) {
    const group = groups.policy(ctx, policyAddress)?.groupId;
    if (group !== id) return `corporation ${id} is bound to ${policyAddress}, of group ${group}`;
  }
  return undefined;
}

/** [D-GF-04] A corporation whose active version is not there. */
function frameworkFault(ctx: ReadContext, { keeper, frameworks }: Deps): string | undefined {
  const view = { activeOnly: true, preferredLanguage: "" };
  for (const [id, { language, activeVersion }] of keeper.state.corporations.entries(ctx)) {
    const subject = { corporationId: id, language, activeVersion };
    if (frameworks.versionsOf(ctx, subject, view).length === 1) continue;
    return `corporation ${id} has no version ${activeVersion} of its framework`;
  }
  return undefined;
}
