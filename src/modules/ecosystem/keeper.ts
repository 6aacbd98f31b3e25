import type { RuleId } from "../../gen/rules.js";
import { type Ecosystem, Params } from "../../gen/verana/ec/v1.js";
import { Schema } from "../../keeper/collections.js";
import type { ChainSettings, ReadContext, WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { ecErrors } from "./errors.js";
import { type EcosystemState, ecosystemState } from "./state.js";

/** Ecosystems. Other modules hold ports to it, never the state. */
export class EcosystemKeeper {
  constructor(readonly state: EcosystemState) {}

  find(ctx: ReadContext, id: bigint): Ecosystem | undefined {
    return this.state.ecosystems.get(ctx, id);
  }

  /** An ecosystem that this corporation controls. Refuses with `ec` 2 and 15. */
  controlled(ctx: ReadContext, id: bigint, corporationId: bigint, rule: RuleId): Ecosystem {
    const ecosystem = this.find(ctx, id);
    ensure(ecosystem !== undefined, rule, ecErrors.ecosystemNotFound, { id });
    const own = ecosystem.corporationId === corporationId;
    ensure(own, rule, ecErrors.notController, { id, corporation: corporationId });
    return ecosystem;
  }

  /** [D-GF-04] Another version of its governance framework becomes the active one. */
  activateVersion(ctx: WriteContext, id: bigint, version: number): void {
    const ecosystem = this.find(ctx, id);
    if (ecosystem === undefined) throw new RangeError(`there is no ecosystem ${id}`);
    const changed = { ...ecosystem, activeVersion: version, modified: ctx.blockTime };
    this.state.ecosystems.set(ctx, id, changed);
  }

  /** Corporation of the ecosystems with this DID, which all have the same; undefined when there are none. */
  controllerOf(ctx: ReadContext, did: string): bigint | undefined {
    const [first] = this.state.ecosystems.where(ctx, this.state.byDid, did);
    return first?.corporationId;
  }

  /** Parameters of the wire, without effect (D-WIRE-05). */
  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? Params.create();
  }
}

/** The keeper over the store of this module. */
export function ecosystemKeeper(settings: ChainSettings): EcosystemKeeper {
  return new EcosystemKeeper(ecosystemState(new Schema("ec", settings.prefix)));
}
