import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { type AppState, freshAppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import {
  type Event,
  type ExecTxResult,
  MisbehaviorType,
  RequestFinalizeBlock,
  RequestInitChain,
  RequestQuery,
  type ResponseFinalizeBlock,
  type ValidatorUpdate,
} from "../../src/gen/tendermint/abci.js";
import { BlockIDFlag } from "../../src/gen/tendermint/types.js";
import { addressText, hashedAddress } from "../../src/keeper/addresses.js";
import { type OpenMultiStore, openMultiStore } from "../../src/store/multistore.js";
import type { Any, MethodDescriptor } from "../../src/wire/descriptor.js";
import { CHAIN } from "./ante-world.js";
import { GENESIS_TIME, type Person, peopleOf, sign, withFunds } from "./app-chain.js";
import { faultsOf } from "./faults.js";
import { quietGenesis } from "./quiet-genesis.js";
import type { TxParts } from "./signed-tx.js";
import { consensusKey, operatorOf, type StakedGenesis, stakedGenesis } from "./stake-genesis.js";

const SECOND = 1_000_000_000n;

export interface StakeChainOptions extends Omit<Partial<StakedGenesis>, "validators"> {
  /** Tokens of the validators of genesis; the first people are their operators. Two of ten million when left out. */
  readonly tokens?: readonly bigint[];
  readonly people?: number;
  /** Makes coins in each block too; a chain mints nothing unless told. */
  readonly mints?: boolean;
  /** Last say on the genesis. */
  readonly genesis?: (appState: AppState, people: readonly Person[]) => unknown;
}

/** How a block differs from a quiet one of one second. */
export interface BlockOptions {
  readonly txs?: readonly Uint8Array[];
  /** Numbers of the validators whose vote for the block before is missing. */
  readonly missed?: readonly number[];
  /** A validator that signed twice at a height, with the power that it had. */
  readonly doubleSign?: {
    readonly validator: number;
    readonly height: bigint;
    readonly power: bigint;
  };
  readonly seconds?: bigint;
}

/** The whole application with validators that are staked for. The test plays the engine. */
export class StakeChain {
  height = 0n;
  time = GENESIS_TIME;
  /** Power by the consensus address in hex, as the engine has it after the last block. */
  readonly powers = new Map<string, bigint>();
  /** The set after genesis and after each block. */
  readonly #sets: (readonly (readonly [string, bigint])[])[] = [];

  private constructor(
    readonly app: App,
    readonly store: OpenMultiStore,
    readonly people: readonly Person[],
  ) {}

  /** A chain that has committed one empty block. */
  static async start(options: StakeChainOptions = {}): Promise<StakeChain> {
    const { tokens = [10_000_000n, 10_000_000n], mints = false } = options;
    const store = await openMultiStore({ stores: [...STORES] });
    const app = new App({ store, logger: silent, version: "test" });
    const people = peopleOf(options.people ?? 6);
    const chain = new StakeChain(app, store, people);
    const validators = tokens.map((amount, i) => ({
      address: chain.person(i).address,
      tokens: amount,
    }));
    const fresh = freshAppState(CHAIN.chainId, CHAIN.denom);
    const funded = withFunds(
      mints ? fresh : quietGenesis(fresh),
      people.map(({ address }) => address),
    );
    const { delegations = [], params = {} } = options;
    const staked = stakedGenesis(funded, { validators, delegations, params });
    chain.#init(options.genesis?.(staked, people) ?? staked);
    await chain.block();
    return chain;
  }

  #init(appState: unknown): void {
    const { validators } = this.app.initChain(
      RequestInitChain.create({
        chainId: CHAIN.chainId,
        time: GENESIS_TIME,
        initialHeight: 1n,
        appStateBytes: new TextEncoder().encode(JSON.stringify(appState)),
      }),
    );
    this.#take(validators);
    this.#sets.push([...this.powers]);
  }

  person(n: number): Person {
    const found = this.people[n];
    if (found === undefined) throw new RangeError(`there are ${this.people.length} people`);
    return found;
  }

  /** The account of a person. */
  account = (n: number): string => this.person(n).address;

  /** The operator that a person is, or would be. */
  operator = (n: number): string => operatorOf(this.account(n));

  /** `veranavalcons…` of the validator with a number. */
  consensus = (n: number): string => addressText("veranavalcons", hashedAddress(consensusKey(n)));

  /** Power of the validator with a number; undefined when it is not in the set. */
  power = (n: number): bigint | undefined => this.powers.get(nameOf(n));

  /** Runs and commits a block. */
  async block(options: BlockOptions = {}): Promise<ResponseFinalizeBlock> {
    const { txs = [], missed = [], doubleSign, seconds = 1n } = options;
    this.height += 1n;
    this.time += seconds * SECOND;
    const away = new Set(missed.map(nameOf));
    const power = doubleSign?.power ?? 0n;
    const response = this.app.finalizeBlock(
      RequestFinalizeBlock.create({
        height: this.height,
        time: this.time,
        txs: [...txs],
        proposerAddress: hashedAddress(consensusKey(0)),
        decidedLastCommit: {
          round: 0,
          votes: this.#voters().map(([name, of]) => ({
            validator: { address: Uint8Array.from(Buffer.from(name, "hex")), power: of },
            blockIdFlag: away.has(name)
              ? BlockIDFlag.BLOCK_ID_FLAG_ABSENT
              : BlockIDFlag.BLOCK_ID_FLAG_COMMIT,
          })),
        },
        misbehavior:
          doubleSign === undefined
            ? []
            : [
                {
                  type: MisbehaviorType.DUPLICATE_VOTE,
                  validator: { address: hashedAddress(consensusKey(doubleSign.validator)), power },
                  height: doubleSign.height,
                  time: this.time - (this.height - doubleSign.height) * SECOND,
                  totalVotingPower: power,
                },
              ],
      }),
    );
    await this.app.commit();
    this.#take(response.validatorUpdates);
    this.#sets.push([...this.powers]);
    return response;
  }

  /** So many quiet blocks. */
  async blocks(count: number, options: BlockOptions = {}): Promise<void> {
    for (let i = 0; i < count; i++) await this.block(options);
  }

  /** A block with one transaction, which may fail. */
  async attempt(person: number, messages: readonly Any[], parts?: TxParts): Promise<ExecTxResult> {
    const { txResults } = await this.block({ txs: [sign(this.person(person), messages, parts)] });
    const [result] = txResults;
    if (result === undefined) throw new Error("a block lost its transaction");
    return result;
  }

  /** A block with one transaction, which must succeed; the events of its messages. */
  async deliver(person: number, ...messages: readonly Any[]): Promise<readonly Told[]> {
    const { code, log, events } = await this.attempt(person, messages);
    if (code !== 0) throw new Error(log);
    return told(events.filter(isOfMessage));
  }

  /** A block with one message that must be refused; with which code. Stakes must be as before. */
  async refused(person: number, message: Any): Promise<string> {
    const before = JSON.stringify(this.section("staking"));
    const { code, codespace, log } = await this.attempt(person, [message]);
    if (code === 0) throw new Error("it was not refused");
    if (JSON.stringify(this.section("staking")) !== before) throw new Error(`written: ${log}`);
    return `${codespace} ${code}`;
  }

  /** A section of the exported state. */
  // biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes
  section(name: string): any {
    return this.app.export()[name];
  }

  /** Base units of an account. */
  balance(address: string): bigint {
    const { balances } = this.section("bank");
    const found = balances.find((one: { address: string }) => one.address === address);
    return BigInt(found?.coins[0]?.amount ?? 0);
  }

  /** A query that must be answered. */
  async ask<Q, A>(method: MethodDescriptor, request: Q): Promise<A> {
    const data = method.request.encode(method.request.create(request as object));
    const { code, log, value } = await this.app.query(
      RequestQuery.create({ path: method.path, data }),
    );
    if (code !== 0) throw new Error(`${code}: ${log}`);
    return method.response.decode(value) as A;
  }

  /** Invariants that do not hold, with what is wrong. */
  faults(): readonly string[] {
    return faultsOf(this.app, this.store);
  }

  async close(): Promise<void> {
    await this.store.close();
  }

  /** Who signed the block before: what a block changes is in use two blocks later. */
  #voters(): readonly (readonly [string, bigint])[] {
    if (this.height === 1n) return [];
    return this.#sets[Math.max(Number(this.height) - 3, 0)] ?? [];
  }

  #take(updates: readonly ValidatorUpdate[]): void {
    for (const { pubKey, power } of updates) {
      const name = hex(hashedAddress(pubKey.ed25519 ?? new Uint8Array(0)));
      if (power === 0n) this.powers.delete(name);
      else this.powers.set(name, power);
    }
  }
}

/** An event as its type and its attributes in their order, without the number of its message. */
export type Told = readonly [type: string, ...attributes: (readonly [string, string])[]];

export const told = (events: readonly Event[]): readonly Told[] =>
  events.map(({ type, attributes }) => [
    type,
    ...attributes
      .filter(({ key }) => key !== "msg_index" && key !== "mode")
      .map(({ key, value }) => [key, value] as const),
  ]);

const isOfMessage = ({ attributes }: Event): boolean =>
  attributes.some(({ key }) => key === "msg_index");

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const nameOf = (n: number): string => hex(hashedAddress(consensusKey(n)));
