import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { askSecret } from "../ask.js";
import { CliError } from "../failure.js";
import { say } from "../output.js";
import { writeWhole } from "../write-whole.js";
import { fitsBcrypt, hashPassphrase, matchesHash } from "./bcrypt.js";

/** How a keyring learns its passphrase. */
export interface Lock {
  /** Iterations of the key derivation for files that are written. */
  readonly iterations: number;
  /**
   * The passphrase of the keyring in a folder; asked for once. `fits` says whether a passphrase opens
   * what is there already; without it the keyring is a new one. Throws CliError.
   */
  passphrase(folder: string, fits?: (passphrase: string) => Promise<boolean>): Promise<string>;
}

/** The lock of keyrings for development: a passphrase that everybody knows. */
export const testLock: Lock = {
  iterations: 8192,
  passphrase: () => Promise.resolve("test"),
};

/** Name of the file that tells whether a passphrase is the right one. */
export const KEYHASH = "keyhash";

const ATTEMPTS = 3;
const SHORTEST = 8;

/** A lock that asks for the passphrase: twice for a new keyring, else up to three times. */
export function askingLock(): Lock {
  let known: Promise<string> | undefined;
  return {
    iterations: 600_000,
    passphrase(folder, fits) {
      known ??= learn(folder, fits);
      return known;
    },
  };
}

async function learn(
  folder: string,
  fits: ((passphrase: string) => Promise<boolean>) | undefined,
): Promise<string> {
  const path = join(folder, KEYHASH);
  const hashed = existsSync(path) ? readFileSync(path, "utf8").trim() : undefined;
  if (hashed !== undefined) return await known((given) => matchesHash(given, hashed));
  if (fits !== undefined) return await known(fits);
  const chosen = await choose();
  writeWhole(path, await hashPassphrase(chosen));
  return chosen;
}

async function known(isRight: (given: string) => Promise<boolean>): Promise<string> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const given = await askSecret(`Enter keyring passphrase (attempt ${attempt}/${ATTEMPTS}):`);
    if (await isRight(given)) return given;
    say("incorrect passphrase");
  }
  throw new CliError("too many failed passphrase attempts; nothing was changed");
}

async function choose(): Promise<string> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const chosen = await askSecret(`Enter keyring passphrase (attempt ${attempt}/${ATTEMPTS}):`);
    const fault = passphraseFault(chosen);
    if (fault !== undefined) {
      say(fault);
      continue;
    }
    if ((await askSecret("Re-enter keyring passphrase:")) === chosen) return chosen;
    say("passphrases do not match");
  }
  throw new CliError("no passphrase was chosen; nothing was changed");
}

/** What is wrong with a new passphrase; undefined where nothing is. */
export function passphraseFault(passphrase: string): string | undefined {
  if (passphrase.length < SHORTEST) return `password must be at least ${SHORTEST} characters`;
  return fitsBcrypt(passphrase) ? undefined : "password must have at most 72 bytes";
}
