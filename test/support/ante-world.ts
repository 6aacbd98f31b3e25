import {
  type AllowanceUse,
  type AnteAccount,
  type AnteMode,
  type AntePorts,
  type AnteResult,
  anteGasLimit,
  runAnte,
} from "../../src/abci/ante/index.js";
import { type DecodedTx, decodeTx } from "../../src/abci/decode/decode-tx.js";
import { registry } from "../../src/gen/registry.js";
import type { ChainSettings, WriteContext } from "../../src/keeper/context.js";
import { ChainError, refuse } from "../../src/keeper/errors.js";
import type { Event } from "../../src/keeper/events.js";
import { TxGasMeter } from "../../src/keeper/gas.js";
import { sdkErrors } from "../../src/keeper/sdk-errors.js";
import { branchInto } from "../../src/store/branch.js";
import { memoryStores } from "../../src/store/memory-store.js";
import type { MessageType } from "../../src/wire/descriptor.js";

export const resolve = (typeUrl: string): MessageType | undefined => registry.byUrl(typeUrl);

export const CHAIN: ChainSettings = {
  chainId: "vna-testnet-1",
  denom: "uvna",
  prefix: "verana",
  coinType: 118,
  strictDidOwnership: false,
  schemaIdNetwork: "vna-testnet-1",
};

/** Accounts, balances and a block, as far as the ante stage sees them. Nothing of it is stored. */
export class AnteWorld {
  readonly accounts = new Map<string, AnteAccount>();
  readonly balances = new Map<string, bigint>();
  readonly allowances: AllowanceUse[] = [];
  allow = false;
  height = 49n;
  blockTime = 1_750_000_310_000_000_000n;

  constructor(readonly options: Partial<AntePorts> = {}) {}

  fund(
    address: string,
    accountNumber: bigint,
    sequence: bigint,
    publicKey?: AnteAccount["publicKey"],
  ): this {
    this.accounts.set(address, { address, accountNumber, sequence, publicKey });
    this.balances.set(address, 1_000_000_000n);
    return this;
  }

  /** Runs bytes through decoder and ante stage. */
  run(bytes: Uint8Array, mode: AnteMode = "check"): Outcome {
    const events: Event[] = [];
    const before = [new Map(this.accounts), new Map(this.balances)] as const;
    const gas = { used: () => 0n };
    try {
      const tx = decodeTx(bytes, resolve);
      const result = this.#ante(tx, mode, events, gas);
      return { code: 0, codespace: "", log: "", events, gasUsed: gas.used(), ...result };
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
      restore(this.accounts, before[0]);
      restore(this.balances, before[1]);
      const { code, codespace } = error.kind;
      return {
        code,
        codespace,
        log: error.message,
        events: [],
        gasUsed: gas.used(),
        signers: [],
        feePayer: "",
      };
    }
  }

  #ante(tx: DecodedTx, mode: AnteMode, events: Event[], gas: { used: () => bigint }): AnteResult {
    const meter = new TxGasMeter(mode === "simulate" ? undefined : anteGasLimit(tx));
    gas.used = () => meter.used;
    const ctx: WriteContext = {
      stores: branchInto(memoryStores()),
      chain: CHAIN,
      height: this.height,
      blockTime: this.blockTime,
      gas: meter,
      emit: (event) => events.push(event),
    };
    return runAnte(ctx, tx, this.ports, mode);
  }

  get ports(): AntePorts {
    return {
      resolve,
      blockGasLimit: () => 100_000_000n,
      limits: () => ({
        maxMemoCharacters: 256n,
        txSigLimit: 7n,
        txSizeCostPerByte: 10n,
        sigVerifyCostSecp256k1: 1_000n,
      }),
      accounts: {
        find: (_, address) => this.accounts.get(address),
        update: (_, account) => {
          this.accounts.set(account.address, account);
        },
      },
      fees: {
        useAllowance: (_, use) => {
          if (!this.allow) refuse(sdkErrors.notFound, { log: "fee-grant not found" });
          this.allowances.push(use);
        },
        collect: (_, from, fee) => {
          for (const { denom, amount } of fee) this.#take(from, denom, amount);
        },
        collectNothing: (ctx) => ctx.gas.consume(1n, "transfer"),
      },
      ...this.options,
    };
  }

  #take(from: string, denom: string, amount: bigint): void {
    const spendable = denom === "uvna" ? (this.balances.get(from) ?? 0n) : 0n;
    if (spendable < amount) {
      const log = `spendable balance ${spendable}${denom} is smaller than ${amount}${denom}`;
      refuse(sdkErrors.insufficientFunds, { log });
    }
    this.balances.set(from, spendable - amount);
  }
}

export interface Outcome extends AnteResult {
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  readonly events: readonly Event[];
  readonly gasUsed: bigint;
}

function restore<K, V>(map: Map<K, V>, before: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of before) map.set(key, value);
}
