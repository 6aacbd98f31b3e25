import { sha256 } from "@noble/hashes/sha2.js";
import { z } from "zod";
import { TxResponse } from "../../gen/cosmos/base/abci/v1beta1.js";
import * as tx from "../../gen/cosmos/tx/v1beta1.js";
import { GRPC_CODE } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { WireError } from "../../wire/descriptor.js";
import { badRequest, GatewayError, refused } from "../errors.js";
import { askMethod, type QueryPort } from "../query-port.js";
import { type RpcClient, RpcRefusal } from "../rpc-client.js";
import { base64, upperHex } from "../rpc-json.js";
import { type WireMethod, wireMethod } from "../wire-routes.js";
import { txReadMethods } from "./tx-search.js";

interface Deps {
  readonly rpc: RpcClient;
  readonly port: QueryPort;
}

/** The service `cosmos.tx.v1beta1`, without its methods for amino binary. */
export function txMethods({ rpc, port }: Deps): readonly WireMethod[] {
  return [broadcast(rpc), simulate(port), ...txReadMethods(rpc), decode, encode];
}

const broadcastAnswer = z.object({
  code: z.number().int(),
  data: z.string().nullish(),
  log: z.string(),
  codespace: z.string(),
});

const METHODS: Readonly<Record<number, string>> = {
  [tx.BroadcastMode.BROADCAST_MODE_SYNC]: "broadcast_tx_sync",
  [tx.BroadcastMode.BROADCAST_MODE_ASYNC]: "broadcast_tx_async",
};

function broadcast(rpc: RpcClient): WireMethod {
  return wireMethod(
    tx.Service.BroadcastTx,
    { request: tx.BroadcastTxRequest, response: tx.BroadcastTxResponse },
    async ({ txBytes, mode }) => {
      if (txBytes.length === 0) throw badRequest("invalid empty tx");
      const method = METHODS[mode];
      if (method === undefined) {
        throw badRequest("unsupported return type unspecified; supported types: sync, async");
      }
      const txhash = upperHex(sha256(txBytes));
      return {
        value: { txResponse: TxResponse.create({ txhash, ...(await sent(rpc, method, txBytes)) }) },
      };
    },
  );
}

/** What the mempool says. Its own refusals are answers with the SDK's codes, as clients expect. */
async function sent(
  rpc: RpcClient,
  method: string,
  txBytes: Uint8Array,
): Promise<Partial<TxResponse>> {
  try {
    const result = broadcastAnswer.parse(await rpc.call(method, { tx: base64(txBytes) }));
    const { code, log: rawLog, codespace } = result;
    return { code, rawLog, codespace, data: result.data ?? "" };
  } catch (error) {
    if (!(error instanceof RpcRefusal)) throw error;
    const kind = MEMPOOL.find(([pattern]) => pattern.test(error.message))?.[1];
    if (kind === undefined) throw refused("Internal", error.message);
    return { code: kind.code, codespace: kind.codespace };
  }
}

const MEMPOOL = [
  [/tx already exists in cache/i, sdkErrors.txInMempool],
  [/mempool is full/i, sdkErrors.mempoolFull],
  [/tx too large/i, sdkErrors.txTooLarge],
] as const;

function simulate(port: QueryPort): WireMethod {
  return wireMethod(
    tx.Service.Simulate,
    { request: tx.SimulateRequest, response: tx.SimulateResponse },
    async ({ tx: message, txBytes }) => {
      // The older form gives the transaction itself.
      const bytes = txBytes.length === 0 && message !== undefined ? tx.Tx.encode(message) : txBytes;
      const request = tx.SimulateRequest.create({ txBytes: bytes });
      const { value, height } = await simulated(port, request);
      return { value: value as tx.SimulateResponse, height };
    },
  );
}

/** A transaction that fails is the client's: the application's Unknown would be a fault of the server. */
async function simulated(port: QueryPort, request: tx.SimulateRequest) {
  try {
    return await askMethod(port, tx.Service.Simulate, request, 0n);
  } catch (error) {
    if (!(error instanceof GatewayError) || error.status !== GRPC_CODE.Unknown) throw error;
    throw badRequest(error.message);
  }
}

const decode = wireMethod(
  tx.Service.TxDecode,
  { request: tx.TxDecodeRequest, response: tx.TxDecodeResponse },
  async ({ txBytes }) => {
    if (txBytes.length === 0) throw badRequest("invalid empty tx bytes");
    try {
      return { value: { tx: tx.Tx.decode(txBytes) } };
    } catch (error) {
      if (error instanceof WireError) throw badRequest(`tx_bytes: ${error.message}`);
      throw error;
    }
  },
);

const encode = wireMethod(
  tx.Service.TxEncode,
  { request: tx.TxEncodeRequest, response: tx.TxEncodeResponse },
  async ({ tx: message }) => {
    if (message === undefined) throw badRequest("invalid empty tx");
    return { value: { txBytes: tx.Tx.encode(message) } };
  },
);
