/** Trust deposits: parameters. */
export { tdErrors } from "./errors.js";
export { TrustDepositKeeper } from "./keeper.js";
export { tdModule } from "./module.js";
