import { App, type AppOptions } from "../../abci/app.js";
import {
  CheckTxType,
  type RequestCheckTx,
  type RequestFinalizeBlock,
  type RequestInitChain,
  type RequestPrepareProposal,
  type RequestProcessProposal,
  type RequestQuery,
} from "../../gen/tendermint/abci.js";
import type { ApplicationMetrics } from "../../metrics/application.js";
import type { AbciMethod } from "../../metrics/calls.js";

/** What the log says of a block. */
export interface BlockNote {
  readonly height: bigint;
  readonly transactions: number;
  /** How many of them were refused. */
  readonly refused: number;
  /** Upper-case hex. */
  readonly appHash: string;
}

/**
 * The application, telling of each block once it is committed, whichever engine drives it, and of
 * its calls to the metrics where there are any.
 */
export class WatchedApp extends App {
  #note: BlockNote | undefined;

  constructor(
    options: AppOptions,
    private readonly tell: (note: BlockNote) => void,
    private readonly metrics?: ApplicationMetrics,
  ) {
    super(options);
  }

  override finalizeBlock(request: RequestFinalizeBlock) {
    const response = this.#timed("finalize_block", () => super.finalizeBlock(request));
    const { txResults, appHash } = response;
    this.#note = {
      height: request.height,
      transactions: request.txs.length,
      refused: txResults.filter(({ code }) => code !== 0).length,
      appHash: Buffer.from(appHash).toString("hex").toUpperCase(),
    };
    this.metrics?.ran(txResults);
    return response;
  }

  override async commit() {
    const start = performance.now();
    const response = await super.commit();
    const seconds = (performance.now() - start) / 1_000;
    this.metrics?.calls.took("commit", seconds);
    this.metrics?.committed(seconds);
    if (this.#note !== undefined) this.tell(this.#note);
    this.#note = undefined;
    return response;
  }

  override checkTx(request: RequestCheckTx) {
    const response = this.#timed("check_tx", () => super.checkTx(request));
    this.metrics?.checked(response.code, request.type === CheckTxType.RECHECK);
    return response;
  }

  override initChain(request: RequestInitChain) {
    return this.#timed("init_chain", () => super.initChain(request));
  }

  override prepareProposal(request: RequestPrepareProposal) {
    return this.#timed("prepare_proposal", () => super.prepareProposal(request));
  }

  override processProposal(request: RequestProcessProposal) {
    return this.#timed("process_proposal", () => super.processProposal(request));
  }

  override query(request: RequestQuery) {
    return this.#timed("query", () => super.query(request));
  }

  #timed<T>(method: AbciMethod, call: () => T): T {
    if (this.metrics === undefined) return call();
    const start = performance.now();
    const result = call();
    this.metrics.calls.took(method, (performance.now() - start) / 1_000);
    return result;
  }
}
