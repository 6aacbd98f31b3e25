/** Trust deposits: what corporations put at stake, its shares, and the yield that they earn. */
export { tdErrors } from "./errors.js";
export { TrustDepositKeeper } from "./keeper.js";
export { tdModule } from "./module.js";
