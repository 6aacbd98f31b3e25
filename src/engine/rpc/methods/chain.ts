import type { SealedBlock } from "../../embedded/blocks.js";
import {
  blockAnswerJson,
  blockMetaJson,
  commitJson,
  consensusParamsJson,
  headerJson,
  validatorJson,
} from "../../json/blocks.js";
import { blockResultsJson } from "../../json/results.js";
import type { ChainView, RpcBackend } from "../backend.js";
import { internalError } from "../errors.js";
import { pageRange, pickHeight } from "../heights.js";
import { defineMethod, type Method } from "../method.js";
import { hash, int64 } from "../params.js";

const MOST_METAS = 20n;

/** Methods that read blocks and what belongs to a height. */
export function chainMethods({ chain }: RpcBackend): readonly Method[] {
  return [
    defineMethod("block", {
      params: { height: int64 },
      caching: "with-height",
      run: ({ height }) => blockAnswerJson(chain.block(pickHeight(chain, height))),
    }),
    defineMethod("block_by_hash", {
      params: { hash },
      run: (args) => blockAnswerJson(byHash(chain, args.hash)),
    }),
    defineMethod("header", {
      params: { height: int64 },
      caching: "with-height",
      run: ({ height }) => headerAnswer(chain.block(pickHeight(chain, height))),
    }),
    defineMethod("header_by_hash", {
      params: { hash },
      run: (args) => headerAnswer(byHash(chain, args.hash)),
    }),
    defineMethod("blockchain", {
      params: { minHeight: int64, maxHeight: int64 },
      caching: "always",
      run: ({ minHeight, maxHeight }) => blockchain(chain, minHeight ?? 0n, maxHeight ?? 0n),
    }),
    defineMethod("block_results", {
      params: { height: int64 },
      caching: "with-height",
      run: ({ height }) => blockResults(chain, pickHeight(chain, height)),
    }),
    defineMethod("commit", {
      params: { height: int64 },
      caching: "with-height",
      run: ({ height }) => commit(chain, pickHeight(chain, height)),
    }),
    defineMethod("validators", {
      params: { height: int64, page: int64, per_page: int64 },
      caching: "with-height",
      async run({ height, page, per_page }) {
        const at = pickHeight(chain, height, chain.height + 1n);
        const all = await chain.validatorsAt(at);
        const range = pageRange(all.length, page, per_page);
        const validators = all.slice(...range).map(validatorJson);
        const count = validators.length.toString();
        return { block_height: at.toString(), validators, count, total: all.length.toString() };
      },
    }),
    defineMethod("consensus_params", {
      params: { height: int64 },
      caching: "with-height",
      async run({ height }) {
        const at = pickHeight(chain, height, chain.height + 1n);
        const consensus_params = consensusParamsJson(await chain.paramsAt(at));
        return { block_height: at.toString(), consensus_params };
      },
    }),
  ];
}

function byHash(chain: ChainView, blockHash: Uint8Array): SealedBlock | undefined {
  const height = chain.heightOf(blockHash);
  // A block may be stored and not yet committed.
  return height === undefined || height > chain.height ? undefined : chain.block(height);
}

function headerAnswer(block: SealedBlock | undefined) {
  return { header: block === undefined ? null : headerJson(block.header) };
}

function blockResults(chain: ChainView, height: bigint) {
  const results = chain.results(height);
  if (results === undefined) throw internalError(`could not find results for height #${height}`);
  return blockResultsJson(height, results);
}

function commit(chain: ChainView, height: bigint) {
  const block = chain.block(height);
  const found = chain.commit(height);
  if (block === undefined || found === undefined) throw internalError(`no commit at ${height}`);
  const signed_header = { header: headerJson(block.header), commit: commitJson(found.commit) };
  return { signed_header, canonical: found.canonical };
}

/** Headers from `max` down to `min`, at most twenty. */
function blockchain(chain: ChainView, min: bigint, max: bigint) {
  if (min < 0n || max < 0n) throw internalError("heights must be non-negative");
  const highest = max === 0n || max > chain.height ? chain.height : max;
  const asked = min < chain.base ? chain.base : min;
  const lowest = asked > highest - MOST_METAS + 1n ? asked : highest - MOST_METAS + 1n;
  if (lowest > highest) {
    throw internalError(`min height ${lowest} can't be greater than max height ${highest}`);
  }
  const block_metas = [];
  for (let height = highest; height >= lowest; height -= 1n) {
    const block = chain.block(height);
    if (block !== undefined) block_metas.push(blockMetaJson(block));
  }
  return { last_height: chain.height.toString(), block_metas };
}
