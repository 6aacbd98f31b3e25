import { z } from "zod";
import type { PageRequest } from "../../gen/cosmos/base/query/v1beta1.js";
import * as tx from "../../gen/cosmos/tx/v1beta1.js";
import { badRequest, type GatewayError, refused } from "../errors.js";
import type { RpcClient } from "../rpc-client.js";
import { askRpc, base64, hexBytes, int64 } from "../rpc-json.js";
import { BlockTimes, type FoundTx, txAnswer, txOf, txResponse } from "../tx-response.js";
import { type WireMethod, wireMethod } from "../wire-routes.js";
import { blockAt } from "./tendermint.js";

const searchAnswer = z.object({ txs: z.array(txAnswer), total_count: int64 });

/** Cosmos SDK's default size of a page, and the engine's largest. */
const PAGE = 100n;

/** Methods of `cosmos.tx.v1beta1` that read transactions of blocks. */
export function txReadMethods(rpc: RpcClient): readonly WireMethod[] {
  const times = new BlockTimes(rpc);
  const respond = async (found: FoundTx) => txResponse(found, await times.at(found.height));
  const { GetTx, GetTxsEvent, GetBlockWithTxs } = tx.Service;
  return [
    wireMethod(
      GetTx,
      { request: tx.GetTxRequest, response: tx.GetTxResponse },
      async ({ hash }) => {
        const found = await findTx(rpc, hash);
        return { value: { tx: txOf(found.tx), txResponse: await respond(found) } };
      },
    ),
    wireMethod(
      GetTxsEvent,
      { request: tx.GetTxsEventRequest, response: tx.GetTxsEventResponse },
      async (request) => {
        const params = searchParams(request);
        const found = await askRpc(rpc, "tx_search", params, searchAnswer, badRequest);
        const txResponses = await Promise.all(found.txs.map(respond));
        const txs = found.txs.map((one) => txOf(one.tx));
        return { value: { txs, txResponses, pagination: undefined, total: found.total_count } };
      },
    ),
    wireMethod(
      GetBlockWithTxs,
      { request: tx.GetBlockWithTxsRequest, response: tx.GetBlockWithTxsResponse },
      async ({ height, pagination }) => {
        const { block_id: blockId, block } = await blockAt(rpc, height);
        const { txs: all } = block.data;
        const txs = pageOf(all, pagination).map(txOf);
        const page = { nextKey: new Uint8Array(0), total: BigInt(all.length) };
        return { value: { txs, blockId, block, pagination: page }, height };
      },
    ),
  ];
}

async function findTx(rpc: RpcClient, hash: string): Promise<FoundTx> {
  if (!/^[0-9a-fA-F]{64}$/.test(hash)) {
    throw badRequest("hash: 64 hex digits are expected");
  }
  const refusal = (message: string): GatewayError =>
    /not found/.test(message)
      ? refused("NotFound", `tx not found: ${hash.toUpperCase()}`)
      : refused("Internal", message);
  return askRpc(rpc, "tx", { hash: base64(hexBytes(hash)) }, txAnswer, refusal);
}

/** `events` is the older name of the query: conditions that all have to hold. */
function searchParams(request: tx.GetTxsEventRequest) {
  const query = request.query === "" ? request.events.join(" AND ") : request.query;
  if (query === "") throw badRequest("query cannot be empty");
  const { limit: pageLimit = 0n, offset = 0n } = request.pagination ?? {};
  const limit = request.limit === 0n ? pageLimit : request.limit;
  const size = limit === 0n || limit > PAGE ? PAGE : limit;
  const page = request.page === 0n ? offset / size + 1n : request.page;
  if (page > MAX_PAGE) throw badRequest(`page: ${page} is beyond the end`);
  const order_by = request.orderBy === tx.OrderBy.ORDER_BY_DESC ? "desc" : "asc";
  return { query, page: page.toString(), per_page: size.toString(), order_by };
}

const MAX_PAGE = (1n << 63n) - 1n;

function pageOf<T>(all: readonly T[], pagination: PageRequest | undefined): readonly T[] {
  const { limit = 0n, offset = 0n } = pagination ?? {};
  const start = offset > BigInt(all.length) ? all.length : Number(offset);
  const size = limit === 0n || limit > PAGE ? Number(PAGE) : Number(limit);
  return all.slice(start, start + size);
}
