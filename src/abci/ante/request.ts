import type { WriteContext } from "../../keeper/context.js";
import type { DecodedTx } from "../decode/decode-tx.js";
import type { AnteMode, AntePorts } from "./ports.js";

/** A transaction on its way through the ante stage. */
export interface AnteRequest {
  readonly ctx: WriteContext;
  readonly tx: DecodedTx;
  readonly mode: AnteMode;
  readonly ports: AntePorts;
}

/** A request whose signers are known. */
export interface SignedRequest extends AnteRequest {
  /** Addresses that must sign, in order. */
  readonly signers: readonly string[];
  readonly feePayer: string;
}
