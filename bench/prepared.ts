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
 * a million of them takes minutes, so it is done once a run, and copied; `states` as in {@link stateFolder}.
 */
export function preparedState(accounts: number, states?: string): Promise<string> {
  const known =
    made.get(accounts) ?? stateFolder(`${accounts}`, states, (path) => make(path, accounts));
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

async function make(path: string, accounts: number): Promise<void> {
  const others = fundedStrangers(accounts);
  const chain = await AppChain.start({ people: accounts - others.length, others, path });
  await chain.store.dumped();
  await chain.close();
}

/**
 * A folder that only this run has, with the database that `make` writes; it is removed in the end. With
 * `states`, a folder, a copy is kept there by its name for later runs of the same program, which do not
 * make it again; nobody checks that the program is the same.
 */
export async function stateFolder(
  name: string,
  states: string | undefined,
  make: (path: string) => Promise<void>,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "vpr-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "app.db");
  const kept = states === undefined ? undefined : join(states, name);
  if (kept !== undefined && existsSync(kept)) copyState(kept, path);
  else await make(path);
  if (kept !== undefined && !existsSync(kept)) keep(path, kept);
  return path;
}

/** A run that ended in the middle of this leaves a half, which is no state. */
function keep(path: string, kept: string): void {
  const half = `${kept}.half`;
  rmSync(half, { recursive: true, force: true });
  copyState(path, half);
  renameSync(half, kept);
}
