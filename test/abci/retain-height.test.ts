import { assert, describe, it } from "vitest";
import { retainHeight } from "../../src/abci/retain-height.js";

describe("the height below which an engine may forget blocks", () => {
  const params = (maxAgeNumBlocks: bigint) => ({
    evidence: { maxAgeNumBlocks, maxAgeDuration: 0n, maxBytes: 0n },
  });
  it.each<[string, bigint, bigint, number, number, bigint]>([
    ["is 0 unless the operator asks", 1_000n, 100n, 0, 0, 0n],
    ["keeps what the operator asks", 1_000n, 10n, 200, 0, 800n],
    ["keeps what evidence needs", 1_000n, 500n, 200, 0, 500n],
    ["keeps what snapshots need", 1_000n, 10n, 200, 700, 300n],
    ["is 0 while there are not more blocks", 200n, 10n, 200, 0, 0n],
    ["is 0 while evidence needs all", 300n, 400n, 200, 0, 0n],
  ])("%s", (_, height, evidence, minRetainBlocks, snapshotBlocks, wanted) => {
    const found = retainHeight(height, params(evidence), { minRetainBlocks, snapshotBlocks });
    assert.equal(found, wanted);
  });
});
