// Tries damaged folders that its parent names. Arguments: which kind, file of the facts.
import { readFileSync } from "node:fs";
import { reasonOf } from "../check.js";
import type { Tried } from "./trier.js";
import { tryNode } from "./try-node.js";
import { tryStore } from "./try-store.js";

const [kind = "", file = ""] = process.argv.slice(2);
const facts = JSON.parse(readFileSync(file, "utf8"));

async function attempt(folder: string): Promise<Tried> {
  try {
    if (kind === "store") return { told: await tryStore(facts, folder) };
    if (kind === "node") return { told: await tryNode(facts, folder) };
    return { failed: `there is no kind ${kind}` };
  } catch (error) {
    return { failed: reasonOf(error) };
  }
}

process.on("message", async ({ folder }: { readonly folder: string }) => {
  process.send?.(await attempt(folder));
});
