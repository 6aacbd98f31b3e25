import { ensureComet } from "../../scripts/comet.mjs";

/** Tests that need the real CometBFT read its path from COMET_BIN; see test/support/comet.ts. */
export default function setup(): void {
  const path = ensureComet();
  if (path !== undefined) {
    process.env.COMET_BIN = path;
    return;
  }
  const missing = "cometbft is not here and Go is not installed: its tests CANNOT RUN";
  if (process.env.CI === "true") throw new Error(missing);
  console.warn(`\n${"!".repeat(80)}\n${missing}\n${"!".repeat(80)}\n`);
}
