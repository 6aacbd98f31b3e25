import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { App, type AppOptions } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { type AppState, freshAppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import { directSignBytes } from "../../src/abci/sign/direct.js";
import { publicKeyAddress } from "../../src/abci/sign/public-key.js";
import { SIGN_MODE } from "../../src/abci/sign/signature-data.js";
import * as auth from "../../src/gen/cosmos/auth/v1beta1.js";
import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import { AuthInfo, Fee, SignerInfo, TxBody, TxRaw } from "../../src/gen/cosmos/tx/v1beta1.js";
import {
  CheckTxType,
  type ExecTxResult,
  RequestCheckTx,
  RequestFinalizeBlock,
  RequestInitChain,
  RequestQuery,
  type ResponseCheckTx,
  type ResponseQuery,
} from "../../src/gen/tendermint/abci.js";
import type { ConsensusParams } from "../../src/gen/tendermint/types.js";
import { addressText } from "../../src/keeper/addresses.js";
import type { Coin } from "../../src/keeper/coins.js";
import type { MultiStore } from "../../src/store/contract.js";
import { openMultiStore } from "../../src/store/multistore.js";
import type { Any, MessageType, MethodDescriptor } from "../../src/wire/descriptor.js";
import { parseTimestamp } from "../../src/wire/time.js";
import { quietGenesis } from "./quiet-genesis.js";
import { type TestKey, testKey } from "./signed-tx.js";

export const CHAIN_ID = "vpr-test-1";
export const GENESIS_TIME = parseTimestamp("2026-01-01T00:00:00Z");
const SECOND = 1_000_000_000n;

type AppChoice = "minGasPrices" | "pruning" | "halt" | "logger" | "release" | "queryGasLimit";

/** How a test chain starts. */
export interface WorldOptions {
  /** What the test keys 1, 2, 3 … own: base units, or several coins. Three of 10^12 when left out. */
  readonly accounts?: readonly (bigint | readonly Coin[])[];
  /** Section `vpr` of the genesis, beside the defaults. */
  readonly settings?: {
    readonly denom?: string;
    readonly bech32_prefix?: string;
    readonly [name: string]: unknown;
  };
  /** Last say on the genesis. */
  readonly genesis?: (appState: AppState) => unknown;
  /** Most gas of one block; -1n for no limit. */
  readonly maxGas?: bigint;
  readonly app?: Partial<Pick<AppOptions, AppChoice>>;
}

/** How a transaction differs from the plainest one: signed by key 1, 5,000 base units for 400,000 gas. */
export interface TxOptions {
  /** Number of the key, or of the keys in the order of signers. */
  readonly by?: number | readonly number[];
  readonly fee?: readonly Coin[];
  readonly gas?: bigint;
  /** Of the first signer; the check state's when left out. */
  readonly sequence?: bigint;
  /** Of all signers, in their order. */
  readonly sequences?: readonly bigint[];
  readonly body?: Partial<TxBody>;
  readonly payer?: string;
  readonly granter?: string;
  /** Signed for; the account's when left out. */
  readonly accountNumber?: bigint;
  readonly chainId?: string;
  /** What a client leaves out of a simulation. */
  readonly without?: readonly ("fee" | "signature" | "publicKey")[];
  readonly signature?: Uint8Array;
}

/** A packed message of some of its fields. */
export const message = <T>(type: MessageType<T>, init: Partial<T>): Any => ({
  typeUrl: type.typeUrl,
  value: type.encode(type.create(init)),
});

/** The real application over stores in memory, funded test keys, and a clock that the test moves. */
export class World {
  height = 0n;
  /** Of the next block; nanoseconds since the Unix epoch. A block moves it by a second. */
  time = GENESIS_TIME;

  constructor(
    readonly app: App,
    readonly store: MultiStore,
    readonly prefix = "verana",
    readonly denom = "uvna",
  ) {}

  key(n: number): TestKey {
    return testKey(n);
  }

  address(n: number): string {
    return addressText(this.prefix, publicKeyAddress(testKey(n).key));
  }

  coin(amount: bigint, denom = this.denom): Coin {
    return { denom, amount };
  }

  /** A transfer, packed. */
  transfer(from: number, to: number | string, ...amount: readonly (bigint | Coin)[]): Any {
    return message(bank.MsgSend, {
      fromAddress: this.address(from),
      toAddress: typeof to === "string" ? to : this.address(to),
      amount: amount.map((one) => (typeof one === "bigint" ? this.coin(one) : one)),
    });
  }

  /** Bytes of a signed transaction. */
  tx(messages: Any | readonly Any[], options: TxOptions = {}): Uint8Array {
    const { by = 1, without = [] } = options;
    const keys = (typeof by === "number" ? [by] : by).map((n) => testKey(n));
    const accounts = keys.map(({ key }) =>
      this.accountOf(addressText(this.prefix, publicKeyAddress(key))),
    );
    const packed = Array.isArray(messages) ? messages : [messages];
    const bodyBytes = TxBody.encode(TxBody.create({ messages: packed, ...options.body }));
    const signerInfos = keys.map((key, i) =>
      SignerInfo.create({
        publicKey: without.includes("publicKey") ? undefined : key.any,
        modeInfo: { single: { mode: without.includes("signature") ? 0 : SIGN_MODE.direct } },
        sequence:
          options.sequences?.[i] ??
          (i === 0 ? options.sequence : undefined) ??
          accounts[i]?.sequence ??
          0n,
      }),
    );
    const fee = without.includes("fee")
      ? Fee.create({})
      : Fee.create({
          amount: options.fee ?? [this.coin(5_000n)],
          gasLimit: options.gas ?? 400_000n,
          payer: options.payer ?? "",
          granter: options.granter ?? "",
        });
    const authInfoBytes = AuthInfo.encode(AuthInfo.create({ signerInfos, fee }));
    const raw = { bodyBytes, authInfoBytes, signatures: [] };
    const signatures = keys.map((key, i) => {
      if (options.signature !== undefined) return options.signature;
      if (without.includes("signature")) return new Uint8Array();
      const signed = directSignBytes(raw, {
        address: key.address,
        chainId: options.chainId ?? CHAIN_ID,
        accountNumber: options.accountNumber ?? accounts[i]?.accountNumber ?? 0n,
        sequence: 0n,
      });
      return secp256k1.sign(sha256(signed), key.secret, { prehash: false });
    });
    return TxRaw.encode({ ...raw, signatures });
  }

  /** Runs one block of these transactions and commits it; their results. */
  async block(...txs: readonly Uint8Array[]): Promise<readonly ExecTxResult[]> {
    this.height += 1n;
    const { height, time } = this;
    const response = this.app.finalizeBlock(RequestFinalizeBlock.create({ height, time, txs }));
    await this.app.commit();
    this.time += SECOND;
    return response.txResults;
  }

  /** Signs messages and runs them in a block of their own. */
  async send(messages: Any | readonly Any[], options: TxOptions = {}): Promise<ExecTxResult> {
    const [result] = await this.block(this.tx(messages, options));
    if (result === undefined) throw new Error("a block without result");
    return result;
  }

  check(tx: Uint8Array, type: number = CheckTxType.NEW): ResponseCheckTx {
    return this.app.checkTx(RequestCheckTx.create({ tx, type }));
  }

  recheck(tx: Uint8Array): ResponseCheckTx {
    return this.check(tx, CheckTxType.RECHECK);
  }

  simulate(messages: Any | readonly Any[], options: TxOptions = {}) {
    return this.app.simulate(this.tx(messages, options));
  }

  /** A query over ABCI as it is answered. */
  ask(path: string, data: Uint8Array = new Uint8Array(), height = 0n): ResponseQuery {
    const answer = this.app.query(RequestQuery.create({ path, data, height }));
    if (answer instanceof Promise) throw new Error("a world keeps all of its heights in memory");
    return answer;
  }

  /** The answer of a query that must succeed. `Res` is the method's response type. */
  query<Res>(
    method: MethodDescriptor,
    request: Readonly<Record<string, unknown>> = {},
    height = 0n,
  ): Res {
    const data = method.request.encode(method.request.create(request));
    const { code, log, value } = this.ask(method.path, data, height);
    if (code !== 0) throw new Error(log);
    return method.response.decode(value) as Res;
  }

  /** 0n when there is none. */
  balance(of: number | string, denom = this.denom): bigint {
    const address = typeof of === "string" ? of : this.address(of);
    const { balance } = this.query<bank.QueryBalanceResponse>(bank.Query.Balance, {
      address,
      denom,
    });
    return balance?.amount ?? 0n;
  }

  /** The account as it stands; undefined when there is none. */
  accountOf(of: number | string): auth.BaseAccount | undefined {
    const address = typeof of === "string" ? of : this.address(of);
    const data = auth.QueryAccountInfoRequest.encode({ address });
    const { code, value } = this.ask(auth.Query.AccountInfo.path, data);
    return code === 0 ? auth.QueryAccountInfoResponse.decode(value).info : undefined;
  }

  /** Every entry of every store, `store key` in hex → value in hex. */
  snapshot(): Readonly<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const name of STORES) {
      for (const [key, value] of this.store.store(name).iterate()) {
        found[`${name} ${hex(key)}`] = hex(value);
      }
    }
    return found;
  }

  /** Entries that differ between two snapshots; an absent one is undefined. */
  static changes(
    before: Readonly<Record<string, string>>,
    after: Readonly<Record<string, string>>,
  ): Readonly<Record<string, readonly [string | undefined, string | undefined]>> {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return Object.fromEntries(
      keys.filter((k) => before[k] !== after[k]).map((k) => [k, [before[k], after[k]] as const]),
    );
  }
}

/** Starts a chain with a genesis of funded keys and one empty block. */
export async function world(options: WorldOptions = {}): Promise<World> {
  const { app, store } = await emptyApp(options.app);
  const { denom, bech32_prefix } = options.settings ?? {};
  const made = new World(app, store, bech32_prefix, denom);
  app.initChain(initChain(genesisOf(made, options), options));
  await made.block();
  return made;
}

/** An application without genesis, over stores in memory. */
export async function emptyApp(options: WorldOptions["app"] = {}) {
  const store = await openMultiStore({ stores: STORES });
  const app = new App({ store, logger: silent, version: "test", ...options });
  return { app, store };
}

/** `app_state` of a world before its first block. */
function genesisOf(made: World, options: WorldOptions): unknown {
  const funds = options.accounts ?? [10n ** 12n, 10n ** 12n, 10n ** 12n];
  const addresses = funds.map((_, i) => made.address(i + 1));
  const fresh = quietGenesis(freshAppState(CHAIN_ID, made.denom, made.prefix));
  const accounts = addresses.map((address) => ({ "@type": auth.BaseAccount.typeUrl, address }));
  const balances = funds.map((coins, i) => ({
    address: addresses[i],
    coins: (typeof coins === "bigint" ? [made.coin(coins)] : coins).map(({ denom, amount }) => ({
      denom,
      amount: amount.toString(),
    })),
  }));
  const appState = {
    ...fresh,
    auth: { ...(fresh.auth as object), accounts },
    bank: { ...(fresh.bank as object), balances },
    vpr: { ...(fresh.vpr as object), ...options.settings },
  } as AppState;
  return options.genesis?.(appState) ?? appState;
}

/** What an engine sends with a genesis. */
export function initChain(appState: unknown, { maxGas }: WorldOptions = {}): RequestInitChain {
  const consensusParams: ConsensusParams | undefined =
    maxGas === undefined ? undefined : { block: { maxBytes: 4_194_304n, maxGas } };
  return RequestInitChain.create({
    chainId: CHAIN_ID,
    time: GENESIS_TIME,
    initialHeight: 1n,
    consensusParams,
    appStateBytes: new TextEncoder().encode(JSON.stringify(appState)),
  });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
