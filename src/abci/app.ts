import { registry } from "../gen/registry.js";
import {
  CheckTxType,
  type RequestApplySnapshotChunk,
  type RequestCheckTx,
  type RequestFinalizeBlock,
  type RequestInitChain,
  type RequestLoadSnapshotChunk,
  type RequestOfferSnapshot,
  type RequestPrepareProposal,
  type RequestProcessProposal,
  type RequestQuery,
  type ResponseApplySnapshotChunk,
  type ResponseCheckTx,
  type ResponseCommit,
  type ResponseExtendVote,
  type ResponseFinalizeBlock,
  type ResponseInfo,
  type ResponseInitChain,
  type ResponseListSnapshots,
  type ResponseLoadSnapshotChunk,
  type ResponseOfferSnapshot,
  type ResponsePrepareProposal,
  type ResponseProcessProposal,
  ResponseProcessProposal_ProposalStatus,
  type ResponseQuery,
  type ResponseVerifyVoteExtension,
  ResponseVerifyVoteExtension_VerifyStatus,
  type ValidatorUpdate,
} from "../gen/tendermint/abci.js";
import type { ConsensusParams } from "../gen/tendermint/types.js";
import type { ChainSettings } from "../keeper/context.js";
import { freeGas } from "../keeper/gas.js";
import type { Json } from "../keeper/query.js";
import { blockGasLimit, CONSENSUS_STORE, readConsensusParams } from "../modules/consensus/index.js";
import { type MultiStore, type StoreBranch, StoreFault } from "../store/contract.js";
import type { Strike } from "../store/fault-points.js";
import type { StateShare } from "../store/sharing.js";
import type { SnapshotShelf } from "../store/snapshot/shelf.js";
import { abciEvents, checkResponse, execTxResult, type IndexedEvents } from "./abci-results.js";
import type { Answer, Ask } from "./answer.js";
import type { AnteOptions } from "./ante/index.js";
import type { Application } from "./application.js";
import { refuseHalted, type StopOptions, upgradeBefore } from "./before-block.js";
import { blockFacts, firstValidators, validatorUpdate } from "./block-facts.js";
import { type BlockHead, BlockRunner } from "./blocks.js";
import { type Composition, compose } from "./compose.js";
import { TxDecoder } from "./decode/tx-decoder.js";
import { type Exported, exportBlock } from "./export.js";
import { exportGenesis, initGenesis, parseAppState } from "./genesis.js";
import { decodeHead, encodeHead, HEAD_KEY } from "./head.js";
import type { NodeChoices } from "./node-config.js";
import { proposalFacts, selectTxs } from "./proposals.js";
import { Queries } from "./queries.js";
import type { Release } from "./release.js";
import { retainHeight } from "./retain-height.js";
import { type TxGround, TxRunner } from "./run-tx.js";
import { readSettings, SETTINGS_STORE } from "./settings.js";
import type { Secp256k1 } from "./sign/secp256k1.js";
import { rememberVerified } from "./sign/verified.js";
import { chooseVerifier } from "./sign/verifier.js";
import type { Soon } from "./soon.js";
import { type RestorableStore, StateSync } from "./state-sync.js";

/** What an operator chooses for this node alone; nothing of it reaches consensus. */
export interface AppOptions extends AnteOptions, StopOptions, NodeChoices {
  readonly store: MultiStore & RestorableStore;
  /** The node's snapshots; absent: it takes and offers none. */
  readonly snapshots?: SnapshotShelf | undefined;
  /** Blocks that the engine keeps at the least; 0 or absent: all. */
  readonly minRetainBlocks?: number;
  /** Gas that one query may use; 0n or absent: any amount. */
  readonly queryGasLimit?: bigint;
  /** Attributes of events that the engine is to index, as `type.key`; absent: all. */
  readonly indexEvents?: IndexedEvents;
  /** The version of the program; this one unless given. */
  readonly release?: Release | undefined;
  readonly version: string;
  /** For tests: told of each fault point as it is passed. */
  readonly strike?: Strike;
}

/** The parts that exist once the chain's settings are known. */
interface Live {
  readonly settings: ChainSettings;
  readonly composition: Composition;
  readonly blocks: BlockRunner;
  readonly txs: TxRunner;
}

/** A block that was run: an engine that was cut short before the commit asks for it again. */
interface PendingBlock {
  readonly head: BlockHead;
  readonly hash: Uint8Array;
  readonly response: ResponseFinalizeBlock;
}

const SECOND = 1_000_000_000n;

/** The state machine behind ABCI: composes the modules and drives blocks over the store. */
export class App implements Application {
  readonly #store: MultiStore;
  #live: Live | undefined;
  /** Last committed block. */
  #head: BlockHead | undefined;
  /** Genesis writes, until the first block flushes them together with its own. */
  #genesis: StoreBranch | undefined;
  #genesisHead: BlockHead | undefined;
  #firstValidators: readonly ValidatorUpdate[] = [];
  /** Block that waits for its commit. */
  #pending: PendingBlock | undefined;
  #check: StoreBranch;
  readonly #queries: Queries;
  readonly #stateSync: StateSync;
  readonly #curve: Secp256k1;
  readonly #strike: Strike;
  readonly #decoder = new TxDecoder((url) => registry.byUrl(url));

  constructor(private readonly options: AppOptions) {
    this.#store = options.store;
    this.#strike = options.strike;
    this.#curve = rememberVerified(options.curve ?? this.#chooseCurve());
    this.#check = options.store.branch();
    this.#queries = new Queries(this, options);
    this.#stateSync = new StateSync({
      store: options.store,
      shelf: options.snapshots,
      logger: options.logger,
      release: options.release,
      restored: () => this.#open(),
    });
    this.#open();
  }

  /** Goes on from what the store holds. */
  #open(): void {
    this.#check = this.#store.branch();
    const settings = readSettings(this.#store.store(SETTINGS_STORE));
    if (settings !== undefined) this.#live = this.#build(settings);
    const head = this.#store.extra(HEAD_KEY);
    if (head !== undefined) this.#head = decodeHead(head);
    if (this.#head === undefined && this.#store.version > 0n) {
      throw new StoreFault("the store has commits but no record of its last block");
    }
  }

  /** Last committed block; undefined before the first. */
  get head(): BlockHead | undefined {
    return this.#head;
  }

  /** The parts of a chain that has its genesis. Throws before. */
  get live(): Live {
    if (this.#live === undefined) throw new Error("the chain has no genesis yet");
    return this.#live;
  }

  get isLive(): boolean {
    return this.#live !== undefined;
  }

  info(): ResponseInfo {
    return {
      data: "vprd",
      version: this.options.version,
      appVersion: 0n,
      lastBlockHeight: this.#store.version,
      lastBlockAppHash: this.#store.version === 0n ? new Uint8Array(0) : this.#store.appHash,
    };
  }

  initChain(request: RequestInitChain): ResponseInitChain {
    if (this.#head !== undefined) throw new Error("the chain has its genesis and blocks already");
    // The staged first block holds the genesis; its hash tells whether it is the same one.
    if (this.#pending !== undefined) return this.#initialized();
    this.#strike?.("init chain: begun");
    const appState = parseAppState(request.appStateBytes);
    const initial = request.initialHeight === 0n ? 1n : request.initialHeight;
    this.#store.begin(initial);
    const branch = this.#store.branch();
    const { settings, composition, validators } = initGenesis(
      branch,
      { ...request, appState },
      this.options.release,
    );
    this.#firstValidators = firstValidators(request.validators, validators);
    this.#live = this.#build(settings, composition);
    this.#genesis = branch;
    this.#genesisHead = { height: initial - 1n, time: request.time };
    this.#check = branch.branch();
    this.#strike?.("init chain: state made");
    return this.#initialized();
  }

  #initialized(): ResponseInitChain {
    const validators = this.#firstValidators;
    return { validators, appHash: this.#store.appHash, consensusParams: undefined };
  }

  checkTx(request: RequestCheckTx): ResponseCheckTx {
    const mode = request.type === CheckTxType.RECHECK ? "recheck" : "check";
    return checkResponse(this.live.txs.run(this.#ground(this.#check), request.tx, mode));
  }

  dryCheckTx(request: RequestCheckTx): ResponseCheckTx {
    const branch = this.#check.branch();
    const result = this.live.txs.run(this.#ground(branch), request.tx, "check");
    branch.discard();
    return checkResponse(result);
  }

  /**
   * Runs a transaction without keeping anything: gas and result as delivery would give (D-TX-09). Like
   * that it comes after the last block: what changed there changes again, indexes of times move.
   */
  simulate(bytes: Uint8Array) {
    const branch = this.#check.branch();
    const { blockTime, ...ground } = this.#ground(branch);
    const later = { ...ground, blockTime: blockTime + SECOND };
    const result = this.live.txs.run(later, bytes, "simulate");
    branch.discard();
    return result;
  }

  prepareProposal(request: RequestPrepareProposal): ResponsePrepareProposal {
    const { denom, prefix } = this.live.settings;
    const bounds = {
      bytes: Number(request.maxTxBytes),
      gas: blockGasLimit(this.consensusParams()),
    };
    const facts = (tx: Uint8Array) => proposalFacts(this.#decoder, tx, { denom, prefix });
    return { txs: selectTxs(request.txs, bounds, facts) };
  }

  /**
   * Accepts as Cosmos SDK does for an application without a mempool of its own: what a proposer put
   * in that does not decode, is not paid for or finds no gas left is refused in the block, at his cost.
   */
  processProposal(_request: RequestProcessProposal): ResponseProcessProposal {
    return { status: ResponseProcessProposal_ProposalStatus.ACCEPT };
  }

  extendVote(): ResponseExtendVote {
    return { voteExtension: new Uint8Array(0) };
  }

  verifyVoteExtension(): ResponseVerifyVoteExtension {
    return { status: ResponseVerifyVoteExtension_VerifyStatus.ACCEPT };
  }

  finalizeBlock(request: RequestFinalizeBlock): ResponseFinalizeBlock {
    if (this.#pending !== undefined) return answerAgain(this.#pending, request);
    refuseHalted(this.options, request);
    const { blocks, composition, settings: chain } = this.live;
    const head = { height: request.height, time: request.time };
    this.#expectHeight(head.height);
    this.#strike?.("finalize: begun");
    const branch = this.#genesis ?? this.#store.branch();
    this.#genesis = undefined;
    const ctx = { stores: branch, chain, height: head.height, blockTime: head.time };
    upgradeBefore({ ...ctx, gas: freeGas, emit() {} }, composition.upgrades, this.options);
    const gasLimit = blockGasLimit(readConsensusParams(branch.store(CONSENSUS_STORE)));
    const before = { appHash: this.#store.appHash, previousTime: this.#head?.time };
    const block = { ...blockFacts(request, before), txs: request.txs };
    const ran = blocks.run(branch, head, block, gasLimit);
    const consensusParamUpdates = readConsensusParams(branch.store(CONSENSUS_STORE));
    this.#strike?.("finalize: run");
    const { appHash } = this.#store.stage(branch, head.time);
    this.#strike?.("finalize: staged");
    const { indexEvents } = this.options;
    const response = {
      events: abciEvents(ran.events, indexEvents),
      txResults: ran.results.map((result) => execTxResult(result, indexEvents)),
      validatorUpdates: ran.validators.map(validatorUpdate),
      consensusParamUpdates,
      appHash,
    };
    this.#pending = { head, hash: request.hash, response };
    return response;
  }

  async commit(): Promise<ResponseCommit> {
    if (this.#pending === undefined) throw new Error("commit without a finalized block");
    const { head } = this.#pending;
    this.#strike?.("app commit: begun");
    await this.#store.commit(new Map([[HEAD_KEY, encodeHead(head)]]));
    this.#strike?.("app commit: stored");
    this.#pending = undefined;
    this.#head = head;
    this.#check = this.#store.branch();
    this.#strike?.("app commit: done");
    const { snapshots, minRetainBlocks = 0 } = this.options;
    snapshots?.committed(head.height);
    const snapshotBlocks = (snapshots?.interval ?? 0) * (snapshots?.keepRecent ?? 0);
    const retention = { minRetainBlocks, snapshotBlocks };
    return { retainHeight: retainHeight(head.height, this.consensusParams(), retention) };
  }

  query(request: RequestQuery): Soon<ResponseQuery> {
    return this.#queries.query(request);
  }

  /** Answers a gRPC-style query for the gateway: the same paths as ABCI, errors with their rule. */
  ask(question: Ask): Soon<Answer> {
    return this.#queries.ask(question);
  }

  /** Lets one more thread read committed state. */
  share(): StateShare {
    return this.#store.share();
  }

  /** The state of the last committed block as `app_state`, in the SDK's shape. */
  export(): { readonly [module: string]: Json } {
    if (this.#head === undefined) throw new Error("nothing was committed yet");
    const { settings, composition } = this.live;
    return exportGenesis(this.#store, composition, settings, this.#head);
  }

  /**
   * The same of any retained block; undefined where that is not retained. `forZeroHeight` pays all
   * rewards first and forgets heights, so that a chain may begin with it at block 1.
   */
  async exportAt(height: bigint, forZeroHeight = false): Promise<Exported | undefined> {
    return exportBlock(this.#store, this.live, height, forZeroHeight);
  }

  listSnapshots(): ResponseListSnapshots {
    return this.#stateSync.list();
  }

  async offerSnapshot(request: RequestOfferSnapshot): Promise<ResponseOfferSnapshot> {
    return this.#stateSync.offer(request);
  }

  loadSnapshotChunk(request: RequestLoadSnapshotChunk): ResponseLoadSnapshotChunk {
    return this.#stateSync.load(request);
  }

  async applySnapshotChunk(
    request: RequestApplySnapshotChunk,
  ): Promise<ResponseApplySnapshotChunk> {
    return this.#stateSync.apply(request);
  }

  /** Those of the last committed block, or of genesis. */
  consensusParams(): ConsensusParams | undefined {
    return readConsensusParams((this.#genesis ?? this.#store).store(CONSENSUS_STORE));
  }

  #build(settings: ChainSettings, composition = compose(settings, this.options.release)): Live {
    const txs = new TxRunner(
      this.#decoder,
      composition.router,
      { ...composition.antePorts, ...this.options, curve: this.#curve },
      this.options.logger,
    );
    const blocks = new BlockRunner(settings, composition.modules, txs);
    return { settings, composition, blocks, txs };
  }

  #chooseCurve(): Secp256k1 {
    const { name, curve } = chooseVerifier();
    this.options.logger.info("secp256k1 signatures are verified", { by: name });
    return curve;
  }

  #ground(stores: StoreBranch): TxGround {
    const head = this.#head ?? this.#firstHead();
    return { stores, chain: this.live.settings, height: head.height, blockTime: head.time };
  }

  /**
   * Before the first block transactions are checked as of it: at height 0 signatures would be those
   * of genesis transactions, which the first block refuses.
   */
  #firstHead(): BlockHead {
    const { height, time } = this.#genesisHead ?? { height: 0n, time: 0n };
    return { height: height + 1n, time };
  }

  #expectHeight(height: bigint): void {
    const last = this.#head ?? this.#genesisHead;
    if (last !== undefined && height !== last.height + 1n) {
      throw new Error(`block ${height} does not follow block ${last.height}`);
    }
  }
}

/** Throws where another block is asked for while this one waits. */
function answerAgain(pending: PendingBlock, { height, hash }: RequestFinalizeBlock) {
  const { head, response } = pending;
  if (height === head.height && Buffer.compare(hash, pending.hash) === 0) return response;
  throw new Error(`block ${height} is asked for while block ${head.height} waits for its commit`);
}
