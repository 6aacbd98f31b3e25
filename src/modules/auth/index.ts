export { AuthKeeper } from "./keeper.js";
export { authModule } from "./module.js";
export { MODULE_ACCOUNTS, OPEN_MODULE_ACCOUNTS } from "./module-accounts.js";
export type { Vesting } from "./vesting.js";
