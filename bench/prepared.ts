import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppChain } from "../test/support/app-chain.js";
import { strangers } from "./work.js";

/** Accounts of a prepared state whose keys are known, where it has so many. */
export const PEOPLE = 500;

const made = new Map<number, Promise<string>>();

/**
 * The folder of a database in which so many accounts have funds: a genesis and one empty block. To make
 * a million of them takes minutes, so it is done once and copied. With `states`, a folder, it is kept
 * there for later runs of the same program; nobody checks that it is the same.
 */
export function preparedState(accounts: number, states?: string): Promise<string> {
  const known =
    made.get(accounts) ?? (states === undefined ? make(accounts) : keep(accounts, states));
  made.set(accounts, known);
  return known;
}

/** Copies a prepared state. */
export function copyState(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
}

/** Who has funds in it: people first, then strangers. */
export function fundedStrangers(accounts: number): readonly string[] {
  return strangers(accounts - Math.min(accounts, PEOPLE));
}

async function keep(accounts: number, states: string): Promise<string> {
  const kept = join(states, `${accounts}`);
  if (existsSync(kept)) return kept;
  const half = `${kept}.half`;
  rmSync(half, { recursive: true, force: true });
  copyState(await make(accounts), half);
  renameSync(half, kept);
  return kept;
}

async function make(accounts: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "vpr-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "app.db");
  const others = fundedStrangers(accounts);
  const chain = await AppChain.start({ people: accounts - others.length, others, path });
  await chain.store.dumped();
  await chain.close();
  return path;
}

/** Makes a state's folder, or copies the kept one; keeps a copy of what was made, where there is a place for it. */
export async function keepFolder(
  path: string,
  kept: string | undefined,
  make: (path: string) => Promise<void>,
): Promise<void> {
  if (kept !== undefined && existsSync(kept)) return copyState(kept, path);
  await make(path);
  if (kept === undefined) return;
  copyState(path, `${kept}.half`);
  renameSync(`${kept}.half`, kept);
}
