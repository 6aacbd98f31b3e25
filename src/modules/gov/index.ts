export { type GovDeps, govModule } from "./module.js";
export type { GovAccountsPort, GovBankPort, GovPoolPort, GovStakingPort } from "./ports.js";
