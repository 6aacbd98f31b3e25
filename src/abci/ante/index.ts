export { type AnteResult, runAnte } from "./ante.js";
export type {
  AccountsPort,
  AllowanceUse,
  AnteAccount,
  AnteLimits,
  AnteMode,
  AnteOptions,
  AntePorts,
  FeesPort,
  GasPrice,
} from "./ports.js";
export { anteGasLimit } from "./set-up.js";
