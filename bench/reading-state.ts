import { MessageChannel } from "node:worker_threads";
import { STORES } from "../src/abci/compose.js";
import { type Participant, ParticipantRole } from "../src/gen/verana/pp/v1.js";
import { Schema } from "../src/keeper/collections.js";
import type { ChainSettings, WriteContext } from "../src/keeper/context.js";
import { freeGas } from "../src/keeper/gas.js";
import { participantState as collectionsOf } from "../src/modules/pp/state.js";
import type { WriteStore } from "../src/store/contract.js";
import { HASH_LENGTH } from "../src/store/iavl/stored-nodes.js";
import { Forest } from "../src/store/iavl/tree.js";
import type { StateFeed, StateUpdate } from "../src/store/shared-update.js";
import { SharedWords } from "../src/store/shared-words.js";
import { AppChain, GENESIS_TIME } from "../test/support/app-chain.js";
import { DAY } from "../test/support/registry-world.js";
import { type ParticipantPlace, PEOPLE, participantState } from "./participants-state.js";
import { sortedBy } from "./sorted.js";

/** A state to read participants from, as a node shares it with its gateway. */
export interface ReadingState {
  readonly place: ParticipantPlace;
  readonly settings: ChainSettings;
  /** Of its one version, nanoseconds since the epoch. */
  readonly time: bigint;
  readonly keys: number;
  /** The state for one more thread. */
  share(): StateFeed;
}

/** The version that is shared. */
const VERSION = 1n;

/**
 * So many participants, each with one version of the past, beside the corporations that own them. A
 * genesis that held them would take hours: the tree is built in one go from keys that are sorted, as
 * a node builds it from a dump, except that names of nodes stand in for their hashes; whoever reads sees
 * no difference.
 */
export async function readingState(entities: number): Promise<ReadingState> {
  const { path, place: empty } = await participantState(0);
  const place = { ...empty, entities };
  const chain = await AppChain.resume(path, PEOPLE);
  const { settings } = chain.app.live;
  const forest = new Forest(VERSION);
  forest.begin(VERSION);
  const roots = new Map<string, number>();
  let keys = 0;
  for (const name of STORES) {
    const leaves = new Leaves(forest);
    const stores = chain.store.at(chain.height);
    for (const [key, value] of stores?.store(name).iterate() ?? []) leaves.add(key, value);
    if (name === "pp") fill(leaves, settings, place);
    keys += leaves.count;
    roots.set(name, leaves.root());
  }
  const time = chain.time;
  await chain.close();
  return { place, settings, time, keys, share: () => shareOf(forest, roots, time) };
}

/** Keys and values that become a tree. */
class Leaves {
  #keys = new Uint32Array(1 << 16);
  #values = new Uint32Array(1 << 16);
  count = 0;

  constructor(private readonly forest: Forest) {}

  add(key: Uint8Array, value: Uint8Array): void {
    if (this.count === this.#keys.length) {
      const grown = [this.#keys, this.#values].map((old) => {
        const next = new Uint32Array(old.length * 2);
        next.set(old);
        return next;
      });
      [this.#keys = this.#keys, this.#values = this.#values] = grown;
    }
    const { bytes } = this.forest.pool;
    this.#keys[this.count] = bytes.put(key);
    this.#values[this.count] = bytes.put(value);
    this.count += 1;
  }

  /** The root of the tree of them all; 0 for none. */
  root(): number {
    if (this.count === 0) return 0;
    const { bytes } = this.forest.pool;
    const refs = this.#keys;
    const order = sortedBy(this.#byFirstByte(), (a, b) =>
      bytes.compare(bytes.view(refs[a] ?? 0), refs[b] ?? 0),
    );
    return this.#subtree(order, 0, this.count);
  }

  /** The collections one behind the other, in most of which keys were written in their order. */
  #byFirstByte(): Uint32Array {
    const { bytes } = this.forest.pool;
    const first = Uint8Array.from({ length: this.count }, (_, i) => {
      return bytes.view(this.#keys[i] ?? 0)[0] ?? 0;
    });
    const starts = new Uint32Array(257);
    for (const byte of first) starts[byte + 1] = (starts[byte + 1] ?? 0) + 1;
    for (let byte = 0; byte < 256; byte++)
      starts[byte + 1] = (starts[byte + 1] ?? 0) + (starts[byte] ?? 0);
    const order = new Uint32Array(this.count);
    for (const [i, byte] of first.entries()) {
      const at = starts[byte] ?? 0;
      order[at] = i;
      starts[byte] = at + 1;
    }
    return order;
  }

  #subtree(order: Uint32Array, from: number, to: number): number {
    const { pool } = this.forest;
    const key = (at: number) => this.#keys[order[at] ?? 0] ?? 0;
    if (to - from === 1) return pool.leaf(key(from), this.#values[order[from] ?? 0] ?? 0);
    const middle = (from + to + 1) >>> 1;
    const left = this.#subtree(order, from, middle);
    const right = this.#subtree(order, middle, to);
    const id = pool.inner(pool.bytes.retain(key(middle)), left, right);
    pool.setHash(id, `${id}`.padStart(HASH_LENGTH));
    return id;
  }
}

function shareOf(forest: Forest, roots: ReadonlyMap<string, number>, time: bigint): StateFeed {
  const { port1, port2 } = new MessageChannel();
  const words = SharedWords.make();
  const { pool } = forest;
  port1.unref();
  port1.postMessage({
    ...{ anew: true, oldest: VERSION, versions: [{ version: VERSION, time, roots }] },
    ...{ nodes: pool.buffers(), bytes: pool.bytes.buffers(), long: pool.bytes.longOnes() },
  } satisfies StateUpdate);
  words.countSent();
  words.allowFrom(VERSION);
  return { port: port2, words: words.buffer };
}

const { ISSUER, HOLDER } = ParticipantRole;
/** States of onboarding: PENDING and VALIDATED. */
export const STATE = { pending: 1, validated: 2 } as const;
/** So many at the end are issuers that are pending; all others are either of the two. */
export const RARE = 10;
/** Which part of them has not expired: the last tenth. */
const LIVING = 10;

/** Until when what is said of the past was in force, and when it began, of the participant number `i`. */
export const pastOf = (i: number, entities: number) => {
  const begun = GENESIS_TIME - 300n * DAY + (BigInt(i) * 200n * DAY) / BigInt(entities);
  // Between forty and sixty days, so that at any moment some have just ended and some have not.
  return { begun, until: begun + 40n * DAY + BigInt(i % 20) * DAY };
};

/**
 * Half of them are issuers and validated, half are holders and pending, in turn, so that filters that
 * pass half of all each meet in next to nothing; nine of ten have expired, those that changed first.
 */
export function participantOf(i: number, place: ParticipantPlace): Participant {
  const { entities, first, schemaId, owners, agent } = place;
  const owner = owners[i % owners.length];
  if (owner === undefined) throw new RangeError("nobody to own a participant");
  const isRare = i >= entities - RARE;
  const isIssuer = i % 2 === 0 || isRare;
  const { begun, until } = pastOf(i, entities);
  const above = i < 20 ? agent - 1n : first + BigInt(Math.floor(i / 20) - 1);
  return {
    id: first + BigInt(i),
    schemaId,
    role: isIssuer ? ISSUER : HOLDER,
    did: `${owner.did}:${i}`,
    created: begun,
    adjusted: undefined,
    slashed: i % 1_000 === 999 ? until : undefined,
    repaid: undefined,
    effectiveFrom: begun,
    effectiveUntil: i < entities - entities / LIVING ? GENESIS_TIME - DAY : undefined,
    modified: until,
    validationFees: 1_000n,
    issuanceFees: 0n,
    verificationFees: 0n,
    deposit: 0n,
    slashedDeposit: 0n,
    repaidDeposit: 0n,
    revoked: undefined,
    validatorParticipantId: above,
    opState: i % 2 === 0 && !isRare ? STATE.validated : STATE.pending,
    opExp: undefined,
    opLastStateChange: undefined,
    opValidatorDeposit: 0n,
    opCurrentFees: 0n,
    opCurrentDeposit: 0n,
    opSummaryDigest: "",
    issuanceFeeDiscount: 0n,
    verificationFeeDiscount: 0n,
    vsOperator: "",
    corporationId: owner.id,
  };
}

/** Writes them as the module does, indexes and versions included. */
function fill(leaves: Leaves, settings: ChainSettings, place: ParticipantPlace): void {
  const collections = collectionsOf(new Schema("pp", settings.prefix));
  const store: WriteStore = {
    get: () => undefined,
    has: () => false,
    iterate: () => [].values() as IterableIterator<never>,
    set: (key, value) => leaves.add(key, value),
    delete: () => undefined,
  };
  const ctx = {
    ...{ chain: settings, gas: freeGas, height: VERSION, blockTime: GENESIS_TIME },
    ...{ stores: { store: () => store }, emit() {} },
  } as unknown as WriteContext;
  for (let i = 0; i < place.entities; i++) {
    const now = participantOf(i, place);
    const { begun, until } = pastOf(i, place.entities);
    const participant = { ...now, modified: begun, slashed: undefined };
    collections.participants.set(ctx, now.id, now);
    collections.versions.set(ctx, [now.id, until], { participant, until, modified: true });
  }
}
