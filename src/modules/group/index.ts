export type {
  CreatedGroup,
  GroupKeeper,
  GroupWithPolicyPlan,
  GroupWithPolicyRequest,
} from "./keeper.js";
export { type GroupDeps, groupModule } from "./module.js";
export type { AccountsPort } from "./ports.js";
