import { z } from "zod";
import type { Application } from "../../abci/application.js";
import type { RequestFinalizeBlock } from "../../gen/tendermint/abci.js";
import { readBlock } from "../json/read-block.js";
import { equalBytes, fromBase64, upperHex } from "./bytes.js";
import { ChainStore } from "./chain-store.js";
import { finalizeRequest } from "./execute.js";
import { type Genesis, parseGenesis } from "./genesis.js";
import { initChainRequest } from "./handshake.js";
import { type Validator, validator } from "./validators.js";

/** A block to run again. */
export interface ReplayBlock {
  readonly request: RequestFinalizeBlock;
  /** The app hash that the chain had before this block, from its header. */
  readonly appHashBefore: Uint8Array;
}

/** Blocks from the first one on, each once. */
export type BlockSource = AsyncIterable<ReplayBlock> | Iterable<ReplayBlock>;

/** What a replay gave. */
export interface Replayed {
  readonly height: bigint;
  readonly appHash: Uint8Array;
}

/**
 * Runs a chain from its genesis in a fresh application. Throws at the first block whose header says
 * another app hash than the application has.
 */
export async function replayBlocks(
  app: Application,
  genesis: Genesis,
  blocks: BlockSource,
): Promise<readonly Replayed[]> {
  const { appHash: first } = app.initChain(initChainRequest(genesis));
  let appHash = first.length > 0 ? first : genesis.appHash;
  const replayed: Replayed[] = [];
  for await (const { request, appHashBefore } of blocks) {
    requireSame(request.height, appHash, appHashBefore);
    ({ appHash } = app.finalizeBlock(request));
    await app.commit();
    replayed.push({ height: request.height, appHash });
  }
  return replayed;
}

function requireSame(height: bigint, found: Uint8Array, wanted: Uint8Array): void {
  if (equalBytes(found, wanted)) return;
  throw new Error(
    `before block ${height} the app hash is ${upperHex(found)}, the chain has ${upperHex(wanted)}`,
  );
}

/** The blocks in the database of an embedded engine that does not run. */
export async function* storedBlocks(path: string): AsyncGenerator<ReplayBlock> {
  const store = await ChainStore.open(path);
  try {
    const state = store.state();
    if (state === undefined) return;
    for (let height = state.initialHeight; height <= state.height; height += 1n) {
      const block = store.block(height);
      if (block === undefined) throw new Error(`block ${height} is not stored`);
      const first = height === state.initialHeight;
      const signers = first ? [] : await store.validatorsAt(height - 1n);
      yield { request: finalizeRequest(block, signers), appHashBefore: block.header.appHash };
    }
  } finally {
    await store.close();
  }
}

const member = z.object({ pub_key: z.object({ value: z.string() }), voting_power: z.string() });
const validatorsAnswer = z.object({ validators: z.array(member) });
const statusAnswer = z.object({
  sync_info: z.object({ earliest_block_height: z.string(), latest_block_height: z.string() }),
});

/** The blocks of any CometBFT 0.38 node, up to its latest when the walk begins; `url` is its RPC. */
export async function* rpcBlocks(url: string): AsyncGenerator<ReplayBlock> {
  const { sync_info } = statusAnswer.parse(await ask(url, "status"));
  const first = BigInt(sync_info.earliest_block_height);
  const last = BigInt(sync_info.latest_block_height);
  for (let height = first; height <= last; height += 1n) {
    const answer = z.object({ block: z.unknown() }).parse(await ask(url, `block?height=${height}`));
    const block = readBlock(answer.block);
    const signers = height === first ? [] : await signersAt(url, height - 1n);
    yield { request: finalizeRequest(block, signers), appHashBefore: block.header.appHash };
  }
}

/** The genesis of any CometBFT 0.38 node; `url` is its RPC. */
export async function rpcGenesis(url: string): Promise<Genesis> {
  return parseGenesis(z.object({ genesis: z.unknown() }).parse(await ask(url, "genesis")).genesis);
}

/** Up to one hundred signers: what one page holds. */
async function signersAt(url: string, height: bigint): Promise<readonly Validator[]> {
  const answer = await ask(url, `validators?height=${height}&per_page=100`);
  return validatorsAnswer.parse(answer).validators.map(({ pub_key, voting_power }) => {
    return validator(fromBase64(pub_key.value) ?? new Uint8Array(), BigInt(voting_power));
  });
}

async function ask(url: string, path: string): Promise<unknown> {
  const response = await fetch(`${url.replace(/^tcp:/, "http:").replace(/\/$/, "")}/${path}`);
  const body = z
    .object({ result: z.unknown(), error: z.unknown() })
    .partial()
    .parse(await response.json());
  if (body.result === undefined) throw new Error(`${path}: ${JSON.stringify(body.error)}`);
  return body.result;
}
