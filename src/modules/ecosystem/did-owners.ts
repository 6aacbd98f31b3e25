import type { RuleId } from "../../gen/rules.js";
import type { ReadContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { ecErrors } from "./errors.js";
import type { EcosystemKeeper } from "./keeper.js";
import type { CorporationPort, DidControllerPort } from "./ports.js";

interface Deps {
  readonly keeper: EcosystemKeeper;
  readonly corporations: Pick<CorporationPort, "byDid">;
  readonly didControllers: readonly DidControllerPort[];
}

/**
 * [D-GEN-18] Ecosystems that share a DID have one corporation, so that any of them tells it; an
 * ecosystem that has the DID itself does not hinder. On strict chains so has everything.
 */
export function ensureOneController(
  ctx: ReadContext,
  deps: Deps,
  { did, corporationId }: { readonly did: string; readonly corporationId: bigint },
  rule: RuleId,
): void {
  const controller = deps.keeper.controllerOf(ctx, did);
  const own = controller === undefined || controller === corporationId;
  ensure(own, rule, ecErrors.didOfAnother, { did });
  if (!ctx.chain.strictDidOwnership) return;
  const others = deps.didControllers.map((port) => port.controllerOf(ctx, did));
  const holders = [deps.corporations.byDid(ctx, did)?.id, ...others];
  const free = holders.every((id) => id === undefined || id === corporationId);
  ensure(free, "D-GEN-18", ecErrors.didOfOtherEntity, { did });
}
