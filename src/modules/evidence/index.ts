export { type EvidencePorts, evidenceModule } from "./module.js";
