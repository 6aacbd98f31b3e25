import { expect, it } from "vitest";
import { main } from "../../bench/main.js";
import { OFTEN } from "../../bench/participants-comet.js";
import { PARTICIPANT_QUESTIONS, PARTICIPANT_TXS } from "../../bench/participants-rows.js";
import { READING_ROWS } from "../../bench/reading-rows.js";
import { QUESTIONS, TRANSACTIONS } from "../../bench/registry-rows.js";
import { COMET_BIN } from "../support/comet.js";

const TINY = [
  ...["--quick", "--accounts", "40", "--block", "20", "--rounds", "2"],
  ...["--load", "40", "--keys", "500", "--entities", "100"],
];

const run = async (...args: readonly string[]) => {
  const lines: string[] = [];
  const figures = await main([...TINY, ...args], (text) => lines.push(text));
  return { figures, text: lines.join("\n") };
};

it("measures signatures, the application alone and the store, and prints a table", async () => {
  const { figures, text } = await run("--only", "signatures,in-process,store");
  expect(new Set(figures.map(({ name }) => name))).toEqual(
    new Set([
      ...["signature", "application", "transfer", "ecosystem"],
      ...["tree in memory", "tree on disk"],
    ]),
  );
  for (const { what, least, median, most, rounds } of figures) {
    expect(Number.isFinite(median), what).toBe(true);
    expect(least <= median && median <= most, what).toBe(true);
    expect(text).toContain(what);
    expect(rounds).toBeGreaterThan(0);
  }
  expect(text).toMatch(/^cpu .*\nmemory .*\nnode +v/);
});

it("measures votes that are counted, and blocks in which nothing happens", async () => {
  const { figures } = await run("--only", "voters");
  const what = "empty block, median";
  expect(figures.filter((figure) => figure.what === what)).toHaveLength(2);
  const counting = figures.find((figure) => figure.what === "block that counts them");
  expect(counting?.median).toBeGreaterThan(0);
});

it.runIf(COMET_BIN !== undefined)("measures the way through the real CometBFT", async () => {
  const { figures } = await run("--only", "comet", "--rounds", "1");
  const committed = figures.filter(({ what }) => what === "committed");
  expect(committed.map(({ name }) => name)).toEqual([
    ...["transfer, CometBFT", "transfer, CometBFT, sync", "ecosystem, CometBFT"],
    "digest, CometBFT",
  ]);
  for (const { median } of committed) expect(median).toBeGreaterThan(0);
});

it.runIf(COMET_BIN !== undefined)(
  "measures the way through four validators",
  async () => {
    const { figures } = await run("--only", "network", "--rounds", "1");
    const committed = figures.find(({ what }) => what === "committed");
    expect(committed?.name).toBe("transfer, 4 validators");
    expect(committed?.median).toBeGreaterThan(0);
  },
  240_000,
);

it.runIf(COMET_BIN !== undefined)(
  "measures sessions and onboardings through the real CometBFT",
  async () => {
    const { figures } = await run("--only", "participants-comet", "--rounds", "1");
    const committed = figures.filter(({ what }) => what === "committed");
    expect(committed.map(({ name }) => name)).toEqual(OFTEN.map((name) => `${name}, CometBFT`));
    for (const { median } of committed) expect(median).toBeGreaterThan(0);
  },
  240_000,
);

it("measures reading from the built node in its own process", async () => {
  const { figures } = await run("--only", "reads", "--rounds", "1");
  const named = (what: string) => figures.find((figure) => figure.what === what)?.median ?? 0;
  for (const what of ["REST by key, idle", "proofs over RPC", "after kill -9", "its most"]) {
    expect(named(what), what).toBeGreaterThan(0);
  }
  expect(named("  transactions in those blocks")).toBeGreaterThan(0);
}, 240_000);

it("measures every change of the registry and every question, whose gas is the same in every round", async () => {
  const { figures } = await run("--only", "registry");
  const of = (what: string) => figures.filter((figure) => figure.what === what);
  expect(of("FinalizeBlock").map(({ name }) => name)).toEqual(TRANSACTIONS.map(({ name }) => name));
  expect(of("answer, median")).toHaveLength(QUESTIONS.length);
  for (const { name, least, most } of of("gas, most")) {
    expect(least, name).toBeGreaterThan(0);
    // Ids of one byte or two.
    expect(most - least, name).toBeLessThan(1_000);
  }
}, 240_000);

it("measures reading participants, in the handler and over HTTP, and finds them", async () => {
  const { figures } = await run("--only", "reading", "--rounds", "1");
  const of = (what: string) => figures.filter((figure) => figure.what === what);
  expect(of("median").map(({ name }) => name)).toEqual(
    READING_ROWS.map(({ name }) => `handler: ${name}`),
  );
  expect(of("answers")).toHaveLength(READING_ROWS.filter(({ http }) => http).length);
  for (const { name, median } of of("answers")) expect(median, name).toBeGreaterThan(0);
}, 240_000);

it("measures every change of participants and every question about them, now and of the past", async () => {
  const { figures } = await run("--only", "participants");
  const of = (what: string) => figures.filter((figure) => figure.what === what);
  expect(of("in all").map(({ name }) => name)).toEqual(PARTICIPANT_TXS.map(({ name }) => name));
  expect(of("answer, median")).toHaveLength(PARTICIPANT_QUESTIONS.length);
  for (const { name, median } of of("in all")) expect(median, name).toBeGreaterThan(0);
}, 240_000);

it("refuses a benchmark and a number that it does not know", async () => {
  await expect(run("--only", "nothing")).rejects.toThrow("there is no benchmark nothing");
  await expect(run("--rounds", "0")).rejects.toThrow("0 is no number above zero");
});

it("measures blocks of many validators, delegators and accounts", async () => {
  const { figures } = await run("--only", "stakes");
  expect(new Set(figures.map(({ size }) => size)).size).toBe(3);
  for (const { median, what } of figures) expect(median, what).toBeGreaterThan(0);
}, 240_000);
