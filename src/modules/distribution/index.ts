export type { DistributionKeeper } from "./keeper.js";
export { distributionModule } from "./module.js";
