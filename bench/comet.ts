import type { Figure } from "./measure.js";
import type { Sizes } from "./sizes.js";
export async function benchComet(_sizes: Sizes): Promise<readonly Figure[]> {
  return [];
}
