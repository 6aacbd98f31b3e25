import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { type AppState, freshAppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import type { Secp256k1 } from "../../src/abci/sign/secp256k1.js";
import { TxMsgData } from "../../src/gen/cosmos/base/abci/v1beta1.js";
import {
  CheckTxType,
  type ExecTxResult,
  RequestCheckTx,
  RequestFinalizeBlock,
  RequestInitChain,
  type ResponseFinalizeBlock,
} from "../../src/gen/tendermint/abci.js";
import { MODULE_ACCOUNTS } from "../../src/modules/auth/index.js";
import {
  type MultiStoreOptions,
  type OpenMultiStore,
  openMultiStore,
} from "../../src/store/multistore.js";
import type { Any, MessageType } from "../../src/wire/descriptor.js";
import { CHAIN } from "./ante-world.js";
import { quietGenesis } from "./quiet-genesis.js";
import { signedTx, type TestKey, type TxParts, testKey } from "./signed-tx.js";

/** Time of genesis, nanoseconds since the epoch; each block is a second later. */
export const GENESIS_TIME = 1_790_000_000_000_000_000n;
const SECOND = 1_000_000_000n;

/** Someone with a funded account. */
export interface Person {
  readonly key: TestKey;
  readonly address: string;
  readonly accountNumber: bigint;
  /** Of the next transaction. */
  sequence: bigint;
}

export interface AppChainOptions {
  /** Accounts whose keys are known. */
  readonly people: number;
  /** More funded accounts, by address. */
  readonly others?: readonly string[];
  /** Changes to the fresh genesis. */
  readonly genesis?: (fresh: AppState) => AppState;
  /** Folder of the database; in memory when absent. */
  readonly path?: string;
  /** How the state is kept beside that. */
  readonly keeping?: Pick<MultiStoreOptions, "retain" | "dump" | "pruning">;
  readonly curve?: Secp256k1;
}

/** The whole application without an engine: blocks are made by whoever holds it. */
export class AppChain {
  height = 0n;

  private constructor(
    readonly app: App,
    readonly store: OpenMultiStore,
    readonly people: readonly Person[],
  ) {}

  /** A chain that has committed one empty block. */
  static async start(options: AppChainOptions): Promise<AppChain> {
    const { path, curve, others = [] } = options;
    const store = await openMultiStore({ ...options.keeping, stores: [...STORES], path });
    const curved = curve === undefined ? {} : { curve };
    const app = new App({ store, logger: silent, version: "test", ...curved });
    const people = peopleOf(options.people);
    const addresses = [...people.map(({ address }) => address), ...others];
    const fresh = withFunds(quietGenesis(freshAppState(CHAIN.chainId, CHAIN.denom)), addresses);
    const appState = options.genesis?.(fresh) ?? fresh;
    app.initChain(
      RequestInitChain.create({
        chainId: CHAIN.chainId,
        time: GENESIS_TIME,
        initialHeight: 1n,
        appStateBytes: new TextEncoder().encode(JSON.stringify(appState)),
      }),
    );
    const chain = new AppChain(app, store, people);
    await chain.block([]);
    return chain;
  }

  /** Goes on with the chain in a folder, where these people have sent nothing yet. */
  static async resume(
    path: string,
    people: number,
    keeping: AppChainOptions["keeping"] = {},
  ): Promise<AppChain> {
    const store = await openMultiStore({ ...keeping, stores: [...STORES], path });
    const app = new App({ store, logger: silent, version: "test" });
    const chain = new AppChain(app, store, peopleOf(people));
    chain.height = store.version;
    return chain;
  }

  /** Person number `n`, from 0. */
  person(n: number): Person {
    const found = this.people[n];
    if (found === undefined) throw new RangeError(`there are ${this.people.length} people`);
    return found;
  }

  /** Time of the last block. */
  get time(): bigint {
    return GENESIS_TIME + this.height * SECOND;
  }

  check(tx: Uint8Array, type: number = CheckTxType.NEW): number {
    return this.app.checkTx(RequestCheckTx.create({ tx, type })).code;
  }

  /** Runs a block; nothing is durable before {@link commit}. */
  finalize(txs: readonly Uint8Array[]): ResponseFinalizeBlock {
    this.height += 1n;
    const request = { height: this.height, time: this.time, txs: [...txs] };
    return this.app.finalizeBlock(RequestFinalizeBlock.create(request));
  }

  async commit(): Promise<void> {
    await this.app.commit();
  }

  /** Runs and commits a block in which every transaction must succeed. */
  async block(txs: readonly Uint8Array[]): Promise<readonly ExecTxResult[]> {
    const { txResults } = this.finalize(txs);
    await this.commit();
    const failed = txResults.find(({ code }) => code !== 0);
    if (failed !== undefined) throw new Error(`a transaction failed: ${failed.log}`);
    return txResults;
  }

  /** A block with one transaction of this person. */
  async send(person: Person, ...messages: readonly Any[]): Promise<ExecTxResult> {
    const [result] = await this.block([sign(person, messages)]);
    if (result === undefined) throw new Error("a block lost its transaction");
    return result;
  }

  async close(): Promise<void> {
    await this.store.close();
  }
}

/** A transaction that takes the person's next sequence. */
export function sign(person: Person, messages: readonly Any[], parts: TxParts = {}): Uint8Array {
  const { key, accountNumber, sequence } = person;
  person.sequence += 1n;
  return signedTx(key, { messages, accountNumber, sequence, fee: FEE, ...parts });
}

const FEE = { amount: [{ denom: "uvna", amount: 5_000n }], gasLimit: 50_000_000n };

/** The response of a message within a transaction that succeeded. */
export function responseOf<T>(type: MessageType<T>, { data }: ExecTxResult, at = 0): T {
  const packed = TxMsgData.decode(data).msgResponses[at];
  if (packed?.typeUrl !== type.typeUrl) throw new Error(`the response is no ${type.name}`);
  return type.decode(packed.value);
}

/** Number of the first account that genesis' balances make: the modules' come before. */
const FIRST = BigInt(MODULE_ACCOUNTS.length);

/** The first people of every chain; they have nothing yet. */
export function peopleOf(count: number): readonly Person[] {
  return Array.from({ length: count }, (_, i) => {
    const key = testKey(i + 1);
    return { key, address: key.address, accountNumber: FIRST + BigInt(i), sequence: 0n };
  });
}

/** A genesis in which each of these has a million tokens. */
export function withFunds(fresh: AppState, addresses: readonly string[]): AppState {
  const coins = [{ denom: CHAIN.denom, amount: "1000000000000" }];
  const balances = addresses.map((address) => ({ address, coins }));
  return { ...fresh, bank: { ...(fresh.bank as object), balances } };
}
