import type { ReadContext } from "../../keeper/context.js";
import type { Invariant } from "../../keeper/module.js";
import type { DigestKeeper } from "./keeper.js";

/** What must hold of digests. */
export const digestInvariants = (keeper: DigestKeeper): readonly Invariant[] => [
  { name: "di/keys", check: (ctx) => keyFault(ctx, keeper) },
];

/** A digest that stands under another one's key. */
function keyFault(ctx: ReadContext, { state }: DigestKeeper): string | undefined {
  for (const [key, { digest }] of state.digests.entries(ctx)) {
    if (key !== digest) return `digest ${digest} stands under ${key}`;
  }
  return undefined;
}
