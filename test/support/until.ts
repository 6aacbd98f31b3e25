import { setTimeout as sleep } from "node:timers/promises";

/** How often it is looked, and for how long at most; milliseconds. */
const [PAUSE, PATIENCE] = [200, 120_000];

/** Resolves when a condition holds; throws when it still does not after two minutes. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`this never came: ${holds}`);
    await sleep(PAUSE);
  }
}
