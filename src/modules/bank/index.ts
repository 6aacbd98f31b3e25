export { BankKeeper } from "./keeper.js";
export { bankModule } from "./module.js";
