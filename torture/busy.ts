import { App, type AppOptions } from "../src/abci/app.js";
import { STORES } from "../src/abci/compose.js";
import { freshAppState } from "../src/abci/genesis.js";
import { silent } from "../src/abci/logger.js";
import {
  RequestFinalizeBlock,
  RequestInitChain,
  type ResponseFinalizeBlock,
} from "../src/gen/tendermint/abci.js";
import { MsgRegisterCorporation } from "../src/gen/vpr/co/v1.js";
import { addressText, groupPolicyAddress } from "../src/keeper/addresses.js";
import {
  type MultiStoreOptions,
  type OpenMultiStore,
  openMultiStore,
} from "../src/store/multistore.js";
import type { Any } from "../src/wire/descriptor.js";
import type { Random } from "../test/store/random.js";
import { CHAIN } from "../test/support/ante-world.js";
import { GENESIS_TIME, type Person, peopleOf, sign, withFunds } from "../test/support/app-chain.js";
import * as m from "../test/support/messages.js";

/** Accounts that sign; the first three act for corporations. */
export const PEOPLE = 24;
const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;

/** A block of a recorded history. */
export interface RecordedBlock {
  readonly txs: readonly Uint8Array[];
}

/** Section `app_state` of the busy chain. */
export function busyAppState(): unknown {
  const addresses = peopleOf(PEOPLE).map(({ address }) => address);
  return withFunds(freshAppState(CHAIN.chainId, CHAIN.denom), addresses);
}

/** The request that starts the busy chain. */
export function busyGenesis(): RequestInitChain {
  return RequestInitChain.create({
    chainId: CHAIN.chainId,
    time: GENESIS_TIME,
    initialHeight: 1n,
    appStateBytes: new TextEncoder().encode(JSON.stringify(busyAppState())),
  });
}

/** The request of a block: each is a second after the one before. */
export function busyBlock(height: bigint, txs: readonly Uint8Array[]): RequestFinalizeBlock {
  const time = GENESIS_TIME + height * SECOND;
  return RequestFinalizeBlock.create({ height, time, txs: [...txs] });
}

/** How the state of an application is opened, and what stands beside it. */
export interface Opened extends Partial<Omit<MultiStoreOptions, "stores">> {
  readonly app?: Partial<Pick<AppOptions, "logger" | "curve" | "minGasPrices">>;
}

/** The real application over its store, new or as it was left. */
export async function openApp(opened: Opened = {}): Promise<{ app: App; store: OpenMultiStore }> {
  const { app: given, ...options } = opened;
  const store = await openMultiStore({ ...options, stores: [...STORES] });
  return { app: new App({ store, logger: silent, version: "torture", ...given }), store };
}

const policyOf = (n: number): string => addressText("verana", groupPolicyAddress(BigInt(n)));

/** Writes transactions with every message that is built, good and bad ones mixed. */
export class BusyPeople {
  readonly people: readonly Person[] = peopleOf(PEOPLE);
  /** Makes names that were not used before. */
  #names = 0;

  person(n: number): Person {
    const found = this.people[n];
    if (found === undefined) throw new RangeError(`there are ${PEOPLE} people`);
    return found;
  }

  /** Blocks after which messages of every kind can succeed. */
  settle(): readonly RecordedBlock[] {
    const first = [0, 1, 2].map((n) => this.person(n));
    const keeper = this.person(3);
    const one = (person: Person, message: Any) => sign(person, [message]);
    const found = first.map((p, n) => {
      const did = `did:example:settled-${n}`;
      return one(p, m.createCorporation(p.address, [p.address, keeper.address], did));
    });
    const granted = first.map((p, n) => {
      const grant = m.grant(policyOf(n + 1), p.address);
      return one(p, m.propose(policyOf(n + 1), p.address, [grant]));
    });
    const whole = one(keeper, m.createGroupWithPolicy(keeper.address, [keeper.address]));
    const registrar = m.grant(policyOf(4), keeper.address, [MsgRegisterCorporation.typeUrl]);
    const proposal = one(keeper, m.propose(policyOf(4), keeper.address, [registrar]));
    const actors = { corporation: policyOf(4), operator: keeper.address };
    const registered = one(keeper, m.registerCorporation(actors, "did:example:registered"));
    const built = [0, 1].map((n) => this.#build(n));
    return [
      { txs: [] },
      { txs: [...found, whole] },
      { txs: [...granted, proposal] },
      { txs: [registered] },
      ...[0, 1, 2].map((step) => ({ txs: built.flatMap((steps) => steps[step] ?? []) })),
    ];
  }

  /** Transactions of a block, mostly of different people. */
  block(random: Random, most: number): RecordedBlock {
    const count = random.below(most + 1);
    return { txs: Array.from({ length: count }, () => this.next(random)) };
  }

  /** The next transaction of somebody. */
  next(random: Random): Uint8Array {
    const person = random.pick(this.people);
    const count = random.below(8) === 0 ? 2 + random.below(3) : 1;
    const messages = Array.from({ length: count }, () => this.message(random, person));
    const isShort = random.below(20) === 0;
    const fee = { amount: [{ denom: "uvna", amount: 5_000n }], gasLimit: 60_000n };
    return sign(person, messages, isShort ? { fee } : {});
  }

  /** Any message that this person may or may not send. */
  message(random: Random, { address: me }: Person): Any {
    const acting = random.below(3);
    const operator = random.below(3) === 0 ? me : this.person(acting).address;
    const actors = { corporation: policyOf(acting + 1), operator };
    const someone = () => random.pick(this.people).address;
    const stranger = () => addressText("verana", random.bytes(20, 20));
    const small = () => BigInt(1 + random.below(6));
    const policy = () => policyOf(1 + random.below(6));
    this.#names += 1;
    const did = `did:example:n${random.below(4) === 0 ? 1 : this.#names}-${random.below(1_000)}`;
    const inner = () =>
      random.below(2) === 0
        ? m.grant(policy(), someone())
        : m.transfer(policy(), someone(), BigInt(random.below(9)));
    const ways: readonly (() => Any)[] = [
      () => m.transfer(me, someone(), BigInt(random.below(1_000))),
      () => m.transfer(me, stranger(), random.below(9) === 0 ? 10n ** 20n : 7n),
      () => m.transfers(me, [someone(), stranger(), someone()]),
      () => m.createGroup(me, [me, someone()]),
      () => m.createGroupPolicy(me, small()),
      () => m.createGroupWithPolicy(me, [me, someone()]),
      () => m.propose(policy(), me, [inner(), inner()], random.below(2) === 0 ? 0 : 1),
      () => m.vote(BigInt(1 + random.below(30)), me, random.below(2) === 0 ? 0 : 1),
      () => m.execute(BigInt(1 + random.below(30)), me),
      () => m.createCorporation(me, [me, someone()], did),
      () => m.registerCorporation({ corporation: policy(), operator: me }, did),
      () => m.grant(policyOf(acting + 1), someone()),
      () => m.grantByOperator(actors, someone()),
      () => m.createEcosystem(actors, did),
      () => m.createSchema(actors, small()),
      () => m.createRoot(actors, small(), did, GENESIS_TIME + BigInt(1 + random.below(900)) * DAY),
    ];
    return random.pick(ways)();
  }

  /** An ecosystem, its schema and its root participant, one after the other. */
  #build(n: number): readonly Uint8Array[] {
    const person = this.person(n);
    const actors = { corporation: policyOf(n + 1), operator: person.address };
    const id = BigInt(n + 1);
    return [
      sign(person, [m.createEcosystem(actors, `did:example:built-${n}`)]),
      sign(person, [m.createSchema(actors, id)]),
      sign(person, [m.createRoot(actors, id, `did:example:root-${n}`, GENESIS_TIME + 2n * DAY)]),
    ];
  }
}

/** A chain that has settled, in memory unless told; the height is that of its last block. */
export class BusyChain {
  private constructor(
    readonly app: App,
    readonly store: OpenMultiStore,
    readonly busy: BusyPeople,
    public height: bigint,
  ) {}

  static async start(opened: Opened = {}): Promise<BusyChain> {
    const { app, store } = await openApp(opened);
    app.initChain(busyGenesis());
    const chain = new BusyChain(app, store, new BusyPeople(), 0n);
    for (const { txs } of chain.busy.settle()) {
      const { txResults } = await chain.block(txs);
      const failed = txResults.find(({ code }) => code !== 0);
      if (failed !== undefined) throw new Error(`the busy chain does not settle: ${failed.log}`);
    }
    return chain;
  }

  /** Runs and commits a block. */
  async block(txs: readonly Uint8Array[]): Promise<ResponseFinalizeBlock> {
    this.height += 1n;
    const response = this.app.finalizeBlock(busyBlock(this.height, txs));
    await this.app.commit();
    return response;
  }

  async close(): Promise<void> {
    await this.store.close();
  }
}
