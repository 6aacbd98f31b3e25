import { fromHex, frozen } from "../support/vectors.js";
import type { StoredBlock } from "./history.js";

/** The history that is frozen in the vectors. */
export const storedBlocks = (): readonly StoredBlock[] =>
  (frozen("history") as { readonly blocks: readonly StoredBlock[] }).blocks;

/** Its transactions, block by block. */
export const storedTxs = (): readonly (readonly Uint8Array[])[] =>
  storedBlocks().map(({ txs }) => txs.map(fromHex));
