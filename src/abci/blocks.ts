import type { ChainSettings, WriteContext } from "../keeper/context.js";
import type { Event } from "../keeper/events.js";
import { freeGas } from "../keeper/gas.js";
import type { BlockFacts, Module, ValidatorPower } from "../keeper/module.js";
import { sdkErrors } from "../keeper/sdk-errors.js";
import type { StoreBranch } from "../store/contract.js";
import type { TxGround, TxResult, TxRunner } from "./run-tx.js";

/** A block as the state machine knows it: height, and time in nanoseconds since the epoch. */
export interface BlockHead {
  readonly height: bigint;
  readonly time: bigint;
}

/** What a block left behind. Text and events do not enter any hash. */
export interface BlockResult {
  readonly events: readonly Event[];
  readonly results: readonly TxResult[];
  /** What changed of the validators, for the engine. */
  readonly validators: readonly ValidatorPower[];
}

/** Runs whole blocks: begin steps, transactions in order, end steps. */
export class BlockRunner {
  constructor(
    private readonly chain: ChainSettings,
    private readonly modules: readonly Module[],
    private readonly txs: TxRunner,
  ) {}

  /** `gasLimit` bounds the gas that the block's transactions use together. */
  run(
    stores: StoreBranch,
    head: BlockHead,
    block: BlockFacts & { readonly txs: readonly Uint8Array[] },
    gasLimit: bigint | undefined,
  ): BlockResult {
    const ground = { stores, chain: this.chain, height: head.height, blockTime: head.time };
    const begin: Event[] = [];
    for (const module of this.modules) module.beginBlock?.(stepContext(ground, begin), block);
    const results = this.runAll(ground, block.txs, gasLimit);
    const end: Event[] = [];
    const validators: ValidatorPower[] = [];
    for (const module of this.modules) {
      module.endBlock?.(stepContext(ground, end));
      validators.push(...(module.endBlockOfValidators?.(stepContext(ground, end)) ?? []));
    }
    return {
      events: [...marked(begin, "BeginBlock"), ...marked(end, "EndBlock")],
      results,
      validators,
    };
  }

  private runAll(
    ground: TxGround,
    txs: readonly Uint8Array[],
    gasLimit: bigint | undefined,
  ): readonly TxResult[] {
    let used = 0n;
    return txs.map((bytes) => {
      if (gasLimit !== undefined && used >= gasLimit) return NO_BLOCK_GAS;
      const left = gasLimit === undefined ? undefined : gasLimit - used;
      const result = this.txs.run(ground, bytes, "deliver", left);
      used += result.gasUsed < result.gasWanted ? result.gasUsed : result.gasWanted;
      return result;
    });
  }
}

/** A transaction in a block whose gas is used up, as Cosmos SDK answers it. */
const NO_BLOCK_GAS: TxResult = {
  code: sdkErrors.outOfGas.code,
  codespace: sdkErrors.outOfGas.codespace,
  log: "no block gas left to run tx: out of gas",
  data: new Uint8Array(0),
  gasWanted: 0n,
  gasUsed: 0n,
  events: [],
  responses: [],
};

function stepContext(ground: TxGround, events: Event[]): WriteContext {
  const { stores, chain, height, blockTime } = ground;
  const emit = (event: Event) => events.push(event);
  return { stores, chain, height, blockTime, gas: freeGas, emit };
}

function marked(events: readonly Event[], mode: string): readonly Event[] {
  return events.map(({ type, attributes }) => ({
    type,
    attributes: [...attributes, ["mode", mode] as const],
  }));
}
