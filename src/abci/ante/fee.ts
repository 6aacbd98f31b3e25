import { type Coin, formatCoins, isValidCoins } from "../../keeper/coins.js";
import { refuse } from "../../keeper/errors.js";
import { event } from "../../keeper/events.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { feeAddress, messageSigners } from "../decode/signers.js";
import type { GasPrice } from "./ports.js";
import type { AnteRequest, SignedRequest } from "./request.js";
import { feeOf } from "./set-up.js";

const SCALE = 1_000_000_000_000_000_000n;

/** Refuses with `sdk` 13 in CheckTx what pays less than this node asks for. */
export function checkGasPrice({ tx, mode, ports }: AnteRequest): void {
  if (mode !== "check" && mode !== "recheck") return;
  const fee = feeOf(tx);
  const required = requiredFee(ports.minGasPrices ?? [], fee.gasLimit);
  if (required.length === 0) return;
  const enough = required.some(({ denom, amount }) =>
    fee.amount.some((coin) => coin.denom === denom && coin.amount >= amount),
  );
  if (!enough) {
    refuse(sdkErrors.insufficientFee, {
      log: `insufficient fees; got: ${formatCoins(fee.amount)} required: ${formatCoins(required)}`,
    });
  }
}

function requiredFee(prices: readonly GasPrice[], gas: bigint): readonly Coin[] {
  return prices
    .filter(({ amount }) => amount > 0n)
    .map(({ denom, amount }) => ({ denom, amount: (amount * gas + SCALE - 1n) / SCALE }));
}

/**
 * Takes the fee: from the granter, whose allowance is spent, or from the payer. Refuses with `sdk` 7
 * a granter that is no address (D-TX-03), `sdk` 9 an account that does not exist, `sdk` 13 coins
 * that are no fee, `sdk` 5 missing funds, and what the allowance refuses.
 */
export function deductFee(request: SignedRequest): void {
  const { tx, ctx, ports, feePayer, mode } = request;
  const fee = feeOf(tx);
  const granter =
    fee.granter === "" ? undefined : feeAddress(fee.granter, ctx.chain.prefix, "fee granter");
  if (granter !== undefined && granter !== feePayer) {
    const messages = tx.messages.map(({ typeUrl, type, value }) => {
      return { typeUrl, value, signers: messageSigners({ type, value }, ctx.chain.prefix) };
    });
    ports.fees.useAllowance(ctx, { granter, payer: feePayer, fee: fee.amount, messages });
  }
  const from = granter ?? feePayer;
  if (ports.accounts.find(ctx, from) === undefined) {
    refuse(sdkErrors.unknownAddress, { log: `fee payer address: ${from} does not exist` });
  }
  const free = fee.amount.every(({ amount }) => amount === 0n);
  if (!free) collect(request, from, fee.amount);
  else if (mode === "simulate") ports.fees.collectNothing(ctx, from);
  ctx.emit(event("tx", { fee: free ? "" : formatCoins(fee.amount), fee_payer: from }));
}

function collect({ ctx, ports }: SignedRequest, from: string, fee: readonly Coin[]): void {
  if (!isValidCoins(fee))
    refuse(sdkErrors.insufficientFee, { log: `invalid fee amount: ${formatCoins(fee)}` });
  ports.fees.collect(ctx, from, fee);
}
