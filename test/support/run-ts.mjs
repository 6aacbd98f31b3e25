// Runs a TypeScript module in a process or thread of its own, for tests that kill processes.
import { register } from "node:module";
import { pathToFileURL } from "node:url";

const [, , module] = process.argv;
register("./ts-hooks.mjs", import.meta.url);
await import(pathToFileURL(module).href);
