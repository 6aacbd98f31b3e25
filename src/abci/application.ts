import type {
  RequestApplySnapshotChunk,
  RequestCheckTx,
  RequestExtendVote,
  RequestFinalizeBlock,
  RequestInfo,
  RequestInitChain,
  RequestLoadSnapshotChunk,
  RequestOfferSnapshot,
  RequestPrepareProposal,
  RequestProcessProposal,
  RequestQuery,
  RequestVerifyVoteExtension,
  ResponseApplySnapshotChunk,
  ResponseCheckTx,
  ResponseCommit,
  ResponseExtendVote,
  ResponseFinalizeBlock,
  ResponseInfo,
  ResponseInitChain,
  ResponseListSnapshots,
  ResponseLoadSnapshotChunk,
  ResponseOfferSnapshot,
  ResponsePrepareProposal,
  ResponseProcessProposal,
  ResponseQuery,
  ResponseVerifyVoteExtension,
} from "../gen/tendermint/abci.js";
import type { Soon } from "./soon.js";

/**
 * The state machine as an engine sees it: ABCI 2.0 (CometBFT v0.38). The embedded engine calls it
 * directly, the socket server on behalf of CometBFT. Calls are made one after another. Everything is
 * synchronous but what waits for the disk: a commit, and a query at an older height. A method that throws means that this node is sick: the
 * engine stops. A client's mistake is an answer with a code.
 */
export interface Application {
  info(request: RequestInfo): ResponseInfo;
  /** A promise where the state of an older height is made again; other calls go on meanwhile. */
  query(request: RequestQuery): Soon<ResponseQuery>;
  checkTx(request: RequestCheckTx): ResponseCheckTx;
  /** The verdict of `checkTx` that leaves the check state as it is: for the RPC's `check_tx`. */
  dryCheckTx?(request: RequestCheckTx): ResponseCheckTx;
  initChain(request: RequestInitChain): ResponseInitChain;
  prepareProposal(request: RequestPrepareProposal): ResponsePrepareProposal;
  processProposal(request: RequestProcessProposal): ResponseProcessProposal;
  extendVote(request: RequestExtendVote): ResponseExtendVote;
  verifyVoteExtension(request: RequestVerifyVoteExtension): ResponseVerifyVoteExtension;
  finalizeBlock(request: RequestFinalizeBlock): ResponseFinalizeBlock;
  /** Makes the finalized block durable. Resolves when the state survives a power cut. */
  commit(): Promise<ResponseCommit>;
  listSnapshots(): ResponseListSnapshots;
  offerSnapshot(
    request: RequestOfferSnapshot,
  ): ResponseOfferSnapshot | Promise<ResponseOfferSnapshot>;
  loadSnapshotChunk(request: RequestLoadSnapshotChunk): ResponseLoadSnapshotChunk;
  applySnapshotChunk(
    request: RequestApplySnapshotChunk,
  ): ResponseApplySnapshotChunk | Promise<ResponseApplySnapshotChunk>;
}
