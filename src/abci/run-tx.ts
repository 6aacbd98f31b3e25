import { TxMsgData } from "../gen/cosmos/base/abci/v1beta1.js";
import type { ChainSettings, WriteContext } from "../keeper/context.js";
import { ChainError, refuse } from "../keeper/errors.js";
import { type Event, event } from "../keeper/events.js";
import { TxGasMeter } from "../keeper/gas.js";
import { sdkErrors } from "../keeper/sdk-errors.js";
import { type StoreBranch, StoreFault } from "../store/contract.js";
import type { Any } from "../wire/descriptor.js";
import { type AnteMode, anteGasLimit, runAnte } from "./ante/index.js";
import type { DecodedTx, TxMessage } from "./decode/decode-tx.js";
import { messageSigners } from "./decode/signers.js";
import type { TxDecoder } from "./decode/tx-decoder.js";
import type { Logger } from "./logger.js";
import type { Router } from "./router.js";

/** What a transaction came to. Gas in gas units; `data` is the encoded TxMsgData. */
export interface TxResult {
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  readonly data: Uint8Array;
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
  readonly events: readonly Event[];
  /** Present on success: each message's response, packed. */
  readonly responses: readonly Any[];
}

/** The state that transactions of one mode run on. */
export interface TxGround {
  readonly stores: StoreBranch;
  readonly chain: ChainSettings;
  readonly height: bigint;
  readonly blockTime: bigint;
}

const NONE = new Uint8Array(0);
const ignore = (): void => undefined;

/**
 * Runs transactions: decode, stateless checks, ante stage, messages (D-TX-06). The ante stage's
 * writes stay whatever the messages do; the messages' writes all happen or none does (D-GEN-15).
 */
export class TxRunner {
  constructor(
    private readonly decoder: TxDecoder,
    private readonly router: Router,
    private readonly ante: Parameters<typeof runAnte>[2],
    private readonly logger: Logger,
  ) {}

  /** `blockGas`: what the block has left; a transaction that uses more fails when its messages have run. */
  run(ground: TxGround, bytes: Uint8Array, mode: AnteMode, blockGas?: bigint): TxResult {
    let tx: DecodedTx;
    try {
      tx = this.decoder.decode(bytes);
      if (mode !== "recheck") this.parse(tx);
    } catch (error) {
      return refusal(this.refused(error), 0n, 0n, []);
    }
    return this.runDecoded(ground, tx, mode, blockGas);
  }

  private parse(tx: DecodedTx): void {
    for (const message of tx.messages) this.router.find(message.typeUrl)?.parse(message.value);
  }

  private runDecoded(
    ground: TxGround,
    tx: DecodedTx,
    mode: AnteMode,
    blockGas: bigint | undefined,
  ): TxResult {
    const gasWanted = tx.fee?.gasLimit ?? 0n;
    // Transactions of a genesis are not limited, as in Cosmos SDK.
    const isFree = mode === "simulate" || ground.height === 0n;
    const gas = new TxGasMeter(isFree ? undefined : anteGasLimit(tx));
    const head: Event[] = [];
    const branch = ground.stores.branch();
    // CheckTx answers without events, as Cosmos SDK's does.
    const checks = mode === "check" || mode === "recheck";
    const emit = checks ? ignore : (one: Event) => head.push(one);
    const { chain, height, blockTime } = ground;
    const ctx: WriteContext = { stores: branch, chain, height, blockTime, gas, emit };
    try {
      runAnte(ctx, tx, this.ante, mode);
      branch.write();
    } catch (error) {
      branch.discard();
      return refusal(this.refused(error), gasWanted, gas.used, []);
    }
    if (checks) return { gasWanted, gasUsed: gas.used, events: head, ...SUCCESS };
    return this.runMessages({ ...ctx, stores: ground.stores }, tx, head, blockGas);
  }

  private runMessages(
    ctx: WriteContext,
    tx: DecodedTx,
    head: readonly Event[],
    blockGas: bigint | undefined,
  ): TxResult {
    const gasWanted = tx.fee?.gasLimit ?? 0n;
    const branch = ctx.stores.branch();
    const events: Event[] = [];
    const responses: Any[] = [];
    let index = 0;
    try {
      for (const message of tx.messages) {
        const at: readonly [string, string] = ["msg_index", String(index)];
        const emit = ({ type, attributes }: Event) =>
          events.push({ type, attributes: [...attributes, at] });
        responses.push(this.runMessage({ ...ctx, stores: branch, emit }, message));
        index++;
      }
      checkBlockGas(ctx, blockGas);
      branch.write();
    } catch (error) {
      branch.discard();
      const refused = this.refused(error, `failed to execute message; message index: ${index}: `);
      return refusal(refused, gasWanted, ctx.gas.used, head);
    }
    const data = TxMsgData.encode(TxMsgData.create({ msgResponses: responses }));
    const gasUsed = ctx.gas.used;
    return { gasWanted, gasUsed, events: [...head, ...events], ...SUCCESS, data, responses };
  }

  private runMessage(ctx: WriteContext, message: TxMessage): Any {
    const binding = this.router.bindingOf(message.typeUrl);
    const [account = ""] = messageSigners(message, ctx.chain.prefix);
    const action = message.typeUrl;
    ctx.emit(event("message", { action, sender: account, module: moduleOf(action) }));
    return binding.run(ctx, message.value, { account, via: "transaction" }).response;
  }

  /** The refusal that every honest node agrees on. A sick store halts this node instead. */
  private refused(error: unknown, prefix = ""): Refusal {
    if (error instanceof StoreFault) throw error;
    if (error instanceof ChainError) {
      const { codespace, code } = error.kind;
      const log = error.kind === sdkErrors.outOfGas ? error.message : `${prefix}${error.message}`;
      return { codespace, code, log };
    }
    this.logger.error("a transaction met an error that nobody registered", {
      stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return { codespace: "undefined", code: 1, log: "internal error" };
  }
}

/** Refuses as Cosmos SDK does a transaction that uses more gas than the block has left. */
function checkBlockGas({ gas }: WriteContext, left: bigint | undefined): void {
  if (left === undefined || gas.used <= left) return;
  const counts = `gasWanted: ${gas.limit ?? 0n}, gasUsed: ${gas.used}`;
  refuse(sdkErrors.outOfGas, { log: `out of gas in location: block gas meter; ${counts}` });
}

interface Refusal {
  readonly codespace: string;
  readonly code: number;
  readonly log: string;
}

const SUCCESS = { code: 0, codespace: "", log: "", data: NONE, responses: [] } as const;

function refusal(
  refused: Refusal,
  gasWanted: bigint,
  gasUsed: bigint,
  events: readonly Event[],
): TxResult {
  return { ...refused, data: NONE, gasWanted, gasUsed, events, responses: [] };
}

/** `bank` of `/cosmos.bank.v1beta1.MsgSend`: Cosmos SDK's GetModuleNameFromTypeURL. */
function moduleOf(typeUrl: string): string {
  return typeUrl.slice(1).split(".")[1] ?? "";
}
