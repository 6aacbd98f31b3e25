import { expect, it } from "vitest";
import type { Part } from "../../torture/check.js";
import { CHECKS } from "../../torture/checks.js";
import { countOf, repeat, runCheck, SEED } from "../../torture/main.js";

/** Share of the full run that the tests try; what has a name is tried whatever it is. */
const SCALE = 0.02;

/** A test for each check of a part, or for those that are named: the seeds are always the same. */
export function subset(part: Part, names?: RegExp): void {
  const chosen = CHECKS.filter((check) => check.part === part && (names?.test(check.name) ?? true));
  it.each(chosen.map((check) => [check.name, check] as const))(
    "%s holds",
    async (_, check) => {
      const found = await runCheck(check, { seed: SEED, count: countOf(check, SCALE) });
      const told = found.failures.map(
        ({ case: number, what }) => `${what}\nrepeat with: ${repeat(check, SEED, SCALE, number)}`,
      );
      expect(told.join("\n\n")).toBe("");
      expect(found.tried).toBeGreaterThanOrEqual(countOf(check, SCALE));
    },
    900_000,
  );
}
