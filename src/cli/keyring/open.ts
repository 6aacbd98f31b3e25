import { join } from "node:path";
import { CliError } from "../failure.js";
import { Keyring } from "./keyring.js";
import { askingLock, testLock } from "./passphrase.js";

/**
 * The keyring of a backend under a folder (the home, or `--keyring-dir`). Nothing is read before a key
 * is asked for. Throws CliError for a backend that this program does not have.
 */
export function openKeyring(backend: string, root: string, prefix: string): Keyring {
  if (backend === "test") return new Keyring(join(root, "keyring-test"), prefix, testLock);
  if (backend === "file") return new Keyring(join(root, "keyring-file"), prefix, askingLock());
  throw new CliError(
    `keyring backend ${JSON.stringify(backend)} is not available: use --keyring-backend file ` +
      "(encrypted with a passphrase) or test (not encrypted, for development)",
  );
}
