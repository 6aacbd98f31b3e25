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
}

export const MEMPOOL_LIMITS: MempoolLimits = {
  size: 5_000,
  maxBytes: 1_073_741_824,
  maxTxBytes: 1_048_576,
  cacheSize: 10_000,
};

/** A transaction that cannot wait: known already, too large, or there is no room. */
export class MempoolRefusal extends Error {
  override readonly name = "MempoolRefusal";
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

  constructor(private readonly limits: MempoolLimits = MEMPOOL_LIMITS) {}

  get size(): number {
    return this.waiting.size;
  }

  get bytes(): number {
    return this.waitingBytes;
  }

  /** Throws MempoolRefusal for what cannot even be checked. Remembers the transaction. */
  admit(tx: Uint8Array): void {
    const { size, maxBytes, maxTxBytes } = this.limits;
    if (this.size >= size || this.bytes + tx.length > maxBytes) {
      throw new MempoolRefusal(
        `mempool is full: number of txs ${this.size} (max: ${size}), ` +
          `total txs bytes ${this.bytes} (max: ${maxBytes})`,
      );
    }
    if (tx.length > maxTxBytes) {
      throw new MempoolRefusal(`Tx too large. Max size is ${maxTxBytes}, but got ${tx.length}`);
    }
    const key = keyOf(tx);
    if (this.seen.has(key)) throw new MempoolRefusal("tx already exists in cache");
    this.remember(key);
  }

  /** Checks a transaction that was admitted and lets it wait when the application accepts it. */
  check(app: Application, tx: Uint8Array): ResponseCheckTx {
    const response = app.checkTx({ tx, type: CheckTxType.NEW });
    const key = keyOf(tx);
    if (response.code === 0) this.add(key, { tx, gasWanted: response.gasWanted });
    else this.seen.delete(key);
    return response;
  }

  /** The first transactions that fit into a block; -1 means no bound. */
  reap(maxBytes: bigint, maxGas: bigint): Uint8Array[] {
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
      else this.seen.delete(key);
    }
    for (const [key, { tx }] of [...this.waiting]) {
      if (app.checkTx({ tx, type: CheckTxType.RECHECK }).code === 0) continue;
      this.remove(key);
      this.seen.delete(key);
    }
  }

  private add(key: string, entry: Waiting): void {
    if (this.waiting.has(key)) return;
    this.waiting.set(key, entry);
    this.waitingBytes += entry.tx.length;
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

function keyOf(tx: Uint8Array): string {
  return Buffer.from(txHash(tx)).toString("hex");
}
