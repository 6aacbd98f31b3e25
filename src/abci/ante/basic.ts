import { formatCoins } from "../../keeper/coins.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { rfc3339 } from "../../wire/rfc3339.js";
import { utf8Bytes } from "../../wire/text.js";
import { feeAddress, signersOf } from "../decode/signers.js";
import type { AnteLimits } from "./ports.js";
import type { AnteRequest, SignedRequest } from "./request.js";
import { feeOf } from "./set-up.js";
import { simulatedBytes } from "./simulated.js";

const MAX_GAS_WANTED = (1n << 63n) - 1n;
const NANOS = 1_000_000_000n;

/**
 * Shape of fee and signatures: `sdk` 18 for gas above 2^63-1, 13 for a fee that is null or negative,
 * 7 for a payer that is no address, 15 without signatures, 4 for a wrong number of them; what
 * {@link signersOf} refuses. A simulation may come without signatures. Returns who must sign.
 */
export function checkBasic(request: AnteRequest): readonly string[] {
  const { tx, ctx, mode } = request;
  const fee = feeOf(tx);
  if (fee.gasLimit > MAX_GAS_WANTED) {
    refuse(sdkErrors.invalidRequest, {
      log: `invalid gas supplied; ${fee.gasLimit} > ${MAX_GAS_WANTED}`,
    });
  }
  if (tx.feeHasNullAmount) refuse(sdkErrors.insufficientFee, { log: "invalid fee provided: null" });
  if (fee.amount.some(({ amount }) => amount < 0n)) {
    refuse(sdkErrors.insufficientFee, { log: `invalid fee provided: ${formatCoins(fee.amount)}` });
  }
  if (fee.payer !== "") feeAddress(fee.payer, ctx.chain.prefix, "fee payer");
  const unsigned = tx.signatures.length === 0;
  if (unsigned && mode !== "simulate") refuse(sdkErrors.noSignatures, {});
  const signers = signersOf(tx, ctx.chain.prefix);
  if (tx.signatures.length !== signers.length && !unsigned) {
    refuse(sdkErrors.unauthorized, {
      log: `wrong number of signers; expected ${signers.length}, got ${tx.signatures.length}`,
    });
  }
  return signers;
}

/** Refuses with `sdk` 30 or 42 a transaction whose time has passed. A timestamp within the first second of 1970 is none. */
export function checkTimeout({ tx, ctx }: AnteRequest): void {
  const { timeoutHeight, timeoutTimestamp } = tx.body;
  if (timeoutHeight > 0n && ctx.height > timeoutHeight) {
    refuse(sdkErrors.txTimeoutHeight, {
      log: `block height: ${ctx.height}, timeout height: ${timeoutHeight}`,
    });
  }
  if (timeoutTimestamp === undefined || (timeoutTimestamp >= 0n && timeoutTimestamp < NANOS))
    return;
  if (timeoutTimestamp < ctx.blockTime) {
    refuse(sdkErrors.txTimeout, {
      log: `block time: ${rfc3339(ctx.blockTime)}, timeout timestamp: ${rfc3339(timeoutTimestamp)}`,
    });
  }
}

/** [D-TX-05] Refuses with `sdk` 12 a memo above 256 bytes. */
export function checkMemo({ tx }: AnteRequest, { maxMemoCharacters: most }: AnteLimits): void {
  const length = tx.memo === "" ? 0 : utf8Bytes(tx.memo).length;
  if (BigInt(length) > most) {
    refuse(sdkErrors.memoTooLarge, {
      log: `maximum number of characters is ${most} but received ${length} characters`,
    });
  }
}

/** [D-TX-08] Gas for the transaction's bytes. [D-TX-09] A simulation counts those that delivery will have. */
export function useSizeGas(request: SignedRequest, limits: AnteLimits): void {
  const { ctx, tx, mode } = request;
  const bytes = tx.bytes.length + (mode === "simulate" ? simulatedBytes(request) : 0);
  ctx.gas.consume(limits.txSizeCostPerByte * BigInt(bytes), "txSize");
}
