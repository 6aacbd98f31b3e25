// Runs a recorded history in a process of its own. Arguments: file of the blocks, options as JSON.
import { readFileSync } from "node:fs";
import { replay } from "./replay.js";

const [file = "", options = "{}"] = process.argv.slice(3);
const blocks: readonly (readonly string[])[] = JSON.parse(readFileSync(file, "utf8"));
const bytes = blocks.map((txs) => txs.map((tx) => Uint8Array.from(Buffer.from(tx, "hex"))));
process.stdout.write(`${JSON.stringify(await replay(bytes, JSON.parse(options)))}\n`);
