import type { ReadContext } from "../../keeper/context.js";
import type { Invariant } from "../../keeper/module.js";
import type { EcosystemKeeper } from "./keeper.js";
import type { CorporationPort, FrameworkPort } from "./ports.js";

interface Deps {
  readonly keeper: EcosystemKeeper;
  readonly corporations: Pick<CorporationPort, "find">;
  readonly frameworks: Pick<FrameworkPort, "versionsOf">;
}

/** What must hold of ecosystems. */
export const ecosystemInvariants = (deps: Deps): readonly Invariant[] => [
  { name: "ec/indexes", check: (ctx) => deps.keeper.state.ecosystems.indexFault(ctx) },
  { name: "ec/ids", check: (ctx) => idFault(ctx, deps.keeper) },
  { name: "ec/did-controller", check: (ctx) => controllerFault(ctx, deps) },
  { name: "ec/frameworks", check: (ctx) => frameworkFault(ctx, deps) },
];

function idFault(ctx: ReadContext, { state }: EcosystemKeeper): string | undefined {
  const last = state.ids.last(ctx);
  for (const [id] of state.ecosystems.entries(ctx, { reverse: true })) {
    return id > last ? `there is an ecosystem ${id}, the last id given is ${last}` : undefined;
  }
  return undefined;
}

/** [D-ES-02] An ecosystem whose DID leads to another corporation than its own, or to none. */
function controllerFault(ctx: ReadContext, { keeper, corporations }: Deps): string | undefined {
  for (const [id, { did, corporationId }] of keeper.state.ecosystems.entries(ctx)) {
    const controller = keeper.controllerOf(ctx, did);
    if (controller !== corporationId) {
      return `ecosystem ${id} is of ${corporationId}, its DID of ${controller}`;
    }
    if (corporations.find(ctx, corporationId) === undefined) {
      return `ecosystem ${id} is of ${corporationId}, which is not there`;
    }
  }
  return undefined;
}

/** [D-GF-04] An ecosystem whose active version is not there. */
function frameworkFault(ctx: ReadContext, { keeper, frameworks }: Deps): string | undefined {
  const view = { activeOnly: true, preferredLanguage: "" };
  for (const [id, { language, activeVersion }] of keeper.state.ecosystems.entries(ctx)) {
    const subject = { ecosystemId: id, language, activeVersion };
    if (frameworks.versionsOf(ctx, subject, view).length === 1) continue;
    return `ecosystem ${id} has no version ${activeVersion} of its framework`;
  }
  return undefined;
}
