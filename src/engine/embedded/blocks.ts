import { Block, type BlockID, type Commit, type Header } from "../../gen/tendermint/types.js";
import { headerHash } from "./hashes.js";
import { merkleRoot } from "./merkle.js";

const PART_BYTES = 65_536;

/** A block with what follows from its bytes. */
export interface SealedBlock {
  readonly header: Header;
  readonly txs: readonly Uint8Array[];
  /** The commit of the block before; without signatures in the first block. */
  readonly lastCommit: Commit;
  readonly id: BlockID;
  /** The encoded block, whose parts `id` names. */
  readonly bytes: Uint8Array;
}

/** Encodes a block and names it. */
export function sealBlock(
  header: Header,
  txs: readonly Uint8Array[],
  lastCommit: Commit,
): SealedBlock {
  const block = Block.create({
    header,
    data: { txs: [...txs] },
    evidence: { evidence: [] },
    lastCommit,
  });
  const bytes = Block.encode(block);
  return { header, txs, lastCommit, id: blockId(header, bytes), bytes };
}

/** Reads an encoded block. Throws when it has no last commit. */
export function openBlock(bytes: Uint8Array): SealedBlock {
  const { header, data, lastCommit } = Block.decode(bytes);
  if (lastCommit === undefined) {
    throw new Error("a stored block without a last commit");
  }
  return { header, txs: data.txs, lastCommit, id: blockId(header, bytes), bytes };
}

function blockId(header: Header, bytes: Uint8Array): BlockID {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PART_BYTES) {
    parts.push(bytes.subarray(at, at + PART_BYTES));
  }
  const partSetHeader = { total: parts.length, hash: merkleRoot(parts) };
  return { hash: headerHash(header), partSetHeader };
}
