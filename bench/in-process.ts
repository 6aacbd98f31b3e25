import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppChain } from "../test/support/app-chain.js";
import { calibrate, type Figure, Figures, memory, timed } from "./measure.js";
import type { Sizes } from "./sizes.js";
import { corporationOf, ecosystemWork, strangers, transferWork, type Work } from "./work.js";

/**
 * The cost of transactions in the application alone, its state on disk: no engine, no network. Each
 * round is a block that CheckTx has seen and one that it has not, as when blocks are caught up with.
 */
export async function benchInProcess(sizes: Sizes): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const accounts of sizes.accounts) figures.push(...(await benchAccounts(accounts, sizes)));
  return figures;
}

async function benchAccounts(accounts: number, sizes: Sizes): Promise<readonly Figure[]> {
  const path = await mkdtemp(join(tmpdir(), "vpr-bench-"));
  const size = `${accounts} accounts`;
  const genesis = new Figures("genesis", size);
  const senders = Math.min(accounts, sizes.block);
  const others = strangers(accounts - senders);
  const before = await memory();
  let started: AppChain | undefined;
  const took = await timed(async () => {
    started = await AppChain.start({ people: senders, others, path });
  });
  if (started === undefined) throw new Error("no chain");
  const chain = started;
  genesis.add("start and first commit", "ms", took);
  genesis.add("memory beyond the process's own", "MB", (await memory()) - before);
  const people = chain.people;
  const everyone = [...people.map(({ address }) => address), ...others];
  const founder = chain.person(0);
  const operators = people.slice(0, 20);
  const corporation = await corporationOf(chain, founder, operators);
  const work = [transferWork(people, everyone), ecosystemWork(corporation, operators)];
  const figures = [...genesis.all()];
  for (const one of work) figures.push(...(await benchWork(chain, one, size, sizes)));
  await chain.close();
  await rm(path, { recursive: true });
  return figures;
}

/** The first round warms up and is not counted. */
async function benchWork(
  chain: AppChain,
  work: Work,
  size: string,
  { block, rounds }: Sizes,
): Promise<readonly Figure[]> {
  const figures = new Figures(work.name, size);
  let made = 0;
  const sign = () => Array.from({ length: block }, () => work.next(made++));
  for (let round = 0; round <= rounds; round++) {
    const note = (what: string, unit: string, value: number) => {
      if (round > 0) figures.add(what, unit, value);
    };
    note("calibration loop", "ms", calibrate());
    const seen = sign();
    const checked = await timed(() => {
      for (const tx of seen) mustPass(chain.check(tx));
    });
    note("CheckTx", "µs/tx", (checked / block) * 1e3);
    const known = await run(chain, seen);
    note("FinalizeBlock, after CheckTx", "µs/tx", (known.finalize / block) * 1e3);
    note("Commit of the block", "ms", known.commit);
    const unseen = await run(chain, sign());
    note("FinalizeBlock, never seen", "µs/tx", (unseen.finalize / block) * 1e3);
  }
  return figures.all();
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
