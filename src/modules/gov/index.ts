export { type GovDeps, govModule } from "./module.js";
export type {
  GovAccountsPort,
  GovBankPort,
  GovPoolPort,
  GovRecipientsPort,
  GovStakingPort,
} from "./ports.js";
