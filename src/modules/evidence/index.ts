export { evidenceModule } from "./module.js";
