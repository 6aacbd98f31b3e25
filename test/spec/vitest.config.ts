import { defineConfig } from "vitest/config";

// The tests of the text itself: they need no engine and no build, so `npm run check` runs them alone.
export default defineConfig({
  test: {
    testTimeout: 300_000,
    include: ["test/spec/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
  },
});
