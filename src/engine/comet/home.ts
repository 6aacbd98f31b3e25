import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  createKey,
  type NodeKey,
  nodeKeyJson,
  readKeyFile,
  validatorKeyJson,
  writeKeyFile,
} from "../embedded/keys.js";
import { type HomePaths, homePaths } from "../home/paths.js";
import { type CometConfig, cometConfigText } from "./config.js";

/** The keys of a home. */
export interface HomeKeys {
  readonly validator: NodeKey;
  readonly node: NodeKey;
}

/** Makes the folders and the keys of a home where they are missing; both engines use them. */
export function ensureKeys(home: string): HomeKeys {
  const paths = homePaths(home);
  for (const folder of [paths.config, paths.data]) mkdirSync(folder, { recursive: true });
  const validator = ownKey(paths.validatorKey, validatorKeyJson);
  return { validator, node: ownKey(paths.nodeKey, nodeKeyJson) };
}

/**
 * Makes the home complete for CometBFT: keys, the state of its signer and `config.toml`, each where
 * it is missing. The genesis is written apart. Throws an Error where the state of the signer is
 * missing in a home that has blocks: whoever forgets what it signed may sign twice.
 */
export function ensureCometHome(home: string, config: CometConfig): HomePaths {
  const paths = homePaths(home);
  const used = ENGINE_DATA.some((name) => existsSync(join(paths.data, name)));
  if (used && !existsSync(paths.validatorState)) {
    throw new Error(
      `${paths.validatorState} is missing though this node has blocks; bring it back from where it ` +
        "ran last: a validator that forgets what it signed may sign twice",
    );
  }
  ensureKeys(home);
  writeMissing(paths.engineConfig, cometConfigText(config));
  writeMissing(paths.validatorState, NOTHING_SIGNED);
  return paths;
}

/** What CometBFT keeps in `data` once it has run. */
export const ENGINE_DATA = ["blockstore.db", "state.db", "cs.wal", "evidence.db", "tx_index.db"];

/** Text of `priv_validator_state.json` of a key that has signed nothing. */
export const NOTHING_SIGNED = `${JSON.stringify({ height: "0", round: 0, step: 0 }, null, 2)}\n`;

function ownKey(path: string, print: (key: NodeKey) => string): NodeKey {
  if (!existsSync(path)) writeKeyFile(path, print(createKey()));
  return readKeyFile(path);
}

function writeMissing(path: string, text: string): void {
  if (!existsSync(path)) writeFileSync(path, text, { mode: 0o600 });
}
