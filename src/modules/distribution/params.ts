import type { Params } from "../../gen/cosmos/distribution/v1beta1.js";
import * as dec from "../../keeper/dec.js";

/** Cosmos SDK's defaults: two of a hundred go to the community. */
export const DEFAULT_PARAMS: Params = {
  communityTax: dec.parse("0.02"),
  baseProposerReward: 0n,
  bonusProposerReward: 0n,
  withdrawAddrEnabled: true,
};

/** What is wrong with parameters; undefined when nothing is. */
export function paramsFault({ communityTax }: Params): string | undefined {
  if (communityTax < 0n) return "community tax must be positive";
  return communityTax > dec.ONE ? "community tax too large" : undefined;
}
