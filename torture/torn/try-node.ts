import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { EmbeddedNode } from "../../src/engine/embedded/node.js";
import { parseQuery } from "../../src/engine/query/parse.js";
import { ResponseFinalizeBlock, TxResult } from "../../src/gen/tendermint/abci.js";
import { StoreFault } from "../../src/store/contract.js";
import { fromHex, toHex } from "../../test/support/vectors.js";
import { must } from "../check.js";
import { type HomeNode, startHome } from "../node-home.js";
import { isRefusal } from "./try-store.js";

/** What a node tells of a block, as digests in hex. */
export interface BlockFacts {
  readonly height: number;
  readonly hash: string;
  readonly block: string;
  readonly results: string;
  /** Of the state after it. */
  readonly appHash: string;
  /** Hash and digest of each transaction's result. */
  readonly txs: readonly (readonly [hash: string, result: string])[];
}

/** What the undamaged home says. */
export interface NodeFacts {
  readonly blocks: readonly BlockFacts[];
}

/** How the state of these homes is opened: dumps come often. */
export const NODE_OPTIONS = { retain: 3, dump: { versions: 10, writes: 1_000_000 } } as const;

const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Everything that a node tells of a block. Throws what the node throws. */
export function blockFacts({ backend }: EmbeddedNode, height: number): BlockFacts {
  const { chain } = backend;
  const block = chain.block(BigInt(height));
  const results = chain.results(BigInt(height));
  must(block !== undefined && results !== undefined, () => `block ${height} is silently lost`);
  must(
    chain.heightOf(block.id.hash) === BigInt(height),
    () => `block ${height} is not found by its hash`,
  );
  const txs = block.txs.map((tx) => {
    const hash = createHash("sha256").update(tx).digest();
    const found = chain.tx(hash);
    must(found !== undefined, () => `transaction ${toHex(hash)} is silently lost`);
    return [toHex(hash), digest(TxResult.encode(found))] as const;
  });
  return {
    height,
    hash: toHex(block.id.hash),
    block: digest(block.bytes),
    results: digest(ResponseFinalizeBlock.encode(results)),
    appHash: toHex(results.appHash),
    txs,
  };
}

/** Starts a damaged home: refused by name, or whatever it answers is right or a fault with a name. */
export async function tryNode(facts: NodeFacts, home: string): Promise<string> {
  let running: HomeNode;
  try {
    running = await startHome(home, NODE_OPTIONS);
  } catch (error) {
    if (isNamed(error)) return "refused";
    throw error;
  }
  try {
    return await tryRunning(facts, running);
  } catch (error) {
    if (error instanceof StoreFault) return "stopped";
    throw error;
  } finally {
    await running.stop();
  }
}

/** Refusals that say what is broken. */
function isNamed(error: unknown): boolean {
  if (isRefusal(error)) return true;
  return error instanceof Error && error.message.startsWith("the application is at block");
}

async function tryRunning(facts: NodeFacts, { node }: HomeNode): Promise<string> {
  const last = facts.blocks.length;
  await goneOn(node, last);
  let told = "recovered";
  for (const wanted of facts.blocks) {
    try {
      const found = blockFacts(node, wanted.height);
      const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
      must(a === b, () => `block ${wanted.height} silently changed:\n${a}\n${b}`);
      await mustFind(node, wanted);
    } catch (error) {
      if (!(error instanceof StoreFault)) throw error;
      told = "recovered but for a block";
    }
  }
  const next = node.backend.chain.block(BigInt(last + 1));
  const appHash = facts.blocks.at(-1)?.appHash;
  must(
    next !== undefined && toHex(next.header.appHash) === appHash,
    () => `block ${last + 1} does not follow from block ${last}`,
  );
  return told;
}

/** Every start makes a block at once. */
async function goneOn({ backend, done }: EmbeddedNode, last: number): Promise<void> {
  let fault: unknown;
  done.catch((error: unknown) => {
    fault = error;
  });
  for (let tries = 0; tries < 2_000; tries += 1) {
    if (backend.chain.height === BigInt(last + 1)) return;
    if (fault !== undefined) throw fault;
    must(backend.chain.height <= BigInt(last + 1), () => `it is at block ${backend.chain.height}`);
    await sleep(2);
  }
  throw new Error(`it does not go on: block ${backend.chain.height} after ${last}`);
}

/** The indexes know the block and its transactions. */
async function mustFind({ backend }: EmbeddedNode, { height, txs }: BlockFacts): Promise<void> {
  const blocks = await backend.chain.searchBlocks(parseQuery(`block.height = ${height}`));
  must(
    blocks.slice(0, blocks.count).includes(BigInt(height)),
    () => `the index silently lost block ${height}`,
  );
  const found = await backend.chain.searchTxs(parseQuery(`tx.height = ${height}`));
  must(
    found.count === txs.length,
    () => `the index knows ${found.count} transactions of block ${height}, not ${txs.length}`,
  );
  const [[hash] = [""]] = txs;
  if (hash === "") return;
  const one = backend.chain.tx(fromHex(hash));
  must(one?.height === BigInt(height), () => `transaction ${hash} is not in block ${height}`);
}
