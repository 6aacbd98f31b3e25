import type { Params } from "../../gen/cosmos/auth/v1beta1.js";

/** Cosmos SDK's defaults: memo bytes, keys in a multisig, gas per transaction byte and signature. */
export const DEFAULT_PARAMS: Params = {
  maxMemoCharacters: 256n,
  txSigLimit: 7n,
  txSizeCostPerByte: 10n,
  sigVerifyCostEd25519: 590n,
  sigVerifyCostSecp256k1: 1_000n,
};

/** What is wrong with parameters; undefined when nothing is. Cosmos SDK's rule: a limit or a price of zero is none. */
export function paramsFault(params: Params): string | undefined {
  const zero = Object.entries(params).find(([, value]) => value === 0n);
  return zero === undefined ? undefined : `${zero[0]} must be above zero`;
}
