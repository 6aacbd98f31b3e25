/** Exchange rates between assets, pushed by accounts that governance authorizes. */
export { xrErrors } from "./errors.js";
export { ExchangeRateKeeper } from "./keeper.js";
export { type ExchangeRateModuleDeps, xrModule } from "./module.js";
export type { Asset, Pair } from "./pair.js";
export type { CoinPort } from "./ports.js";
