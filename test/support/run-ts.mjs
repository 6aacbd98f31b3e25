// Runs a TypeScript module in a process of its own, for tests that kill processes.
import { runnerImport } from "vite";

const [, , module] = process.argv;
await runnerImport(module, { configFile: false, logLevel: "error" });
