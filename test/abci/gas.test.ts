import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gasOfMessages } from "../support/gas-script.js";
import { frozen } from "../support/vectors.js";

const FILE = join(import.meta.dirname, "..", "vectors", "gas.json");

/** Of the reference, for the same or a smaller work; gas units. */
const recorded = frozen("recorded-gas") as Readonly<Record<string, number>>;

const found = await gasOfMessages();
const delivered = Object.fromEntries(
  [...found].map(([name, gas]) => [name, Number(gas.delivered)]),
);
if (process.env.VPR_WRITE_VECTORS === "1") {
  writeFileSync(FILE, `${JSON.stringify(delivered, null, 2)}\n`);
}

describe("gas", () => {
  it("[D-TX-08] is what the vector says, for every message", () => {
    expect(delivered).toEqual(frozen("gas"));
  });

  it.each(Object.entries(recorded))(
    "[D-TX-08] of %s is not above the reference's",
    (name, most) => {
      expect(delivered[name]).toBeLessThanOrEqual(most);
    },
  );

  it.each([...found])("[D-TX-09] of %s is simulated at least, and hardly above", (_, gas) => {
    expect(gas.rehearsed).toBe(gas.delivered);
    expect(gas.simulated).toBeGreaterThanOrEqual(gas.delivered);
    expect(gas.simulated).toBeLessThanOrEqual(gas.delivered + 500n);
  });

  it("[D-TX-08] does not depend on how many entities exist", async () => {
    // Ids of two bytes in both, so that nothing that is written has another length.
    const [few, many] = [await gasOfMessages(130), await gasOfMessages(500)];
    expect([...many]).toEqual([...few]);
    const longer = [...few].map(
      ([name, gas]) => gas.delivered - (found.get(name)?.delivered ?? 0n),
    );
    for (const difference of longer) expect(difference).toBeLessThanOrEqual(1_000n);
  }, 300_000);
});
