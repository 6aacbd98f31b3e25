import { configDefaults, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const MODULES = "test/modules/**/*.test.ts";
const isOf =
  (...folders: readonly string[]) =>
  ({ moduleId }: TestSpecification): boolean =>
    folders.some((folder) => moduleId.includes(`/test/${folder}/`));
const isJourney = isOf("e2e");
const isSlow = isOf("torture", "bench", "simulation", "cli", "engine");

/**
 * Files that take minutes come first, as the last of them would be waited for alone; the journeys, which
 * run whole networks, are spread evenly over the others of them.
 */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const journeys = sorted.filter(isJourney);
    const long = sorted.filter(isSlow);
    const step = 1 + Math.floor(long.length / (journeys.length + 1));
    for (const [n, file] of journeys.entries()) long.splice(n * step, 0, file);
    return [...long, ...sorted.filter((file) => !isJourney(file) && !isSlow(file))];
  }
}

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: ["test/support/global-setup.ts"],
    pool: "forks",
    // One more than the processors of a small machine: many a test waits for blocks meanwhile.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "all",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, MODULES],
        },
      },
      {
        extends: true,
        // The state machine keeps nothing outside its contexts: files may share what is loaded.
        test: { name: "modules", include: [MODULES], isolate: false },
      },
    ],
  },
});
