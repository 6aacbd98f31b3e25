import type { ResponseCheckTx, TxResult } from "../../gen/tendermint/abci.js";
import type { MempoolView } from "../rpc/backend.js";
import type { AppGate } from "./app-gate.js";
import { equalBytes } from "./bytes.js";
import type { Chain } from "./chain.js";
import type { Mempool } from "./mempool.js";

interface Parts {
  readonly gate: AppGate;
  readonly mempool: Mempool;
  readonly chain: Chain;
  /** Called when a transaction waits. */
  readonly arrived: () => void;
  /** How long `addAndWait` waits for the block, milliseconds. */
  readonly commitTimeoutMs: number;
}

/** The mempool as clients reach it: what comes is checked by the application in turn. */
export class MempoolDoor implements MempoolView {
  constructor(private readonly parts: Parts) {}

  get size(): number {
    return this.parts.mempool.size;
  }

  get bytes(): number {
    return this.parts.mempool.bytes;
  }

  list(limit: number): readonly Uint8Array[] {
    return this.parts.mempool.list(limit);
  }

  async add(tx: Uint8Array): Promise<ResponseCheckTx> {
    const { gate, mempool, arrived } = this.parts;
    mempool.admit(tx);
    const response = await gate.run((app) => mempool.check(app, tx));
    if (response.code === 0) arrived();
    return response;
  }

  addLater(tx: Uint8Array): void {
    const { gate, mempool, arrived } = this.parts;
    mempool.admit(tx);
    const checked = gate.run((app) => mempool.check(app, tx));
    checked.then(arrived).catch(() => undefined);
  }

  async addAndWait(tx: Uint8Array) {
    const included = this.inclusionOf(tx);
    try {
      const check = await this.add(tx);
      return { check, found: check.code === 0 ? await included.found : undefined };
    } finally {
      included.stop();
    }
  }

  private inclusionOf(tx: Uint8Array) {
    const { chain, commitTimeoutMs } = this.parts;
    let stop: () => void = () => undefined;
    const found = new Promise<TxResult>((resolve, reject) => {
      const end = chain.listen(({ block, results }) => {
        const index = block.txs.findIndex((other) => equalBytes(other, tx));
        const result = results.txResults[index];
        if (result !== undefined) resolve({ height: block.header.height, index, tx, result });
      });
      const late = () => reject(new Error("timed out waiting for tx to be included in a block"));
      const timer = setTimeout(late, commitTimeoutMs);
      stop = () => {
        clearTimeout(timer);
        end();
      };
    });
    // A refusal of the check ends the wait; nobody looks at its result then.
    found.catch(() => undefined);
    return { found, stop };
  }
}
