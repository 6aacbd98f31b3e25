import { setTimeout as sleep } from "node:timers/promises";

/**
 * How a transaction is handed to CometBFT. `broadcast_tx_sync` is answered after CheckTx, so that one
 * connection has one transaction in flight; `broadcast_tx_async` is answered at once.
 */
export type Broadcast = "broadcast_tx_sync" | "broadcast_tx_async";

/** Transactions that are handed over and not committed yet, at most: well below a mempool's 5,000. */
const WAITING = 2_000;

/** Requests of one HTTP call. */
const BATCH: Readonly<Record<Broadcast, number>> = {
  broadcast_tx_sync: 20,
  broadcast_tx_async: 100,
};

/** Room for what waits to be committed. */
export class Room {
  #handed = 0;
  #asking: Promise<number> | undefined;

  /** `committed`: how many of those that were handed over are in blocks. */
  constructor(private readonly committed: () => Promise<number>) {}

  /** Resolves when so many more may wait. */
  async take(count: number): Promise<void> {
    for (;;) {
      if (this.#handed + count <= WAITING + (await this.#ask())) break;
      await sleep(10);
    }
    this.#handed += count;
  }

  /** One question at a time: answers are not told apart. */
  async #ask(): Promise<number> {
    this.#asking ??= this.committed().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }
}

/** A connection's transactions, in their order. */
export interface Lane {
  /** URL of a node. */
  readonly rpc: string;
  readonly lane: readonly Uint8Array[];
  readonly way: Broadcast;
  readonly room: Room;
}

/** Hands over a lane's transactions, many to a call. Throws on a refusal. */
export async function broadcastLane({ rpc, lane, way, room }: Lane): Promise<void> {
  const size = BATCH[way];
  for (let start = 0; start < lane.length; start += size) {
    const batch = lane.slice(start, start + size);
    await room.take(batch.length);
    const body = batch.map((tx, id) => ({
      ...{ jsonrpc: "2.0", id, method: way },
      params: { tx: Buffer.from(tx).toString("base64") },
    }));
    const headers = { "content-type": "application/json" };
    const response = await fetch(rpc, { method: "POST", headers, body: JSON.stringify(body) });
    // A single request is answered without a list around it.
    const answers = [(await response.json()) as BroadcastAnswer | readonly BroadcastAnswer[]];
    for (const answer of answers.flat()) {
      if (answer.result?.code !== 0) throw new Error(JSON.stringify(answer));
    }
  }
}

interface BroadcastAnswer {
  readonly result?: { readonly code: number };
}
