import { type Ecosystem, Params } from "../../gen/verana/ec/v1.js";
import { Schema } from "../../keeper/collections.js";
import type { ChainSettings, ReadContext } from "../../keeper/context.js";
import { type EcosystemState, ecosystemState } from "./state.js";

/** Ecosystems. Other modules hold ports to it, never the state. */
export class EcosystemKeeper {
  constructor(readonly state: EcosystemState) {}

  find(ctx: ReadContext, id: bigint): Ecosystem | undefined {
    return this.state.ecosystems.get(ctx, id);
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
