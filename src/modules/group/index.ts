export type { CreatedGroup, GroupWithPolicyPlan, GroupWithPolicyRequest } from "./keeper.js";
export { groupModule } from "./module.js";
export type { AccountsPort } from "./ports.js";
