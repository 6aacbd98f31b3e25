import { ChainError } from "../keeper/errors.js";
import { signersOf } from "./decode/signers.js";
import type { TxDecoder } from "./decode/tx-decoder.js";
import { Heap } from "./heap.js";

/** What decides where a transaction stands in a proposal. */
export interface ProposalFacts {
  /** Fee in the chain's denomination, base units. */
  readonly fee: bigint;
  readonly gas: bigint;
  /** Every signer with the sequence that the transaction takes of it. */
  readonly signers: readonly (readonly [address: string, sequence: bigint])[];
}

/** Room for transactions in a block. */
export interface ProposalBounds {
  /** As CometBFT counts them, frames included. */
  readonly bytes: number;
  /** Undefined: no limit. */
  readonly gas: bigint | undefined;
}

/** Undefined where the transaction does not decode, names signers that are none or brings no gas. */
export function proposalFacts(
  decoder: TxDecoder,
  bytes: Uint8Array,
  chain: { readonly denom: string; readonly prefix: string },
): ProposalFacts | undefined {
  try {
    const tx = decoder.decode(bytes);
    const infos = tx.authInfo.signerInfos;
    const gas = tx.fee?.gasLimit ?? 0n;
    if (gas === 0n) return undefined;
    const coin = tx.fee?.amount.find(({ denom }) => denom === chain.denom);
    return {
      fee: coin?.amount ?? 0n,
      gas,
      signers: signersOf(tx, chain.prefix).map((at, i) => [at, infos[i]?.sequence ?? 0n] as const),
    };
  } catch (error) {
    if (error instanceof ChainError) return undefined;
    throw error;
  }
}

/** A transaction that waits for its place. */
interface Waiting extends ProposalFacts {
  readonly bytes: Uint8Array;
  readonly arrival: number;
  /** How many signers have earlier transactions that still wait. */
  behind: number;
}

/**
 * Transactions of a proposal, highest gas price (fee for a unit of gas) first, those that arrived
 * earlier first among equals. Each signer's stay in the order of their sequences. One that does not
 * decode is left out; so is one that has no room left, and with it whatever its signers sent after.
 */
export function selectTxs(
  txs: readonly Uint8Array[],
  bounds: ProposalBounds,
  factsOf: (tx: Uint8Array) => ProposalFacts | undefined,
): readonly Uint8Array[] {
  const lanes = new Lanes();
  txs.forEach((bytes, arrival) => {
    const facts = factsOf(bytes);
    if (facts !== undefined) lanes.add({ ...facts, bytes, arrival, behind: 0 });
  });
  const room = new Room(bounds);
  const chosen: Uint8Array[] = [];
  const ready = new Heap<Waiting>(before);
  for (const tx of lanes.start()) ready.push(tx);
  for (let tx = ready.pop(); tx !== undefined; tx = ready.pop()) {
    if (lanes.isNext(tx) && room.take(tx)) {
      lanes.advance(tx);
      chosen.push(tx.bytes);
    }
    for (const free of lanes.pass(tx)) ready.push(free);
  }
  return chosen;
}

/** Whether `a` stands before `b`. Prices are compared as fractions, exactly. */
function before(a: Waiting, b: Waiting): boolean {
  if (a.fee !== b.fee || a.gas !== b.gas) {
    const order = a.fee * b.gas - b.fee * a.gas;
    if (order !== 0n) return order > 0n;
  }
  return a.arrival < b.arrival;
}

/** What waits, by signer. */
class Lanes {
  readonly #lanes = new Map<string, Waiting[]>();
  /** By signer: the sequence that must come next. */
  readonly #next = new Map<string, bigint>();
  readonly #at = new Map<string, number>();

  add(tx: Waiting): void {
    for (const [signer] of tx.signers) {
      const lane = this.#lanes.get(signer);
      if (lane === undefined) this.#lanes.set(signer, [tx]);
      else lane.push(tx);
    }
  }

  /** Puts every lane in order. Yields the transactions that wait for no other. */
  *start(): Iterable<Waiting> {
    const first: Waiting[] = [];
    for (const [signer, lane] of this.#lanes) {
      if (lane.length > 1) lane.sort((a, b) => compare(a, b, signer));
      const [head, ...rest] = lane;
      if (head === undefined) continue;
      for (const tx of rest) tx.behind += 1;
      this.#next.set(signer, sequenceOf(head, signer));
      first.push(head);
    }
    for (const tx of new Set(first)) if (tx.behind === 0) yield tx;
  }

  /** Whether every signer's sequence is the one that comes next. */
  isNext({ signers }: Waiting): boolean {
    return signers.every(([signer, sequence]) => this.#next.get(signer) === sequence);
  }

  advance({ signers }: Waiting): void {
    for (const [signer, sequence] of signers) this.#next.set(signer, sequence + 1n);
  }

  /** The transactions that waited for this one alone. */
  *pass({ signers }: Waiting): Iterable<Waiting> {
    for (const [signer] of signers) {
      const at = (this.#at.get(signer) ?? 0) + 1;
      this.#at.set(signer, at);
      const after = this.#lanes.get(signer)?.[at];
      if (after === undefined) continue;
      after.behind -= 1;
      if (after.behind === 0) yield after;
    }
  }
}

function sequenceOf({ signers }: Waiting, of: string): bigint {
  return signers.find(([signer]) => signer === of)?.[1] ?? 0n;
}

function compare(a: Waiting, b: Waiting, signer: string): number {
  const [x, y] = [sequenceOf(a, signer), sequenceOf(b, signer)];
  return x < y ? -1 : x > y ? 1 : a.arrival - b.arrival;
}

/** What a block still has room for. */
class Room {
  #bytes: number;
  #gas: bigint | undefined;

  constructor({ bytes, gas }: ProposalBounds) {
    this.#bytes = bytes;
    this.#gas = gas;
  }

  /** Takes a transaction's place, if there is one. */
  take({ bytes, gas }: Waiting): boolean {
    const size = encodedSize(bytes.length);
    if (size > this.#bytes || (this.#gas !== undefined && gas > this.#gas)) return false;
    this.#bytes -= size;
    if (this.#gas !== undefined) this.#gas -= gas;
    return true;
  }
}

/** A transaction's share of the block: tag, length varint, bytes. */
function encodedSize(length: number): number {
  let varint = 1;
  for (let rest = length; rest > 127; rest = Math.floor(rest / 128)) varint++;
  return 1 + varint + length;
}
