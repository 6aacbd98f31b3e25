import { existsSync, readFileSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import { StoreFault } from "./contract.js";
import { RecordReader, RecordWriter } from "./record.js";

/*
 * A database whose own files were cut or went back to an earlier state can open as if later versions
 * had never been: a small file beside them says which version was committed at the least.
 */
const FILE = "committed";

/** Refuses a folder that held a database before but has lost its beginning. */
export function refuseHeadless(folder: string): void {
  if (!existsSync(join(folder, FILE)) || existsSync(join(folder, "CURRENT"))) return;
  throw new StoreFault(`database ${folder} has lost its file CURRENT`);
}

/** The version that was committed at the least; 0n if nobody said. */
export function attested(folder: string): bigint {
  const path = join(folder, FILE);
  if (!existsSync(path)) return 0n;
  const reader = RecordReader.sealed(`file ${path}`, readFileSync(path));
  const version = reader.bigUvarint();
  reader.end();
  return version;
}

/** Says durably that a version was committed. */
export async function attest(folder: string, version: bigint): Promise<void> {
  const path = join(folder, FILE);
  const file = await open(`${path}.new`, "w");
  try {
    await file.writeFile(new RecordWriter().uvarint(version).seal());
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
