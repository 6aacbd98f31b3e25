import type { App } from "../../src/abci/app.js";
import { type Branch, branchInto, branchOver } from "../../src/store/branch.js";
import type { StoreReader } from "../../src/store/contract.js";

/** A block that is about to be run. Time: nanoseconds since the epoch. */
export interface PlannedBlock {
  readonly height: bigint;
  readonly time: bigint;
  readonly txs: readonly Uint8Array[];
}

/** Stores in which fees are taken and sequences counted. */
const PAID: ReadonlySet<string> = new Set(["acc", "bank", "feegrant", "de"]);

/**
 * Tries a block's transactions beside the chain, each on what those before it left: one that is refused
 * writes what its ante stage alone writes, its fee and its sequence, to the byte.
 */
export function refusalFaults(
  { live: { txs: runner, settings: chain } }: App,
  state: StoreReader,
  { height, time: blockTime, txs }: PlannedBlock,
): readonly string[] {
  const stores = branchOver(state);
  return txs.flatMap((tx, i) => {
    const run = (mode: "deliver" | "check"): { readonly code: number; readonly branch: Branch } => {
      const branch = branchInto(stores);
      const { code } = runner.run({ stores: branch, chain, height, blockTime }, tx, mode);
      return { code, branch };
    };
    const { code, branch } = run("deliver");
    const wrong = code === 0 ? undefined : differenceOf(branch, run("check").branch);
    branch.write();
    return wrong === undefined ? [] : [`refusal: transaction ${i}, code ${code}, ${wrong}`];
  });
}

/** What a refused transaction wrote beside what paying for it writes. */
export function differenceOf(whole: Branch, paid: Branch): string | undefined {
  const [all, due] = [textOf(whole), textOf(paid)];
  for (const name of new Set([...all.keys(), ...due.keys()])) {
    if (!PAID.has(name)) return `wrote to ${name}`;
    if (all.get(name) !== due.get(name)) return `wrote more to ${name} than its fee and sequence`;
  }
  return undefined;
}

const textOf = (branch: Branch): ReadonlyMap<string, string> =>
  new Map(
    [...branch.writes()].map(([name, writes]) => [
      name,
      writes.map(({ key, value }) => `${hex(key)}=${hex(value)}`).join(),
    ]),
  );

const hex = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? "" : Buffer.from(bytes).toString("hex");
