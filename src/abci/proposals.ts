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
interface Waiting {
  readonly bytes: Uint8Array;
  readonly fee: bigint;
  readonly gas: bigint;
  /** Fee for a unit of gas, rounded. */
  readonly price: number;
  readonly arrival: number;
  /** Its place with each signer. */
  readonly places: readonly Place[];
  /** How many signers have earlier transactions that still wait. */
  behind: number;
}

/** A transaction among those of one signer. */
interface Place {
  readonly lane: Lane;
  readonly sequence: bigint;
  readonly tx: Waiting;
}

/** What one signer sent, in the order of sequences once all is there. */
interface Lane {
  readonly places: Place[];
  /** The sequence that must come next. */
  next: bigint;
  /** Position of the first one that waits. */
  at: number;
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
  const lanes = new Map<string, Lane>();
  const waiting: Waiting[] = [];
  txs.forEach((bytes, arrival) => {
    const facts = factsOf(bytes);
    if (facts !== undefined) waiting.push(enqueue(lanes, facts, bytes, arrival));
  });
  for (const lane of lanes.values()) putInOrder(lane);
  const room = new Room(bounds);
  const chosen: Uint8Array[] = [];
  const ready = new Heap<Waiting>(before);
  for (const tx of waiting) if (tx.behind === 0) ready.push(tx);
  for (let tx = ready.pop(); tx !== undefined; tx = ready.pop()) {
    const isNext = tx.places.every(({ lane, sequence }) => lane.next === sequence);
    if (isNext && room.take(tx)) {
      for (const { lane, sequence } of tx.places) lane.next = sequence + 1n;
      chosen.push(tx.bytes);
    }
    for (const { lane } of tx.places) {
      lane.at += 1;
      const after = lane.places[lane.at]?.tx;
      if (after === undefined) continue;
      after.behind -= 1;
      if (after.behind === 0) ready.push(after);
    }
  }
  return chosen;
}

/** Two prices that are further apart, relative to their size, are so in spite of rounding. */
const ROUNDING = 1e-14;

/** Whether `a` stands before `b`. Prices that are close are compared as fractions, exactly. */
function before(a: Waiting, b: Waiting): boolean {
  const apart = a.price - b.price;
  if (Math.abs(apart) > a.price * ROUNDING + b.price * ROUNDING) return apart > 0;
  if (a.fee !== b.fee || a.gas !== b.gas) {
    const order = a.fee * b.gas - b.fee * a.gas;
    if (order !== 0n) return order > 0n;
  }
  return a.arrival < b.arrival;
}

function enqueue(
  lanes: Map<string, Lane>,
  { fee, gas, signers }: ProposalFacts,
  bytes: Uint8Array,
  arrival: number,
): Waiting {
  const places: Place[] = [];
  const price = Number(fee) / Number(gas);
  const tx: Waiting = { bytes, fee, gas, price, arrival, places, behind: 0 };
  for (const [signer, sequence] of signers) {
    let lane = lanes.get(signer);
    if (lane === undefined) {
      lane = { places: [], next: 0n, at: 0 };
      lanes.set(signer, lane);
    }
    const place = { lane, sequence, tx };
    lane.places.push(place);
    places.push(place);
  }
  return tx;
}

/** Sorts what a signer sent, and makes all but the first wait. */
function putInOrder(lane: Lane): void {
  const { places } = lane;
  if (places.length > 1) places.sort(bySequence);
  places.forEach(({ sequence, tx }, i) => {
    if (i > 0) tx.behind += 1;
    else lane.next = sequence;
  });
}

const bySequence = (a: Place, b: Place): number =>
  a.sequence < b.sequence ? -1 : a.sequence > b.sequence ? 1 : a.tx.arrival - b.tx.arrival;

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
