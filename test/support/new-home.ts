import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A home folder with a genesis; the caller removes it. */
export function newHome(genesis: object = {}): string {
  const home = mkdtempSync(join(tmpdir(), "embedded-"));
  writeGenesis(home, genesis);
  return home;
}

/** Writes the genesis document of a home folder. */
export function writeGenesis(home: string, genesis: object = {}): void {
  mkdirSync(join(home, "config"), { recursive: true });
  const document = {
    genesis_time: "2026-01-01T00:00:00.123456789Z",
    chain_id: "kv-1",
    initial_height: "1",
    app_state: { kv: {} },
    ...genesis,
  };
  writeFileSync(join(home, "config", "genesis.json"), JSON.stringify(document));
}

/** Removes a home folder. */
export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true });
}
