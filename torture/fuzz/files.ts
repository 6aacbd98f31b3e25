import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GenesisError } from "../../src/abci/genesis.js";
import { readAppConfig, readClientConfig, readEngineConfig } from "../../src/cli/config/files.js";
import { CliError } from "../../src/cli/failure.js";
import { cliPaths } from "../../src/cli/home.js";
import { RequestInitChain } from "../../src/gen/tendermint/abci.js";
import type { Random } from "../../test/store/random.js";
import { vprd } from "../../test/support/vprd.js";
import { BusyChain, busyBlock, busyGenesis, openApp } from "../busy.js";
import { type Check, Counts, eachCase, must, type Plan, randomOf } from "../check.js";
import { Memory } from "../memory.js";
import { ACCIDENT, anyValue, changedText } from "./values.js";

type Json = unknown;

/** A JSON value in which some values were replaced, taken out or doubled. */
function changedJson(random: Random, value: Json): Json {
  const isLeaf = typeof value !== "object" || value === null;
  if (isLeaf || Object.keys(value).length === 0 || random.below(12) === 0) {
    return anyValue(random, ["1", "uvna", "2026-01-01T00:00:00Z"]);
  }
  const keys = Object.keys(value);
  const key = random.pick(keys);
  const inner = changedJson(random, (value as Record<string, Json>)[key]);
  const way = random.below(12);
  if (Array.isArray(value)) {
    const list = [...value];
    if (way === 0) list.splice(Number(key), 1);
    else if (way === 1) list.push(list[Number(key)]);
    else list[Number(key)] = inner;
    return list;
  }
  const copy: Record<string, Json> = { ...value };
  if (way === 0) delete copy[key];
  else if (way === 1) copy[`${key}x`] = inner;
  else copy[key] = inner;
  return copy;
}

/** Sections of a chain on which much happened. */
async function filledState(plan: Plan): Promise<Json> {
  const chain = await BusyChain.start();
  const random = randomOf(plan.seed, -1);
  for (let count = 0; count < 20; count += 1) await chain.block(chain.busy.block(random, 8).txs);
  const state = chain.app.export();
  await chain.close();
  return state;
}

/** Genesis files: the chain starts and goes on, or the section is named and nothing starts. */
export const fuzzGenesis: Check = {
  part: "fuzz",
  name: "fuzz.genesis",
  unit: "genesis files",
  full: 1_500,
  least: 60,
  async run(plan: Plan) {
    const filled = await filledState(plan);
    const counts = new Counts();
    const memory = new Memory();
    const failures = await eachCase(plan, plan.count, async (random, number) => {
      let state = filled;
      for (let times = 1 + random.below(2); times > 0; times -= 1)
        state = changedJson(random, state);
      const text = JSON.stringify(state);
      const given = random.below(10) === 0 ? changedText(random, text) : text;
      const { app, store } = await openApp();
      try {
        const appStateBytes = new TextEncoder().encode(given);
        app.initChain(RequestInitChain.create({ ...busyGenesis(), appStateBytes }));
        app.finalizeBlock(busyBlock(1n, []));
        await app.commit();
        app.export();
        counts.add("started");
      } catch (error) {
        must(error instanceof GenesisError && !ACCIDENT.test(error.message), () => {
          return `a genesis met ${error instanceof Error ? error.stack : error}`;
        });
        must(store.version === 0n, () => "a refused genesis was committed");
        counts.add("refused");
      } finally {
        await store.close();
      }
      if (number % 500 === 0) memory.sample();
    });
    return { tried: plan.count, told: `${counts.told()}; ${memory.told()}`, failures };
  },
};

/** Files of a home: read, or refused with the file's name. */
export const fuzzConfig: Check = {
  part: "fuzz",
  name: "fuzz.config",
  unit: "files",
  full: 3_000,
  least: 60,
  async run(plan: Plan) {
    const home = join(plan.scratch, "home");
    await vprd("init", "fuzz", "--home", home);
    const { config } = cliPaths(home);
    const readers = [
      ["app.toml", readAppConfig],
      ["config.toml", readEngineConfig],
      ["client.toml", readClientConfig],
    ] as const;
    const originals = await Promise.all(
      readers.map(([name]) => readFile(join(config, name), "utf8").catch(() => "")),
    );
    const counts = new Counts();
    await mkdir(config, { recursive: true });
    const failures = await eachCase(plan, plan.count, async (random) => {
      const at = random.below(readers.length);
      const [name, read] = readers[at] ?? readers[0];
      const path = join(config, name);
      const original = originals[at] ?? "";
      await writeFile(path, changedToml(random, original));
      try {
        read(home);
        counts.add("read");
      } catch (error) {
        const isTold = error instanceof CliError && error.message.includes(name);
        must(isTold && !ACCIDENT.test(error.message), () => {
          return `${name} met ${error instanceof Error ? error.stack : error}`;
        });
        counts.add("refused");
      } finally {
        await writeFile(path, original);
      }
    });
    return { tried: plan.count, told: counts.told(), failures };
  },
};

/** A file in which a value was replaced, or characters were. */
function changedToml(random: Random, text: string): string {
  if (random.below(3) === 0) return changedText(random, text);
  const lines = text.split("\n");
  const set = lines.flatMap((line, at) => (/^[\w-]+ *=/.test(line) ? [at] : []));
  if (set.length === 0) return changedText(random, text);
  const at = random.pick(set);
  const value = anyValue(random, ["0", "tcp://127.0.0.1:1", "1s", "everything"]);
  lines[at] = `${lines[at]?.split("=")[0]}= ${JSON.stringify(value) ?? "x"}`;
  if (random.below(6) === 0) lines.splice(at, 0, lines[at] ?? "");
  return lines.join("\n");
}
