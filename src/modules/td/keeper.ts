import type { Params } from "../../gen/verana/td/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { defaultParams } from "./params.js";
import type { TrustDepositState } from "./state.js";

/** Trust deposit parameters, as other modules ask for them. */
export class TrustDepositKeeper {
  constructor(
    readonly state: TrustDepositState,
    private readonly prefix: string,
  ) {}

  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? defaultParams(this.prefix);
  }
}
