/** Keys of the chain's database: texts whose order is the order of heights. */

/** A height or position that sorts as text. */
export function sortable(value: bigint): string {
  return value.toString(16).padStart(16, "0");
}

/** Reads what {@link sortable} wrote. */
export function fromSortable(text: string): bigint {
  return BigInt(`0x${text}`);
}

/** The first key after every key that starts with `prefix` (which ends in an ASCII character). */
export function after(prefix: string): string {
  const last = prefix.charCodeAt(prefix.length - 1);
  return prefix.slice(0, -1) + String.fromCharCode(last + 1);
}

/** Start of the keys of transactions by hash. */
export const TX_PREFIX = "tx/";

/** The key of everything that is found by a height or a hash. */
export const keys = {
  block: (height: bigint) => `block/${sortable(height)}`,
  seenCommit: (height: bigint) => `commit/${sortable(height)}`,
  results: (height: bigint) => `results/${sortable(height)}`,
  heightOf: (blockHash: Uint8Array) => `hash/${Buffer.from(blockHash).toString("hex")}`,
  tx: (txHash: Uint8Array) => `${TX_PREFIX}${Buffer.from(txHash).toString("hex")}`,
  validators: (height: bigint) => `validators/${sortable(height)}`,
  params: (height: bigint) => `params/${sortable(height)}`,
  lastBlock: "last-block",
  state: "state",
  genesisSum: "genesis-sum",
} as const;
