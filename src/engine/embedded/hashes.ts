import { sha256 } from "@noble/hashes/sha2.js";
import { ExecTxResult } from "../../gen/tendermint/abci.js";
import {
  BlockID,
  CommitSig,
  HashedParams,
  type Header,
  SimpleValidator,
} from "../../gen/tendermint/types.js";
import { Consensus } from "../../gen/tendermint/version.js";
import { txHash } from "./bytes.js";
import { type MerkleProof, merkleProof, merkleRoot } from "./merkle.js";
import type { Validator } from "./validators.js";
import { wrapBytes, wrapInt, wrapText, wrapTime } from "./wrap.js";

/** Hash of a header, the identity of its block: the root over its 14 fields. */
export function headerHash(header: Header): Uint8Array {
  return merkleRoot([
    Consensus.encode(header.version),
    wrapText(header.chainId),
    wrapInt(header.height),
    wrapTime(header.time),
    BlockID.encode(header.lastBlockId),
    wrapBytes(header.lastCommitHash),
    wrapBytes(header.dataHash),
    wrapBytes(header.validatorsHash),
    wrapBytes(header.nextValidatorsHash),
    wrapBytes(header.consensusHash),
    wrapBytes(header.appHash),
    wrapBytes(header.lastResultsHash),
    wrapBytes(header.evidenceHash),
    wrapBytes(header.proposerAddress),
  ]);
}

/** Hash of a block's transactions: the root over their hashes. */
export function dataHash(txs: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(txs.map(txHash));
}

/** Proof that the transaction at `index` is in the block with `dataHash(txs)`. */
export function txProof(txs: readonly Uint8Array[], index: number): MerkleProof {
  return merkleProof(txs.map(txHash), index);
}

/** Hash of a commit: the root over its signatures. */
export function commitHash(signatures: readonly CommitSig[]): Uint8Array {
  return merkleRoot(signatures.map((signature) => CommitSig.encode(signature)));
}

/** Hash of a validator set: the root over keys and powers, in the order of the set. */
export function validatorsHash(validators: readonly Validator[]): Uint8Array {
  const leaves = validators.map(({ publicKey, power }) =>
    SimpleValidator.encode(
      SimpleValidator.create({ pubKey: { ed25519: publicKey }, votingPower: power }),
    ),
  );
  return merkleRoot(leaves);
}

/** Hash of the consensus parameters that every header carries. */
export function consensusHash(blockMaxBytes: bigint, blockMaxGas: bigint): Uint8Array {
  return sha256(HashedParams.encode(HashedParams.create({ blockMaxBytes, blockMaxGas })));
}

/** Hash of results: the root over code, data, gas wanted and gas used of each. */
export function resultsHash(results: readonly ExecTxResult[]): Uint8Array {
  const leaves = results.map(({ code, data, gasWanted, gasUsed }) =>
    ExecTxResult.encode(ExecTxResult.create({ code, data, gasWanted, gasUsed })),
  );
  return merkleRoot(leaves);
}
