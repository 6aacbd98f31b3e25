import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Random } from "../../test/store/random.js";
import { toHex } from "../../test/support/vectors.js";
import { BusyPeople } from "../busy.js";
import { type Check, Counts, eachCase, must, type Plan, randomOf } from "../check.js";
import { Bundle, Child, type ChildOptions } from "../child.js";
import { type ReplayedBlock, type ReplayOptions, replay } from "./replay.js";

const BLOCKS = 60;
const MOST_TXS = 8;

/** A way to run the history. */
interface Variant {
  readonly name: string;
  readonly child?: ChildOptions;
  readonly options?: ReplayOptions;
}

/** Surroundings that programs have been caught depending on. */
const PLAIN: readonly Variant[] = [
  { name: "TZ and LANG", child: { env: { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8" } } },
  { name: "TZ and LC_ALL", child: { env: { TZ: "America/St_Johns", LC_ALL: "C" } } },
  { name: "LC_ALL", child: { env: { TZ: "Asia/Kathmandu", LC_ALL: "ar_EG.UTF-8" } } },
  { name: "a small heap", child: { flags: ["--max-old-space-size=160"] } },
  { name: "a small young heap", child: { flags: ["--max-semi-space-size=1"] } },
  { name: "a large heap", child: { flags: ["--max-old-space-size=4096"] } },
  { name: "noble's signatures", options: { noble: true } },
  { name: "no JIT compiler", child: { flags: ["--jitless"] } },
  { name: "no optimizer", child: { flags: ["--no-opt"] } },
  { name: "always optimized", child: { flags: ["--always-turbofan"] } },
  { name: "another hash seed", child: { flags: ["--hash-seed=7", "--random-seed=7"] } },
  { name: "only noise", options: { noise: 11 } },
];

/** Restarts, storage settings and noise, as the numbers will have it. */
function drawn(random: Random, path: string): Variant {
  const reopen = Array.from({ length: random.below(5) }, () => 2 + random.below(BLOCKS - 1));
  const keepRecent = 2 + random.below(20);
  const pruning = random.pick([
    "default",
    "nothing",
    "everything",
    { keepRecent, interval: 10 },
  ] as const);
  const options: ReplayOptions = {
    path,
    reopen,
    noise: random.below(1_000_000),
    pruning,
    retain: 1 + random.below(12),
    dump: 1 + random.below(20),
    noble: random.below(4) === 0,
  };
  const TZ = random.pick(["UTC", "Asia/Tokyo", "America/Caracas", "Antarctica/Troll"]);
  return { name: "drawn", options, child: { env: { TZ } } };
}

/** A recorded history and what it must come to. */
class History {
  private constructor(
    readonly file: string,
    readonly wanted: readonly ReplayedBlock[],
    readonly txs: number,
    private readonly program: Bundle,
  ) {}

  static async record({ seed, scratch }: Plan): Promise<History> {
    const busy = new BusyPeople();
    const random = randomOf(seed, -1);
    const blocks = [
      ...busy.settle(),
      ...Array.from({ length: BLOCKS }, () => busy.block(random, MOST_TXS)),
    ].map(({ txs }) => txs);
    const file = join(scratch, "history.json");
    await writeFile(file, JSON.stringify(blocks.map((txs) => txs.map(toHex))));
    const program = await Bundle.of("torture/determinism/replay-child.ts");
    return new History(file, await replay(blocks), blocks.flat().length, program);
  }

  /** Runs it in a process of its own. Throws at the first block that differs. */
  async mustHold({ name, child, options = {} }: Variant): Promise<void> {
    const running = new Child(this.program, [this.file, JSON.stringify(options)], child);
    const end = await running.ended;
    must(end === 0, () => `${name}: the process ended with ${end}\n${running.errors}`);
    const found: readonly ReplayedBlock[] = JSON.parse(running.output);
    must(found.length === this.wanted.length, () => `${name}: ${found.length} blocks`);
    for (const [at, block] of found.entries()) {
      const [a, b] = [JSON.stringify(block), JSON.stringify(this.wanted[at])];
      must(a === b, () => `${name}, ${JSON.stringify(options)}: block ${at + 1} is ${a}, not ${b}`);
    }
  }

  remove(): Promise<void> {
    return this.program.remove();
  }
}

/** The same blocks in processes that have nothing else in common. */
export const sameInProcesses: Check = {
  part: "determinism",
  name: "determinism.processes",
  unit: "processes",
  full: 120,
  least: PLAIN.length + 4,
  async run(plan: Plan) {
    const history = await History.record(plan);
    const counts = new Counts();
    const failures = await eachCase(plan, plan.count, async (random, number) => {
      const path = join(plan.scratch, `state-${number}`);
      const variant = PLAIN[number] ?? drawn(random, path);
      await history.mustHold(variant);
      counts.add(variant.name);
    });
    await history.remove();
    const told = `${history.wanted.length} blocks, ${history.txs} transactions each`;
    return { tried: plan.count, told: `${told}; ${counts.of("drawn")} drawn`, failures };
  },
};

/** Newest first; those that a registry package has for this machine are run. */
const MAJORS = [22, 24, 26] as const;

/** The same blocks on other majors of Node. */
export const sameOnMajors: Check = {
  part: "determinism",
  name: "determinism.nodes",
  unit: "Node majors",
  full: MAJORS.length,
  least: 0,
  async run(plan: Plan) {
    if (plan.count === 0) return { tried: 0, told: "only in a full run", failures: [] };
    const history = await History.record(plan);
    const told: string[] = [process.version];
    const failures = await eachCase(plan, plan.count, async (_, number) => {
      const major = MAJORS[number] ?? 0;
      const node = await installNode(major, join(plan.scratch, `node-${major}`));
      if (node === undefined) {
        told.push(`${major} not available`);
        return;
      }
      const version = await promisify(execFile)(node, ["--version"]);
      told.push(version.stdout.trim());
      await history.mustHold({ name: `Node ${major}`, child: { node } });
      const path = join(plan.scratch, `state-${major}`);
      const options = { path, reopen: [20, 41], noise: plan.seed };
      await history.mustHold({ name: `Node ${major}`, child: { node }, options });
    });
    await history.remove();
    return { tried: told.length - 1, told: told.join(", "), failures };
  },
};

/** The binary of a major from the package that holds it for this platform; undefined without one. */
async function installNode(major: number, folder: string): Promise<string | undefined> {
  const name = `node-${process.platform}-${process.arch}`;
  const args = ["install", "--prefix", folder, "--no-save", "--ignore-scripts", `${name}@${major}`];
  try {
    await promisify(execFile)("npm", args, { timeout: 300_000 });
    return join(folder, "node_modules", name, "bin", "node");
  } catch {
    return undefined;
  }
}
