import type { Application } from "../../abci/application.js";
import { CheckTxType, type ExecTxResult, type ResponseCheckTx } from "../../gen/tendermint/abci.js";
import { txHash } from "./bytes.js";

/** Bounds of what may wait. */
export interface MempoolLimits {
  /** Transactions. */
  readonly size: number;
  /** Bytes of all transactions. */
  readonly maxBytes: number;
  readonly maxTxBytes: number;
  /** Hashes that are remembered. */
  readonly cacheSize: number;
  /** Whether what the application refused is remembered too, and not checked again. */
  readonly keepInvalid: boolean;
  /** Whether what waits is checked again after each block. */
  readonly recheck: boolean;
}

/** CometBFT's usual bounds. */
export const MEMPOOL_LIMITS: MempoolLimits = {
  size: 5_000,
  maxBytes: 1_073_741_824,
  maxTxBytes: 1_048_576,
  cacheSize: 10_000,
  keepInvalid: false,
  recheck: true,
};

/** A transaction that cannot wait: known already, too large, or there is no room. */
export class MempoolRefusal extends Error {
  override readonly name = "MempoolRefusal";
}

/** What one block holds beside its frame; -1 means no bound. */
export interface BlockBounds {
  readonly bytes: bigint;
  readonly gas: bigint;
}

interface Waiting {
  readonly tx: Uint8Array;
  readonly gasWanted: bigint;
}

/** Transactions that wait for a block, first in first out. The caller holds the application. */
export class Mempool {
  private readonly waiting = new Map<string, Waiting>();
  private readonly seen = new Set<string>();
  private waitingBytes = 0;
  /** Admitted and not yet checked: they come as fast as the network, checks take their time. */
  private readonly unchecked = { count: 0, bytes: 0 };
  private block: BlockBounds = { bytes: -1n, gas: -1n };

  constructor(private readonly limits: MempoolLimits = MEMPOOL_LIMITS) {}

  get size(): number {
    return this.waiting.size;
  }

  get bytes(): number {
    return this.waitingBytes;
  }

  /** Throws MempoolRefusal for what cannot even be checked. Remembers the transaction. */
  admit(tx: Uint8Array): void {
    const { maxTxBytes } = this.limits;
    this.requireRoom(tx);
    if (tx.length > maxTxBytes) {
      throw new MempoolRefusal(`Tx too large. Max size is ${maxTxBytes}, but got ${tx.length}`);
    }
    const { bytes } = this.block;
    if (bytes > -1n && encodedSize(tx) > bytes) {
      throw new MempoolRefusal(`tx size is too big: ${encodedSize(tx)}, max: ${bytes}`);
    }
    const key = keyOf(tx);
    if (this.seen.has(key)) throw new MempoolRefusal("tx already exists in cache");
    this.remember(key);
    this.unchecked.count += 1;
    this.unchecked.bytes += tx.length;
  }

  /**
   * Checks a transaction that was admitted and lets it wait when the application accepts it. Throws
   * MempoolRefusal for one that asks for more gas than a block has: it would wait for ever.
   */
  check(app: Application, tx: Uint8Array): ResponseCheckTx {
    const key = keyOf(tx);
    let keep = false;
    this.unchecked.count -= 1;
    this.unchecked.bytes -= tx.length;
    try {
      const response = app.checkTx({ tx, type: CheckTxType.NEW });
      if (response.code === 0) this.add(key, { tx, gasWanted: response.gasWanted });
      else keep = this.limits.keepInvalid;
      return response;
    } finally {
      // What does not wait may come again.
      if (!this.waiting.has(key) && !keep) this.seen.delete(key);
    }
  }

  /** Sets what the next blocks hold. */
  bound(block: BlockBounds): void {
    this.block = block;
  }

  /** The first transactions that fit into a block. */
  reap(): Uint8Array[] {
    const { bytes: maxBytes, gas: maxGas } = this.block;
    const reaped: Uint8Array[] = [];
    let [bytes, gas] = [0n, 0n];
    for (const { tx, gasWanted } of this.waiting.values()) {
      bytes += encodedSize(tx);
      gas += gasWanted;
      if (maxBytes > -1n && bytes > maxBytes) break;
      if (maxGas > -1n && gas > maxGas) break;
      reaped.push(tx);
    }
    return reaped;
  }

  /** The first `limit` transactions. */
  list(limit: number): Uint8Array[] {
    return [...this.waiting.values()].slice(0, limit).map(({ tx }) => tx);
  }

  /** After a block: forgets what is in it and checks the rest again. */
  update(app: Application, txs: readonly Uint8Array[], results: readonly ExecTxResult[]): void {
    for (const [index, tx] of txs.entries()) {
      const key = keyOf(tx);
      this.remove(key);
      if (results[index]?.code === 0) this.remember(key);
      else if (!this.limits.keepInvalid) this.seen.delete(key);
    }
    for (const [key, waiting] of [...this.waiting]) {
      if (this.fits(waiting) && (!this.limits.recheck || recheck(app, waiting.tx))) continue;
      this.remove(key);
      if (!this.limits.keepInvalid) this.seen.delete(key);
    }
  }

  private requireRoom(tx: Uint8Array): void {
    const { size, maxBytes } = this.limits;
    const { count, bytes } = this.unchecked;
    if (this.size + count < size && this.bytes + bytes + tx.length <= maxBytes) return;
    throw new MempoolRefusal(
      `mempool is full: number of txs ${this.size} (max: ${size}), ` +
        `total txs bytes ${this.bytes} (max: ${maxBytes})`,
    );
  }

  private add(key: string, entry: Waiting): void {
    if (this.waiting.has(key)) return;
    if (!this.fits(entry)) {
      throw new MempoolRefusal(
        `gas wanted ${entry.gasWanted} is greater than max gas ${this.block.gas}`,
      );
    }
    this.waiting.set(key, entry);
    this.waitingBytes += entry.tx.length;
  }

  private fits({ tx, gasWanted }: Waiting): boolean {
    const { bytes, gas } = this.block;
    return (bytes < 0n || encodedSize(tx) <= bytes) && (gas < 0n || gasWanted <= gas);
  }

  private remove(key: string): void {
    const entry = this.waiting.get(key);
    if (entry === undefined) return;
    this.waiting.delete(key);
    this.waitingBytes -= entry.tx.length;
  }

  private remember(key: string): void {
    this.seen.delete(key);
    this.seen.add(key);
    const [oldest] = this.seen;
    if (this.seen.size > this.limits.cacheSize && oldest !== undefined) this.seen.delete(oldest);
  }
}

/** Bytes that a transaction takes in an encoded block: its tag, its length and itself. */
export function encodedSize(tx: Uint8Array): bigint {
  let lengthBytes = 1;
  for (let rest = tx.length; rest > 127; rest = Math.floor(rest / 128)) lengthBytes += 1;
  return BigInt(1 + lengthBytes + tx.length);
}

function recheck(app: Application, tx: Uint8Array): boolean {
  return app.checkTx({ tx, type: CheckTxType.RECHECK }).code === 0;
}

function keyOf(tx: Uint8Array): string {
  return Buffer.from(txHash(tx)).toString("hex");
}
