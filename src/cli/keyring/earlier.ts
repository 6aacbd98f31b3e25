import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Keyring } from "./keyring.js";

/** A key of a version before sealed files: not encrypted. */
const keyFile = z.object({
  version: z.literal(1),
  name: z.string(),
  private_key: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Takes over the keys of an earlier version that lie in the keyring's folder; resolves with their names. */
export async function takeOver(keyring: Keyring): Promise<readonly string[]> {
  if (!existsSync(keyring.folder)) return [];
  const taken: string[] = [];
  for (const file of readdirSync(keyring.folder).filter((name) => name.endsWith(".json"))) {
    const path = join(keyring.folder, file);
    const found = keyFile.safeParse(readJson(path));
    if (!found.success) continue;
    const { name, private_key: hex } = found.data;
    await keyring.add(name, { privateKey: Buffer.from(hex, "hex") });
    rmSync(path);
    taken.push(name);
  }
  return taken;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
