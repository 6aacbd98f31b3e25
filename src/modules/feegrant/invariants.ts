import type { ReadContext } from "../../keeper/context.js";
import type { Invariant } from "../../keeper/module.js";
import type { FeegrantKeeper } from "./keeper.js";

/** What must hold of fee allowances after every block. */
export const feegrantInvariants = (keeper: FeegrantKeeper): readonly Invariant[] => [
  { name: "feegrant/indexes", check: (ctx) => keeper.state.grants.indexFault(ctx) },
  { name: "feegrant/ended-grants", check: (ctx) => endedFault(ctx, keeper) },
];

/** Grants that have ended are gone, unless the last block had more of them than it may remove. */
function endedFault(ctx: ReadContext, keeper: FeegrantKeeper): string | undefined {
  if (!keeper.hasEnded(ctx) || keeper.state.behind.get(ctx) === ctx.height) return undefined;
  return "a fee allowance that has ended is still there";
}
