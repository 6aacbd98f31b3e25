import { App } from "../../src/abci/app.js";
import { type AppState, freshAppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import { openState } from "../../src/abci/open-state.js";
import { MsgSend } from "../../src/gen/cosmos/bank/v1beta1.js";
import {
  type ExecTxResult,
  MisbehaviorType,
  RequestFinalizeBlock,
  RequestInitChain,
  type ResponseFinalizeBlock,
  type ValidatorUpdate,
} from "../../src/gen/tendermint/abci.js";
import { BlockIDFlag } from "../../src/gen/tendermint/types.js";
import { hashedAddress } from "../../src/keeper/addresses.js";
import type { ReadContext } from "../../src/keeper/context.js";
import { freeGas } from "../../src/keeper/gas.js";
import type { OpenMultiStore } from "../../src/store/multistore.js";
import { pack } from "../../src/wire/any.js";
import type { Any, MethodDescriptor } from "../../src/wire/descriptor.js";
import { Random } from "../store/random.js";
import { CHAIN } from "../support/ante-world.js";
import { GENESIS_TIME, type Person, peopleOf, sign, withFunds } from "../support/app-chain.js";
import { faultsOf } from "../support/faults.js";
import { signDigest } from "../support/native-signer.js";
import { BlockWatch } from "./block-watch.js";
import { refusalFaults } from "./refusal-watch.js";
import { FEE, type Operation, type Operations, type Scene, SECOND, units } from "./scene.js";
import { consensusKey, staked } from "./staked-genesis.js";

const PEOPLE = 24;
/** Each of so many transactions of a block has a payment before its message. */
const PAIRED = 6;
/** The first of them validate from genesis on. */
const FIRST_VALIDATORS = 4;
/** A jump over the ends of votes, and over three in a row of an unbonding. */
const JUMP = 33n * SECOND;

/** What a simulated history came to, by type. */
export interface Tally {
  /** Transactions that were carried out, by type and by kind, and those that a rule refused. */
  readonly done: Map<string, number>;
  readonly refused: Map<string, number>;
  /** Of the refused ones: type, codespace and code, as `/cosmos.bank.v1beta1.MsgSend sdk 5`. */
  readonly refusals: Map<string, number>;
  readonly events: Map<string, number>;
}

interface Planned {
  readonly person: Person;
  readonly operation: Operation;
  readonly tx: Uint8Array;
}

/**
 * Random operations of modules on the whole application, block by block: validators sign or not, some
 * sign twice, time jumps. The same seed makes the same history.
 */
export class Simulation {
  readonly tally: Tally = {
    done: new Map(),
    refused: new Map(),
    refusals: new Map(),
    events: new Map(),
  };
  readonly appHashes: string[] = [];
  readonly #powers = new Map<string, bigint>();
  #lastVotes: readonly (readonly [string, bigint])[] = [];
  #height = 0n;
  #time = GENESIS_TIME;
  /** The state of the last block, as the next one is planned on it. */
  #seen: Scene | undefined;
  #watch: BlockWatch | undefined;

  private constructor(
    readonly app: App,
    readonly store: OpenMultiStore,
    private readonly people: readonly Person[],
    private readonly sources: readonly Operations[],
    private readonly random: Random,
    private readonly tryEvery: bigint,
  ) {}

  /**
   * Each `tryEvery`th block is tried beside the chain before it is run, to see what refusals write, which
   * must change nothing; 0n: none is.
   */
  static async start(
    seed: number,
    sources: readonly Operations[],
    tryEvery = 25n,
  ): Promise<Simulation> {
    const store = await openState({});
    const app = new App({ store, logger: silent, version: "test" });
    const people = peopleOf(PEOPLE);
    const simulation = new Simulation(app, store, people, sources, new Random(seed), tryEvery);
    const { validators } = app.initChain(
      RequestInitChain.create({
        chainId: CHAIN.chainId,
        time: GENESIS_TIME,
        initialHeight: 1n,
        appStateBytes: new TextEncoder().encode(JSON.stringify(genesis(people, sources))),
      }),
    );
    simulation.#take(validators);
    // Operations ask of a committed state.
    await simulation.block(0);
    return simulation;
  }

  /** Runs a block of so many random transactions; what invariants say of it, names first. */
  async block(operations: number): Promise<readonly string[]> {
    const { random } = this;
    const before = this.people.map(({ sequence }) => sequence);
    const scene = this.#seen ?? this.#scene();
    const planned = Array.from({ length: operations }, (_, i) => this.#plan(scene, i));
    this.#height += 1n;
    this.#time += random.chance(100) ? JUMP : SECOND * BigInt(1 + random.below(5));
    const next = { height: this.#height, time: this.#time, txs: planned.map(({ tx }) => tx) };
    const tried = this.tryEvery !== 0n && this.#height % this.tryEvery === 0n;
    const wrong = tried ? refusalFaults(this.app, this.store, next) : [];
    const response = this.app.finalizeBlock(
      RequestFinalizeBlock.create({
        ...next,
        decidedLastCommit: { round: 0, votes: this.#votes() },
        misbehavior: this.#misbehavior(),
        proposerAddress: hashedAddress(consensusKey(0)),
      }),
    );
    await this.app.commit();
    for (const [i, person] of this.people.entries()) person.sequence = before[i] ?? 0n;
    for (const [i, result] of response.txResults.entries()) this.#count(planned[i], result);
    for (const { type } of response.events) add(this.tally.events, type);
    this.#lastVotes = [...this.#powers];
    this.#take(response.validatorUpdates);
    this.appHashes.push(Buffer.from(response.appHash).toString("hex"));
    return [...wrong, ...this.faults(), ...this.#watched(planned, response)];
  }

  /** Invariants that do not hold, with what is wrong. */
  faults(): readonly string[] {
    return faultsOf(this.app, this.store);
  }

  /** What a block did that it must not do, whatever its state is. */
  #watched(planned: readonly Planned[], { txResults, events }: ResponseFinalizeBlock) {
    const scene = this.#scene();
    this.#seen = scene;
    this.#watch ??= new BlockWatch(scene);
    const sent = txResults.flatMap(({ code, events: told }, i) => {
      const operation = planned[i]?.operation;
      return operation === undefined ? [] : [{ operation, code, events: told }];
    });
    return this.#watch.after(scene, {
      accepted: sent.filter(({ code }) => code === 0),
      paid: sent.filter(({ events: told }) => told.length > 0).map(({ operation }) => operation),
      events: [...events, ...sent.flatMap(({ events: told }) => told)],
    });
  }

  #reading(): ReadContext {
    const { settings: chain } = this.app.live;
    const at = { height: this.#height, blockTime: this.#time };
    return { stores: this.store, chain, ...at, gas: freeGas };
  }

  #scene(): Scene {
    const ctx = this.#reading();
    return {
      random: this.random,
      people: this.people.map(({ address }) => address),
      height: this.#height + 1n,
      time: this.#time,
      ask: <Q, R>(method: MethodDescriptor, request: Partial<Q>): R => {
        const query = this.app.live.composition.queries.get(method.path);
        return query?.run(ctx, method.request.create(request)) as R;
      },
    };
  }

  #plan(scene: Scene, i: number): Planned {
    const operation = this.#source().make(scene);
    const { by, message, feeGranter = "" } = operation;
    const person = this.people.find(({ address }) => address === by);
    if (person === undefined) throw new Error(`nobody signs ${message.typeUrl} as ${by}`);
    const fee = { amount: [{ denom: CHAIN.denom, amount: FEE }], gasLimit: 50_000_000n };
    const parts = { sign: signDigest, fee: { ...fee, granter: feeGranter } };
    const paired = i % PAIRED === 0 && feeGranter === "";
    const tx = sign(person, paired ? [this.#tip(by), message] : [message], parts);
    return { person, operation, tx };
  }

  /** What is taken back where the message behind it is refused. */
  #tip(fromAddress: string): Any {
    const [{ address: toAddress } = { address: "" }] = this.people;
    return pack(MsgSend, { fromAddress, toAddress, amount: [units(1n)] });
  }

  #source(): Operations {
    let left = this.random.below(this.sources.reduce((sum, { weight }) => sum + weight, 0));
    for (const source of this.sources) {
      if (left < source.weight) return source;
      left -= source.weight;
    }
    throw new RangeError("nothing to do");
  }

  #count(planned: Planned | undefined, { code, codespace, events }: ExecTxResult): void {
    if (planned === undefined) throw new RangeError("a result without a transaction");
    const { message, kind } = planned.operation;
    const type = message.typeUrl;
    const counts = code === 0 ? this.tally.done : this.tally.refused;
    for (const name of kind === undefined ? [type] : [type, kind]) add(counts, name);
    if (code !== 0) add(this.tally.refusals, `${type} ${codespace} ${code}`);
    for (const { type } of events) add(this.tally.events, type);
    // Whoever cannot pay the fee keeps his sequence.
    if (events.length > 0) planned.person.sequence += 1n;
  }

  #take(updates: readonly ValidatorUpdate[]): void {
    for (const { pubKey, power } of updates) {
      const name = Buffer.from(hashedAddress(pubKey.ed25519 ?? new Uint8Array(0))).toString("hex");
      if (power === 0n) this.#powers.delete(name);
      else this.#powers.set(name, power);
    }
  }

  #votes() {
    return this.#lastVotes.map(([name, power], i) => ({
      validator: { address: Uint8Array.from(Buffer.from(name, "hex")), power },
      // The second validator hardly ever signs.
      blockIdFlag: this.random.chance(i === 1 ? 900 : 20)
        ? BlockIDFlag.BLOCK_ID_FLAG_ABSENT
        : BlockIDFlag.BLOCK_ID_FLAG_COMMIT,
    }));
  }

  #misbehavior() {
    const [name, power] = this.#lastVotes.at(-1) ?? [];
    // Some validators have to be left.
    if (this.#lastVotes.length < 3 || name === undefined || power === undefined) return [];
    if (!this.random.chance(10)) return [];
    const address = Uint8Array.from(Buffer.from(name, "hex"));
    const height = this.#height - 1n;
    const validator = { address, power };
    const type = MisbehaviorType.DUPLICATE_VOTE;
    return [{ type, validator, height, time: this.#time - SECOND, totalVotingPower: power }];
  }
}

function genesis(people: readonly Person[], sources: readonly Operations[]): AppState {
  const addresses = people.map(({ address }) => address);
  const funded = withFunds(freshAppState(CHAIN.chainId, CHAIN.denom), addresses);
  const start = staked(funded, addresses.slice(0, FIRST_VALIDATORS));
  return sources.reduce((appState, source) => source.genesis?.(appState) ?? appState, start);
}

const add = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);
