import type { BlockHead } from "./blocks.js";

/** Under which the store keeps the head with each commit. */
export const HEAD_KEY = "head";

/** Height and time as decimal texts. */
export function encodeHead(head: BlockHead): Uint8Array {
  return new TextEncoder().encode(`${head.height} ${head.time}`);
}

/** Undefined where the bytes are no head. */
export function decodeHead(bytes: Uint8Array): BlockHead | undefined {
  const match = /^([0-9]+) (-?[0-9]+)$/.exec(new TextDecoder().decode(bytes));
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { height: BigInt(match[1]), time: BigInt(match[2]) };
}
