import { SignDocDirectAux } from "../../gen/cosmos/tx/v1beta1.js";
import type { Any } from "../../wire/descriptor.js";
import type { RawTx } from "../decode/tx-raw.js";
import type { SignerData } from "./direct.js";

/** Sign bytes of SIGN_MODE_DIRECT_AUX (3): the body, without the fee. Not for the fee payer. */
export function directAuxSignBytes(tx: RawTx, signer: SignerData, publicKey: Any): Uint8Array {
  const { chainId, accountNumber, sequence } = signer;
  return SignDocDirectAux.encode({
    bodyBytes: tx.bodyBytes,
    publicKey,
    chainId,
    accountNumber,
    sequence,
    tip: undefined,
  });
}
