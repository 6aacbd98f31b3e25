import type { Fee } from "../../gen/cosmos/tx/v1beta1.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import type { DecodedTx } from "../decode/decode-tx.js";
import type { AnteRequest } from "./request.js";

/** The fee of a transaction. [D-TX-03] Refuses with `sdk` 13 when there is none. */
export function feeOf(tx: DecodedTx): Fee {
  return tx.fee ?? refuse(sdkErrors.insufficientFee, { log: "the transaction has no fee" });
}

/** What a transaction's gas meter is limited to; {@link checkSetUp} refuses a limit that is too high. */
export function anteGasLimit(tx: DecodedTx): bigint {
  return tx.fee?.gasLimit ?? 0n;
}

/**
 * Refuses with `sdk` 18 a transaction without messages, with `sdk` 13 one without fee, and
 * [D-TX-05] with `sdk` 41 a gas limit above the block's; a simulation's gas limit does not count.
 */
export function checkSetUp({ tx, ctx, ports, mode }: AnteRequest): void {
  if (tx.messages.length === 0)
    refuse(sdkErrors.invalidRequest, { log: "must contain at least one message" });
  const { gasLimit } = feeOf(tx);
  const most = ports.blockGasLimit(ctx) ?? 0n;
  if (mode !== "simulate" && most > 0n && gasLimit > most) {
    refuse(sdkErrors.invalidGasLimit, {
      log: `tx gas limit ${gasLimit} exceeds block max gas ${most}`,
    });
  }
}
