import { registry } from "../gen/registry.js";
import { decodeTx } from "./decode/decode-tx.js";

/**
 * The transactions, in the engine's order, that fit into a block's bytes (as CometBFT counts them)
 * and gas together. One that does not decode takes no place, nor does one that no block has room for:
 * it would keep all others out for ever.
 */
export function reapWithin(
  txs: readonly Uint8Array[],
  maxBytes: number,
  maxGas: bigint | undefined,
): readonly Uint8Array[] {
  const chosen: Uint8Array[] = [];
  let bytes = 0;
  let gas = 0n;
  for (const tx of txs) {
    const wanted = gasWanted(tx);
    if (wanted === undefined) continue;
    const size = encodedSize(tx.length);
    if (size > maxBytes || (maxGas !== undefined && wanted > maxGas)) continue;
    if (bytes + size > maxBytes || (maxGas !== undefined && gas + wanted > maxGas)) break;
    bytes += size;
    gas += wanted;
    chosen.push(tx);
  }
  return chosen;
}

function gasWanted(tx: Uint8Array): bigint | undefined {
  try {
    return decodeTx(tx, (url) => registry.byUrl(url)).fee?.gasLimit ?? 0n;
  } catch {
    return undefined;
  }
}

/** A transaction's share of the block: tag, length varint, bytes. */
function encodedSize(length: number): number {
  let varint = 1;
  for (let rest = length; rest > 127; rest = Math.floor(rest / 128)) varint++;
  return 1 + varint + length;
}
