export { type MintPorts, mintModule } from "./module.js";
