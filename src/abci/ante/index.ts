export { type AnteResult, runAnte } from "./ante.js";
export type { AllowanceUse, AnteAccount, AnteMode, AnteOptions, AntePorts } from "./ports.js";
export { anteGasLimit } from "./set-up.js";
