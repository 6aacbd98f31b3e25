import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Where tests wait for blocks, votes and processes for minutes: begun last, they would be waited for alone. */
const SLOW = ["e2e", "torture", "bench", "simulation", "cli", "engine"];

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification) =>
      SLOW.some((folder) => moduleId.includes(`/test/${folder}/`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: ["test/support/global-setup.ts"],
    pool: "forks",
    // One more than the processors of a small machine: many a test waits for blocks meanwhile.
    maxWorkers: 3,
    sequence: { sequencer: SlowFirst },
  },
});
