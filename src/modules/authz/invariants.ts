import type { ReadContext } from "../../keeper/context.js";
import type { Invariant } from "../../keeper/module.js";
import type { AuthzKeeper } from "./keeper.js";

/** What must hold of authorizations after every block. */
export const authzInvariants = (keeper: AuthzKeeper): readonly Invariant[] => [
  { name: "authz/indexes", check: (ctx) => keeper.state.grants.indexFault(ctx) },
  { name: "authz/ended-grants", check: (ctx) => endedFault(ctx, keeper) },
];

/** Grants that have ended are gone, unless the last block had more of them than it may remove. */
function endedFault(ctx: ReadContext, keeper: AuthzKeeper): string | undefined {
  if (!keeper.hasEnded(ctx) || keeper.state.behind.get(ctx) === ctx.height) return undefined;
  return "an authorization that has ended is still there";
}
