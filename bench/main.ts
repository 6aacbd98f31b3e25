import { Command } from "commander";
import { benchComet, benchNetwork } from "./comet.js";
import { benchInProcess } from "./in-process.js";
import type { Figure } from "./measure.js";
import { benchParticipants } from "./participants.js";
import { benchParticipantsComet } from "./participants-comet.js";
import { benchReading } from "./reading.js";
import { benchReads } from "./reads.js";
import { benchRegistry } from "./registry.js";
import { benchSignatures } from "./signatures.js";
import { FULL, QUICK, type Sizes } from "./sizes.js";
import { benchStakes } from "./stakes.js";
import { benchStore } from "./store.js";
import { machine, table } from "./table.js";
import { benchVoters } from "./voters.js";

type Benchmark = (sizes: Sizes) => Promise<readonly Figure[]>;

/** By name, in the order in which they run. */
const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  signatures: benchSignatures,
  "in-process": benchInProcess,
  comet: benchComet,
  network: benchNetwork,
  reads: benchReads,
  store: benchStore,
  stakes: benchStakes,
  registry: benchRegistry,
  participants: benchParticipants,
  "participants-comet": benchParticipantsComet,
  reading: benchReading,
  voters: benchVoters,
};

/** Runs the benchmarks that are asked for and prints what they found. Returns the figures. */
export async function main(
  args: readonly string[],
  print: (text: string) => void = console.log,
): Promise<readonly Figure[]> {
  const { sizes, names } = parse(args);
  print(machine());
  const all: Figure[] = [];
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (!names.includes(name)) continue;
    print(`\n${name}`);
    const figures = await run(sizes);
    if (figures.length > 0) print(table(figures));
    all.push(...figures);
  }
  return all;
}

function parse(args: readonly string[]): { sizes: Sizes; names: readonly string[] } {
  const number = (text: string): number => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value > 0) return value;
    throw new RangeError(`${text} is no number above zero`);
  };
  const numbers = (text: string): number[] => text.split(",").map(number);
  const names = Object.keys(BENCHMARKS);
  const given = new Command("bench")
    .option("--quick", "small sizes")
    .option("--only <names>", `some of ${names.join(", ")}`, (text) => text.split(","), names)
    .option("--accounts <counts>", "funded accounts, a run for each", numbers)
    .option("--block <count>", "transactions in a block", number)
    .option("--rounds <count>", "rounds that are counted", number)
    .option("--load <count>", "transactions of a round through CometBFT", number)
    .option("--block-bytes <count>", "most bytes of a block through CometBFT", number)
    .option("--index-events <names>", "attributes that CometBFT indexes; all unless told")
    .option("--keys <counts>", "keys of the store's benchmark", numbers)
    .option(
      "--entities <counts>",
      "ecosystems and schemas, or participants; a run for each",
      numbers,
    )
    .option("--states <folder>", "keeps prepared states there, and takes them from there")
    .parse([...args], { from: "user" })
    .opts<Partial<Sizes> & { readonly quick?: boolean; readonly only: readonly string[] }>();
  const { quick = false, only, ...sizes } = given;
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new RangeError(`there is no benchmark ${unknown}`);
  return { sizes: { ...(quick ? QUICK : FULL), ...sizes }, names: only };
}
