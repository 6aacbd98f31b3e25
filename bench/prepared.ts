import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppChain } from "../test/support/app-chain.js";
import { strangers } from "./work.js";

/** Accounts of a prepared state whose keys are known, where it has so many. */
export const PEOPLE = 500;

const made = new Map<number, Promise<string>>();

/**
 * The folder of a database in which so many accounts have funds: a genesis and one empty block. To make
 * a million of them takes minutes, so it is done once and copied.
 */
export function preparedState(accounts: number): Promise<string> {
  const known = made.get(accounts) ?? make(accounts);
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
