import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CheckTxType, RequestPrepareProposal } from "../src/gen/tendermint/abci.js";
import type { AppChain } from "../test/support/app-chain.js";
import { openChain } from "./chain.js";
import { folderBytes } from "./folder.js";
import { calibrate, type Figure, Figures, percentile, timed } from "./measure.js";
import { copyState, fundedStrangers, preparedState } from "./prepared.js";
import type { Sizes } from "./sizes.js";
import { corporationOf, ecosystemWork, transferWork, type Work } from "./work.js";

/** Blocks that a round's waiting transactions fill: ten of 500 are a full mempool. */
const BLOCKS = 10;

/**
 * The cost of transactions in the application alone, its state on disk: no engine, no network. Each
 * round fills a mempool, checks it again, and empties it block by block; a last block is one that
 * CheckTx has not seen, as when blocks are caught up with.
 */
export async function benchInProcess(sizes: Sizes): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const accounts of sizes.accounts) figures.push(...(await benchAccounts(accounts, sizes)));
  return figures;
}

async function benchAccounts(accounts: number, sizes: Sizes): Promise<readonly Figure[]> {
  const prepared = await preparedState(accounts, sizes.states);
  const path = await mkdtemp(join(tmpdir(), "vpr-bench-"));
  copyState(prepared, path);
  const size = `${accounts} accounts`;
  const others = fundedStrangers(accounts);
  const senders = Math.min(accounts - others.length, sizes.block);
  const opened = await openChain(path, senders, new Figures("application", size));
  const { chain } = opened;
  const people = chain.people;
  const everyone = [...people.map(({ address }) => address), ...others];
  const founder = chain.person(0);
  const operators = people.slice(0, 20);
  const corporation = await corporationOf(chain, founder, operators);
  const work = [transferWork(people, everyone), ecosystemWork(corporation, operators)];
  const figures = [...opened.figures];
  for (const one of work) figures.push(...(await benchWork({ chain, path, size }, one, sizes)));
  await chain.close();
  await rm(path, { recursive: true });
  return figures;
}

interface Place {
  readonly chain: AppChain;
  readonly path: string;
  readonly size: string;
}

/** The first round warms up and is not counted. */
async function benchWork(
  { chain, path, size }: Place,
  work: Work,
  { block, rounds }: Sizes,
): Promise<readonly Figure[]> {
  const figures = new Figures(work.name, size);
  let made = 0;
  const sign = (count: number) => Array.from({ length: count }, () => work.next(made++));
  for (let round = 0; round <= rounds; round++) {
    const note = (what: string, unit: string, value: number) => {
      if (round > 0) figures.add(what, unit, value);
    };
    note("calibration loop", "ms", calibrate());
    const disk = await folderBytes(path);
    for (const each of work.name === "transfer" ? [block, block * 2] : [block]) {
      await benchMempool(chain, sign(block * BLOCKS), each, note);
    }
    const unseen = await run(chain, sign(block));
    note("FinalizeBlock, never seen", "µs/tx", (unseen.finalize / block) * 1e3);
    const kept = (await folderBytes(path)) - disk;
    note("disk", "bytes/tx", kept / (block * BLOCKS * (work.name === "transfer" ? 2 : 1) + block));
  }
  return figures.all();
}

type Note = (what: string, unit: string, value: number) => void;

/** Checks transactions, checks them again behind an empty block, and runs them in blocks of `each`. */
async function benchMempool(
  chain: AppChain,
  waiting: readonly Uint8Array[],
  each: number,
  note: Note,
): Promise<void> {
  const perTx = (milliseconds: number) => (milliseconds / waiting.length) * 1e3;
  const checked = await timed(() => {
    for (const tx of waiting) mustPass(chain.check(tx));
  });
  await run(chain, []);
  const again = await timed(() => {
    for (const tx of waiting) mustPass(chain.check(tx, CheckTxType.RECHECK));
  });
  const request = RequestPrepareProposal.create({ txs: waiting, maxTxBytes: 4_000_000n });
  const prepared = await timed(() => chain.app.prepareProposal(request));
  const blocks: { readonly finalize: number; readonly commit: number }[] = [];
  for (let at = 0; at < waiting.length; at += each) {
    blocks.push(await run(chain, waiting.slice(at, at + each)));
  }
  const finalize = blocks.map((block) => block.finalize);
  const [finalized, committed] = [sum(finalize), sum(blocks.map((block) => block.commit))];
  note("CheckTx", "µs/tx", perTx(checked));
  note(`recheck of ${waiting.length}`, "ms", again);
  note(`PrepareProposal of ${waiting.length}`, "ms", prepared);
  note(`FinalizeBlock of ${each}`, "µs/tx", perTx(finalized));
  note(`FinalizeBlock of ${each}, p99`, "ms", percentile(finalize, 99));
  note(`Commit of ${each}`, "µs/tx", perTx(committed));
  note(`in all, blocks of ${each}`, "tx/s", 1e6 / perTx(checked + finalized + committed));
}

async function run(chain: AppChain, txs: readonly Uint8Array[]) {
  const finalize = await timed(() => {
    for (const { code, log } of chain.finalize(txs).txResults) mustPass(code, log);
  });
  const commit = await timed(() => chain.commit());
  return { finalize, commit };
}

function mustPass(code: number, log = ""): void {
  if (code !== 0) throw new Error(`a transaction was refused with code ${code}: ${log}`);
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
