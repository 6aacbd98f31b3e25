import { expect, it } from "vitest";
import { Counts, eachCase, randomOf } from "../../torture/check.js";
import { CHECKS } from "../../torture/checks.js";
import { main } from "../../torture/main.js";

const run = async (...args: readonly string[]) => {
  const lines: string[] = [];
  const isGood = await main(args, (text) => lines.push(text));
  return { isGood, text: lines.join("\n") };
};

it("prints the machine and a row of what was tried, with which seed and what was found", async () => {
  const { isGood, text } = await run("--only", "proofs", "--scale", "0.002", "--seed", "5");
  expect(isGood).toBe(true);
  expect(text).toMatch(/^cpu .*\nmemory .*\nnode +v/);
  expect(text).toMatch(/^proofs\.mutated +40 +proofs +5 +0 /m);
});

it("refuses checks, seeds and shares that it does not know", async () => {
  await expect(run("--only", "nothing")).rejects.toThrow("there is no check nothing");
  await expect(run("--seed", "x")).rejects.toThrow("x is no whole number");
  await expect(run("--scale", "0")).rejects.toThrow("0 is no share");
});

it("has a name of its own for each check", () => {
  const names = CHECKS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it("tells of a case that fails by its number, and runs that one alone with the same numbers", async () => {
  const plan = { seed: 9, count: 20, scratch: "" };
  const fails = (random: { below(end: number): number }, number: number) => {
    if (number === 7) throw new Error(`drew ${random.below(1_000)}`);
  };
  const drawn = randomOf(9, 7).below(1_000);
  const all = await eachCase(plan, plan.count, fails);
  const alone = await eachCase({ ...plan, only: 7 }, plan.count, fails);
  for (const failures of [all, alone]) {
    expect(failures.map(({ case: number }) => number)).toEqual([7]);
    expect(failures[0]?.what).toContain(`drew ${drawn}`);
  }
});

it("counts by word, the most frequent first", () => {
  const counts = new Counts();
  for (const word of ["b", "a", "b"]) counts.add(word);
  expect(counts.told()).toBe("b 2, a 1");
  expect(counts.of("c")).toBe(0);
});
