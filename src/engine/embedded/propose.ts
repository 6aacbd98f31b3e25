import type { Application } from "../../abci/application.js";
import {
  ExtendedCommitInfo,
  RequestPrepareProposal,
  RequestProcessProposal,
  ResponseProcessProposal_ProposalStatus as Verdict,
} from "../../gen/tendermint/abci.js";
import { Commit, Header } from "../../gen/tendermint/types.js";
import { type SealedBlock, sealBlock } from "./blocks.js";
import { commitInfo, stateHashes } from "./execute.js";
import { commitHash, dataHash } from "./hashes.js";
import type { NodeKey } from "./keys.js";
import { type BlockBounds, encodedSize, type Mempool } from "./mempool.js";
import { merkleRoot } from "./merkle.js";
import { BLOCK_VERSION } from "./protocol.js";
import { type ChainState, nextHeight } from "./state.js";
import { signCommit } from "./votes.js";

/** What CometBFT reserves in a block beside its transactions, in bytes. */
const HEADER_AND_FRAME = 11n + 626n;
const COMMIT_FRAME = 94n;
const COMMIT_SIGNATURE = 111n;
/** Bound of a block whose parameters set none. */
const LARGEST_BLOCK = 104_857_600n;

interface Parts {
  readonly app: Application;
  readonly mempool: Mempool;
  readonly key: NodeKey;
  readonly state: ChainState;
  /** Time of the new block, nanoseconds. */
  readonly time: bigint;
}

/**
 * The next block: waiting transactions as PrepareProposal orders them. A proposal that the
 * application itself then refuses is replaced by an empty block.
 */
export function propose(parts: Parts): SealedBlock {
  const lastCommit = commitOfLastBlock(parts);
  const txs = prepare(parts, lastCommit);
  const block = assemble(parts, lastCommit, txs);
  if (txs.length === 0 || accepted(parts, block)) return block;
  return assemble(parts, lastCommit, []);
}

/**
 * Signed with the new block's time, because CometBFT takes a block's time from the commit in it.
 */
function commitOfLastBlock({ key, state, time }: Parts): Commit {
  if (state.height < state.initialHeight) return Commit.create();
  const { chainId, height, lastBlockId: blockId } = state;
  return signCommit(key, state.lastValidators, { chainId, height, blockId, time });
}

function prepare(
  { app, mempool, key, state, time }: Parts,
  lastCommit: Commit,
): readonly Uint8Array[] {
  const room = roomForTxs(state);
  const { round, votes } = commitInfo({ lastCommit }, state.lastValidators);
  const extended = votes.map((vote) => ({
    ...vote,
    voteExtension: new Uint8Array(),
    extensionSignature: new Uint8Array(),
  }));
  const { txs } = app.prepareProposal(
    RequestPrepareProposal.create({
      maxTxBytes: room,
      txs: mempool.reap(),
      localLastCommit: ExtendedCommitInfo.create({ round, votes: extended }),
      height: nextHeight(state),
      time,
      nextValidatorsHash: stateHashes(state).nextValidatorsHash,
      proposerAddress: key.address,
    }),
  );
  const size = txs.reduce((sum, tx) => sum + encodedSize(tx), 0n);
  if (size > room) throw new Error(`the application proposes ${size} bytes, the block has ${room}`);
  return txs;
}

/** Bytes that the transactions of the next block may take. Throws when there are none. */
function roomForTxs({ params, validators }: ChainState): bigint {
  const maxBytes = params.block?.maxBytes ?? -1n;
  const bound = maxBytes === -1n ? LARGEST_BLOCK : maxBytes;
  const signatures = COMMIT_SIGNATURE * BigInt(validators.length);
  const room = bound - HEADER_AND_FRAME - COMMIT_FRAME - signatures;
  if (room < 0n) throw new Error(`block.max_bytes ${maxBytes} leaves no room for transactions`);
  return room;
}

/** What the next block holds. */
export function blockBounds(state: ChainState): BlockBounds {
  return { bytes: roomForTxs(state), gas: state.params.block?.maxGas ?? -1n };
}

function assemble(parts: Parts, lastCommit: Commit, txs: readonly Uint8Array[]): SealedBlock {
  const { state, key, time } = parts;
  const header = Header.create({
    version: { block: BLOCK_VERSION, app: state.params.version?.app ?? 0n },
    chainId: state.chainId,
    height: nextHeight(state),
    time,
    lastBlockId: state.lastBlockId,
    lastCommitHash: commitHash(lastCommit.signatures),
    dataHash: dataHash(txs),
    ...stateHashes(state),
    evidenceHash: merkleRoot([]),
    proposerAddress: key.address,
  });
  return sealBlock(header, txs, lastCommit);
}

function accepted({ app, state }: Parts, block: SealedBlock): boolean {
  const { header, txs, id } = block;
  const { status } = app.processProposal(
    RequestProcessProposal.create({
      txs,
      proposedLastCommit: commitInfo(block, state.lastValidators),
      hash: id.hash,
      height: header.height,
      time: header.time,
      nextValidatorsHash: header.nextValidatorsHash,
      proposerAddress: header.proposerAddress,
    }),
  );
  return status === Verdict.ACCEPT;
}
