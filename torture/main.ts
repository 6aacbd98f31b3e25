import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { machine } from "../bench/table.js";
import { type Check, type Found, PARTS, type Plan, reasonOf } from "./check.js";
import { CHECKS } from "./checks.js";

/** Seed of the runs that nobody gave another. */
export const SEED = 20_260;

/** Runs the checks that are asked for and prints what they found. True when nothing was. */
export async function main(
  args: readonly string[],
  print: (text: string) => void = console.log,
): Promise<boolean> {
  const { only, scale, seed, case: one } = parse(args);
  print(machine());
  print("");
  print(HEAD);
  let isGood = true;
  for (const check of CHECKS.filter(
    ({ part, name }) => only.includes(part) || only.includes(name),
  )) {
    const begun = performance.now();
    const count = countOf(check, scale);
    const found = await runCheck(check, { seed, count, only: one });
    print(row(check, seed, found, (performance.now() - begun) / 1e3));
    for (const failure of found.failures) {
      isGood = false;
      print(`  FAILED case ${failure.case}: ${failure.what}`);
      print(`  repeat with: ${repeat(check, seed, scale, failure.case)}`);
    }
  }
  print(isGood ? "\neverything held" : "\nFAILED");
  return isGood;
}

/** How much of a check a run of this scale tries. */
export function countOf({ full, least = 1 }: Check, scale: number): number {
  return Math.max(least, Math.round(full * scale));
}

/** Runs one check in a folder of its own. What it throws is a failure too. */
export async function runCheck(check: Check, plan: Omit<Plan, "scratch">): Promise<Found> {
  const scratch = await mkdtemp(join(tmpdir(), `torture-${check.name}-`));
  try {
    return await check.run({ ...plan, scratch });
  } catch (error) {
    return { tried: 0, told: "", failures: [{ case: plan.only ?? 0, what: reasonOf(error) }] };
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The command that runs one case again. */
export function repeat({ name }: Check, seed: number, scale: number, number: number): string {
  const sized = scale === 1 ? "" : ` --scale ${scale}`;
  return `npm run torture -- --only ${name} --seed ${seed}${sized} --case ${number}`;
}

function parse(args: readonly string[]) {
  const number = (text: string): number => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw new RangeError(`${text} is no whole number`);
  };
  const share = (text: string): number => {
    const value = Number(text);
    if (value > 0 && value <= 10) return value;
    throw new RangeError(`${text} is no share of the full run`);
  };
  const names = [...PARTS, ...CHECKS.map(({ name }) => name)];
  const given = new Command("torture")
    .option("--only <names>", `some of ${names.join(", ")}`, (text) => text.split(","))
    .option("--scale <share>", "share of the full run", share, 1)
    .option("--seed <number>", "where the random numbers begin", number, SEED)
    .option("--case <number>", "only this case of each check", number)
    .parse([...args], { from: "user" })
    .opts<{ only?: readonly string[]; scale: number; seed: number; case?: number }>();
  const unknown = given.only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new RangeError(`there is no check ${unknown}`);
  return { ...given, only: given.only ?? PARTS };
}

const WIDTHS = [26, 10, 14, 8, 9, 9] as const;
const HEAD = line(["what", "how many", "of", "seed", "found", "seconds"], "what came of it");

function row({ name, unit }: Check, seed: number, found: Found, seconds: number): string {
  const { tried, failures, told } = found;
  const cells = [name, String(tried), unit, String(seed), String(failures.length)];
  return line([...cells, seconds.toFixed(1)], told);
}

function line(cells: readonly string[], last: string): string {
  const padded = cells.map((cell, at) => cell.padEnd(WIDTHS[at] ?? 0));
  return [...padded, last].join(" ").trimEnd();
}
