import { z } from "zod";
import type { MethodDescriptor } from "../../wire/descriptor.js";
import type { Json } from "../../wire/proto-json.js";
import { parseTimestamp } from "../../wire/time.js";
import { CliError } from "../failure.js";
import { callRpc, RpcError } from "./rpc.js";

const anyJson: z.ZodType<Json> = z.json();
const section = <S extends z.ZodRawShape>(known: S) => z.object(known).catchall(anyJson);

const statusSchema = z.object({
  node_info: section({ network: z.string() }),
  sync_info: section({ latest_block_time: z.string(), latest_block_height: z.string() }),
  validator_info: section({}),
});

const querySchema = z.object({
  response: z.object({
    code: z.number().default(0),
    log: z.string().default(""),
    value: z.string().nullish(),
  }),
});

const broadcastSchema = z.object({
  code: z.number(),
  data: z.string().nullish(),
  log: z.string(),
  codespace: z.string(),
  hash: z.string(),
});

const txSchema = z.object({
  hash: z.string(),
  height: z.string(),
  tx: z.string(),
  tx_result: z.object({
    code: z.number().default(0),
    data: z.string().nullish(),
    log: z.string().default(""),
    info: z.string().default(""),
    gas_wanted: z.string().default("0"),
    gas_used: z.string().default("0"),
    events: z.array(anyJson).default([]),
    codespace: z.string().default(""),
  }),
});

const headerSchema = z.object({ block: z.object({ header: z.object({ time: z.string() }) }) });

export type Status = z.output<typeof statusSchema>;
export type Broadcast = z.output<typeof broadcastSchema>;
/** A transaction in a block, as the RPC tells of it. */
export type IncludedTx = z.output<typeof txSchema>;

/** What a node knows, asked over its RPC. All methods throw CliError when it does not answer. */
export class Chain {
  constructor(readonly url: string) {}

  status(): Promise<Status> {
    return callRpc(this.url, "status", {}, statusSchema);
  }

  async chainId(): Promise<string> {
    return (await this.status()).node_info.network;
  }

  /** Time of the last block, nanoseconds. */
  async latestTime(): Promise<bigint> {
    return parseTimestamp((await this.status()).sync_info.latest_block_time);
  }

  /** Asks a query of the chain; `Res` is the response type of `method`. Throws CliError. */
  async query<Res>(method: MethodDescriptor, request: object, height = 0n): Promise<Res> {
    const params = {
      path: method.path,
      data: Buffer.from(method.request.encode(method.request.create(request))).toString("hex"),
      height: height.toString(),
      prove: false,
    };
    const { response } = await callRpc(this.url, "abci_query", params, querySchema);
    if (response.code !== 0) throw new CliError(response.log);
    return method.response.decode(Buffer.from(response.value ?? "", "base64"));
  }

  broadcast(bytes: Uint8Array, mode: "sync" | "async"): Promise<Broadcast> {
    const tx = Buffer.from(bytes).toString("base64");
    return callRpc(this.url, `broadcast_tx_${mode}`, { tx }, broadcastSchema);
  }

  /** A transaction by its hash in hex; undefined while it is in no block. */
  async tx(hash: string): Promise<IncludedTx | undefined> {
    const params = { hash: Buffer.from(hash, "hex").toString("base64"), prove: false };
    try {
      return await callRpc(this.url, "tx", params, txSchema);
    } catch (error) {
      if (error instanceof RpcError && /not found/.test(error.message)) return undefined;
      throw error;
    }
  }

  async txs(search: {
    readonly query: string;
    readonly page: number;
    readonly limit: number;
    readonly order: string;
  }) {
    const { query, page, limit, order } = search;
    const params = {
      query,
      page: String(page),
      per_page: String(limit),
      order_by: order,
      prove: false,
    };
    const schema = z.object({ txs: z.array(txSchema), total_count: z.string() });
    return await callRpc(this.url, "tx_search", params, schema);
  }

  /** Blocks that a search finds, as the RPC prints them. */
  async blocks(params: {
    readonly query: string;
    readonly page: string;
    readonly per_page: string;
    readonly order_by: string;
  }) {
    const schema = z.object({ blocks: z.array(anyJson), total_count: z.string() });
    return await callRpc(this.url, "block_search", params, schema);
  }

  /** Time of a block as text. */
  async blockTime(height: string): Promise<string> {
    const { block } = await callRpc(this.url, "block", { height }, headerSchema);
    return block.header.time;
  }

  /** Any method whose answer is printed as it is. */
  raw(method: string, params: object): Promise<Json> {
    return callRpc(this.url, method, params, anyJson);
  }
}
