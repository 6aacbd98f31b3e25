import type { Params } from "../../gen/cosmos/auth/v1beta1.js";

/** Cosmos SDK's defaults: memo bytes, keys in a multisig, gas per transaction byte and signature. */
export const DEFAULT_PARAMS: Params = {
  maxMemoCharacters: 256n,
  txSigLimit: 7n,
  txSizeCostPerByte: 10n,
  sigVerifyCostEd25519: 590n,
  sigVerifyCostSecp256k1: 1_000n,
};
