/** Parameters of consensus: blocks, evidence, validators' keys. */
export { consensusModule } from "./module.js";
export {
  blockGasLimit,
  CONSENSUS_STORE,
  maxEvidenceAge,
  readConsensusParams,
  writeConsensusParams,
} from "./state.js";
