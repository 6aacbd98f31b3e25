export { mintModule } from "./module.js";
