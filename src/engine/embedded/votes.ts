import {
  BlockID,
  BlockIDFlag,
  Commit,
  CommitSig,
  SignedMsgType,
} from "../../gen/tendermint/types.js";
import { ZERO_TIME } from "../../wire/time.js";
import { Writer } from "../../wire/writer.js";
import { equalBytes } from "./bytes.js";
import { type NodeKey, signWith } from "./keys.js";
import type { Validator } from "./validators.js";

/** What a precommit signs. */
export interface Precommit {
  readonly chainId: string;
  readonly height: bigint;
  readonly blockId: BlockID;
  /** Nanoseconds. */
  readonly time: bigint;
}

/** The bytes that a validator signs for a block in round 0: a canonical vote with its length before. */
export function precommitBytes({ chainId, height, blockId, time }: Precommit): Uint8Array {
  const vote = new Writer().uint32(8).uint32(SignedMsgType.SIGNED_MSG_TYPE_PRECOMMIT);
  vote.uint32(17).sfixed64(height);
  // A canonical block id has the fields of a block id.
  vote.uint32(34).message(BlockID, blockId);
  vote.uint32(42).timestamp(time).uint32(50).string(chainId);
  return new Writer().bytesValue(vote.finish()).finish();
}

/** A commit of the set for a block: this node's signature, the others absent. */
export function signCommit(
  key: NodeKey,
  validators: readonly Validator[],
  precommit: Precommit,
): Commit {
  const own = CommitSig.create({
    blockIdFlag: BlockIDFlag.BLOCK_ID_FLAG_COMMIT,
    validatorAddress: key.address,
    timestamp: precommit.time,
    signature: signWith(key, precommitBytes(precommit)),
  });
  const absent = CommitSig.create({
    blockIdFlag: BlockIDFlag.BLOCK_ID_FLAG_ABSENT,
    timestamp: ZERO_TIME,
  });
  const signatures = validators.map(({ address }) =>
    equalBytes(address, key.address) ? own : absent,
  );
  return Commit.create({
    height: precommit.height,
    round: 0,
    blockId: precommit.blockId,
    signatures,
  });
}
