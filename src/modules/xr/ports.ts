import type { ReadContext } from "../../keeper/context.js";

/** Coins of the chain. */
export interface CoinPort {
  /** Whether some of a denomination was issued, or it is described. */
  isKnownDenom(ctx: ReadContext, denom: string): boolean;
}
