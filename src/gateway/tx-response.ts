import { z } from "zod";
import type { TxResponse } from "../gen/cosmos/base/abci/v1beta1.js";
import { Tx } from "../gen/cosmos/tx/v1beta1.js";
import { WireError } from "../wire/descriptor.js";
import { timestampText } from "../wire/time.js";
import type { RpcClient } from "./rpc-client.js";
import { askRpc, base64Bytes, headerAnswer, int64, upperHex } from "./rpc-json.js";

const NANOS = 1_000_000_000n;

const event = z.object({
  type: z.string(),
  attributes: z
    .array(
      z.object({
        key: z.string(),
        value: z.string().nullish(),
        index: z.boolean().default(false),
      }),
    )
    .nullish(),
});

const bytes = z
  .string()
  .nullish()
  .transform((text) => base64Bytes(text ?? ""));

/** An answer of `tx` and each item of `tx_search`. */
export const txAnswer = z.object({
  hash: z.string(),
  height: int64,
  tx_result: z.object({
    code: z.number().int(),
    data: bytes,
    log: z.string(),
    info: z.string(),
    gas_wanted: int64,
    gas_used: int64,
    events: z.array(event).nullish(),
    codespace: z.string(),
  }),
  tx: bytes,
});

/** A transaction that was found in a block. */
export type FoundTx = z.output<typeof txAnswer>;

/** `time` is the time of its block. */
export function txResponse(found: FoundTx, time: bigint): TxResponse {
  const { tx_result: result } = found;
  return {
    height: found.height,
    txhash: found.hash,
    codespace: result.codespace,
    code: result.code,
    data: upperHex(result.data),
    rawLog: result.log,
    logs: [],
    info: result.info,
    gasWanted: result.gas_wanted,
    gasUsed: result.gas_used,
    tx: { typeUrl: Tx.typeUrl, value: found.tx },
    // Cosmos SDK prints whole seconds here.
    timestamp: timestampText(time - (time % NANOS)),
    events: (result.events ?? []).map(({ type, attributes }) => ({
      type,
      attributes: (attributes ?? []).map(({ key, value, index }) => ({
        key,
        value: value ?? "",
        index,
      })),
    })),
  };
}

/** The transaction of its bytes. What a block holds need not be one: then an empty transaction. */
export function txOf(raw: Uint8Array): Tx {
  try {
    return Tx.decode(raw);
  } catch (error) {
    if (error instanceof WireError) return Tx.create();
    throw error;
  }
}

/** Times of blocks by height; a block's time never changes. */
export class BlockTimes {
  readonly #known = new Map<bigint, Promise<bigint>>();

  constructor(private readonly rpc: RpcClient) {}

  /** Nanoseconds since the Unix epoch. */
  at(height: bigint): Promise<bigint> {
    const known = this.#known.get(height);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_TIMES) this.#known.clear();
    const time = askRpc(this.rpc, "header", { height: height.toString() }, headerAnswer).then(
      ({ header }) => header.time,
    );
    this.#known.set(height, time);
    // What failed is asked anew next time; who waits for it hears of it.
    time.catch(() => this.#known.delete(height));
    return time;
  }
}

const MOST_TIMES = 10_000;
