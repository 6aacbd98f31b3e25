import type { WriteContext } from "../../keeper/context.js";
import type { DecodedTx } from "../decode/decode-tx.js";
import { feePayerOf, signersOf } from "../decode/signers.js";
import { checkBasic, checkMemo, checkTimeout, useSizeGas } from "./basic.js";
import { checkGasPrice, deductFee } from "./fee.js";
import type { AnteMode, AntePorts } from "./ports.js";
import type { SignedRequest } from "./request.js";
import { checkSetUp } from "./set-up.js";
import {
  advanceSigners,
  checkKeyCount,
  checkSignatures,
  readSigners,
  useSignatureGas,
} from "./signatures.js";

/** What the ante stage found out. */
export interface AnteResult {
  /** Addresses that signed, in order; the first one's key or granter paid. */
  readonly signers: readonly string[];
  readonly feePayer: string;
}

/**
 * [D-TX-06] The ante stage, after decoding and the messages' own checks: who pays, who signed, with
 * which sequence. The first broken rule answers. Writes fee, keys and sequences and emits the
 * events that a transaction keeps even when it fails later; the caller drops all of it when this
 * refuses. `ctx.gas` is the transaction's meter, limited to `anteGasLimit`.
 */
export function runAnte(
  ctx: WriteContext,
  tx: DecodedTx,
  ports: AntePorts,
  mode: AnteMode,
): AnteResult {
  const request = { ctx, tx, ports, mode };
  checkSetUp(request);
  const known = mode === "recheck" ? undefined : checkBasic(request);
  checkTimeout(request);
  const { prefix } = ctx.chain;
  const mustSign = known ?? signersOf(tx, prefix);
  const feePayer = feePayerOf(tx, prefix, mustSign);
  const signed: SignedRequest = { ctx, tx, ports, mode, signers: mustSign, feePayer };
  // A recheck looks at none of the limits.
  const limits = mode === "recheck" ? undefined : ports.limits(ctx);
  if (limits !== undefined) {
    checkMemo(request, limits);
    useSizeGas(signed, limits);
  }
  checkGasPrice(request);
  deductFee(signed);
  const signers = readSigners(signed);
  if (limits !== undefined) {
    checkKeyCount(signers, limits);
    useSignatureGas(signed, signers, limits);
  }
  checkSignatures(signed, signers);
  advanceSigners(signed, signers);
  return { signers: signed.signers, feePayer: signed.feePayer };
}
