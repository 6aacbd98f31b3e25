import { SignDoc } from "../../gen/cosmos/tx/v1beta1.js";
import type { RawTx } from "../decode/tx-raw.js";

/** What binds a signature to one account of one chain. */
export interface SignerData {
  /** Bech32 address, lower case. */
  readonly address: string;
  readonly chainId: string;
  readonly accountNumber: bigint;
  readonly sequence: bigint;
}

/** Sign bytes of SIGN_MODE_DIRECT (1): body and auth info exactly as they were received. */
export function directSignBytes(tx: RawTx, signer: SignerData): Uint8Array {
  const { bodyBytes, authInfoBytes } = tx;
  return SignDoc.encode({
    bodyBytes,
    authInfoBytes,
    chainId: signer.chainId,
    accountNumber: signer.accountNumber,
  });
}
