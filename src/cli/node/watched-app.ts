import { App, type AppOptions } from "../../abci/app.js";
import type { RequestFinalizeBlock, ResponseFinalizeBlock } from "../../gen/tendermint/abci.js";

/** What the log says of a block. */
export interface BlockNote {
  readonly height: bigint;
  readonly transactions: number;
  /** How many of them were refused. */
  readonly refused: number;
  /** Upper-case hex. */
  readonly appHash: string;
}

/** The application, telling of each block once it is committed, whichever engine drives it. */
export class WatchedApp extends App {
  #note: BlockNote | undefined;

  constructor(
    options: AppOptions,
    private readonly tell: (note: BlockNote) => void,
  ) {
    super(options);
  }

  override finalizeBlock(request: RequestFinalizeBlock): ResponseFinalizeBlock {
    const response = super.finalizeBlock(request);
    this.#note = {
      height: request.height,
      transactions: request.txs.length,
      refused: response.txResults.filter(({ code }) => code !== 0).length,
      appHash: Buffer.from(response.appHash).toString("hex").toUpperCase(),
    };
    return response;
  }

  override async commit() {
    const response = await super.commit();
    if (this.#note !== undefined) this.tell(this.#note);
    this.#note = undefined;
    return response;
  }
}
