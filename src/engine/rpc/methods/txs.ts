import { ExecTxResult, RequestQuery, type TxResult } from "../../../gen/tendermint/abci.js";
import type { SealedBlock } from "../../embedded/blocks.js";
import { base64, txHash, upperHex } from "../../embedded/bytes.js";
import { dataHash, txProof } from "../../embedded/hashes.js";
import { blockAnswerJson } from "../../json/blocks.js";
import {
  bytesOrNull,
  checkResultJson,
  execResultJson,
  queryJson,
  txJson,
  txProofJson,
} from "../../json/results.js";
import { parseQuery, type Query } from "../../query/parse.js";
import type { ChainView, Found as Finds, RpcBackend, TxPosition } from "../backend.js";
import { internalError } from "../errors.js";
import { pageRange, pageSize } from "../heights.js";
import { defineMethod, type Method } from "../method.js";
import { base64Bytes, flag, hash, hexBytes, int64, requiredText, text } from "../params.js";
import { LONGEST_QUERY } from "../subscription-hub.js";

/** Bytes of the blocks of one answer; one block of the largest size always fits. */
const MOST_BLOCK_BYTES = 128 * 1024 * 1024;
const paging = { page: int64, per_page: int64, order_by: text } as const;

/** Methods that ask the application. */
export function applicationMethods(backend: RpcBackend): readonly Method[] {
  return [
    defineMethod("abci_info", {
      params: {},
      async run() {
        const { data, lastBlockHeight, lastBlockAppHash } = await backend.info();
        const height = lastBlockHeight.toString();
        const hashText = bytesOrNull(lastBlockAppHash);
        return { response: { data, last_block_height: height, last_block_app_hash: hashText } };
      },
    }),
    defineMethod("abci_query", {
      params: { path: text, data: hexBytes, height: int64, prove: flag },
      async run({ path, data, height, prove }) {
        const request = RequestQuery.create({ path, data, height: height ?? 0n, prove });
        return { response: queryJson(await backend.query(request)) };
      },
    }),
    defineMethod("check_tx", {
      params: { tx: base64Bytes },
      run: async ({ tx }) => checkResultJson(await backend.checkTx(tx)),
    }),
  ];
}

/** Methods of the mempool. */
export function mempoolMethods({ mempool }: RpcBackend): readonly Method[] {
  const counts = (listed: number) => ({
    n_txs: listed.toString(),
    total: mempool.size.toString(),
    total_bytes: mempool.bytes.toString(),
  });
  return [
    defineMethod("broadcast_tx_async", {
      params: { tx: base64Bytes },
      run({ tx }) {
        mempool.addLater(tx);
        return { code: 0, data: "", log: "", codespace: "", hash: upperHex(txHash(tx)) };
      },
    }),
    defineMethod("broadcast_tx_sync", {
      params: { tx: base64Bytes },
      async run({ tx }) {
        const { code, data, log, codespace } = await mempool.add(tx);
        return { code, data: upperHex(data), log, codespace, hash: upperHex(txHash(tx)) };
      },
    }),
    defineMethod("broadcast_tx_commit", {
      params: { tx: base64Bytes },
      async run({ tx }) {
        const { check, found } = await mempool.addAndWait(tx);
        return {
          check_tx: checkResultJson(check),
          tx_result: execResultJson(found?.result ?? ExecTxResult.create()),
          hash: upperHex(txHash(tx)),
          height: (found?.height ?? 0n).toString(),
        };
      },
    }),
    defineMethod("unconfirmed_txs", {
      params: { limit: int64 },
      run({ limit }) {
        const txs = mempool.list(pageSize(limit)).map(base64);
        return { ...counts(txs.length), txs };
      },
    }),
    defineMethod("num_unconfirmed_txs", {
      params: {},
      run: () => ({ ...counts(mempool.size), txs: null }),
    }),
  ];
}

/** Methods that find transactions and blocks. */
export function searchMethods({ chain }: RpcBackend): readonly Method[] {
  return [
    defineMethod("tx", {
      params: { hash, prove: flag },
      caching: "always",
      run(args) {
        const found = chain.tx(args.hash);
        if (found === undefined) {
          throw internalError(`tx (${upperHex(args.hash)}) not found`);
        }
        return txAnswer(chain, found, args.prove);
      },
    }),
    defineMethod("tx_search", {
      params: { query: requiredText, prove: flag, ...paging },
      async run({ query, prove, page, per_page, order_by }) {
        const all = await chain.searchTxs(readQuery(query));
        const wanted = onePage(all, isDescending(order_by, "asc"), page, per_page);
        const find = txFinder(chain);
        const txs = wanted.map((position) => txAnswer(chain, find(position), prove));
        return { txs, total_count: all.count.toString() };
      },
    }),
    defineMethod("block_search", {
      params: { query: requiredText, ...paging },
      async run({ query, page, per_page, order_by }) {
        const all = await chain.searchBlocks(readQuery(query));
        const wanted = onePage(all, isDescending(order_by, "desc"), page, per_page);
        const blocks = wanted.map(boundedBlocks(chain)).map(blockAnswerJson);
        return { blocks, total_count: all.count.toString() };
      },
    }),
  ];
}

function txAnswer(chain: ChainView, found: TxResult, prove: boolean) {
  const txs = prove ? chain.block(found.height)?.txs : undefined;
  if (txs === undefined) return txJson(txHash(found.tx), found);
  const proof = txProofJson(dataHash(txs), found.tx, txProof(txs, found.index));
  return txJson(txHash(found.tx), found, proof);
}

interface Found {
  readonly height: bigint;
  readonly txs: readonly Uint8Array[];
  readonly results: readonly ExecTxResult[];
}

/**
 * Finds transactions by position: in the blocks, as the index by hash names only the last of equal
 * transactions. Neighbours on a page mostly share a block, which is read once.
 */
function txFinder(chain: ChainView) {
  let at: Found = { height: -1n, txs: [], results: [] };
  return ({ height, index }: TxPosition): TxResult => {
    if (at.height !== height) {
      const txs = chain.block(height)?.txs ?? [];
      at = { height, txs, results: chain.results(height)?.txResults ?? [] };
    }
    const [tx, result] = [at.txs[index], at.results[index]];
    if (tx === undefined || result === undefined) {
      throw internalError(`no transaction ${index} in block ${height}`);
    }
    return { height, index, tx, result };
  };
}

function readQuery(textOf: string): Query {
  if (Buffer.byteLength(textOf) > LONGEST_QUERY)
    throw internalError("maximum query length exceeded");
  return parseQuery(textOf);
}

/** Reads blocks until they are more than one answer should hold. */
function boundedBlocks(chain: ChainView) {
  let bytes = 0;
  return (height: bigint): SealedBlock | undefined => {
    const block = chain.block(height);
    bytes += block?.bytes.length ?? 0;
    if (bytes > MOST_BLOCK_BYTES) {
      throw internalError("the blocks are too large for one answer; ask for fewer with per_page");
    }
    return block;
  };
}

function isDescending(orderBy: string, usual: "asc" | "desc"): boolean {
  const order = orderBy === "" ? usual : orderBy;
  if (order === "asc" || order === "desc") return order === "desc";
  throw internalError("expected order_by to be either `asc` or `desc` or empty");
}

function onePage<T>(
  all: Finds<T>,
  descending: boolean,
  page: bigint | undefined,
  perPage: bigint | undefined,
): readonly T[] {
  const [start, end] = pageRange(all.count, page, perPage);
  if (!descending) return all.slice(start, end);
  return [...all.slice(all.count - end, all.count - start)].reverse();
}
