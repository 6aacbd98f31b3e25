import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { type AppState, freshAppState } from "../abci/genesis.js";
import { cometConfigText } from "../engine/comet/config.js";
import { ensureCometHome } from "../engine/comet/home.js";
import type { TomlValue } from "../engine/comet/toml.js";
import { nodeId, readKeyFile } from "../engine/embedded/keys.js";
import { genesisJson, writeGenesisFile } from "../engine/home/genesis-doc.js";
import { CLIENT_SETTINGS } from "./config/client-settings.js";
import { appToml, clientToml } from "./config/templates.js";
import { CliError, messageOf } from "./failure.js";
import { cliPaths } from "./home.js";

/** How a home is made. Addresses as `tcp://host:port`. */
export interface NewHome {
  readonly home: string;
  readonly moniker: string;
  readonly chainId: string;
  readonly denom: string;
  readonly overwrite: boolean;
  readonly development: boolean;
  readonly rpc: string;
  readonly api: string;
  /** Further values of `config.toml`, by `section.key`. */
  readonly values?: Readonly<Record<string, TomlValue>>;
}

/** What was made. */
export interface MadeHome {
  readonly nodeId: string;
  readonly appState: AppState;
}

/** Power of the one validator of a new chain. */
const POWER = 10n;

/** Makes the files of a node whose own key is the chain's one validator. Throws CliError. */
export function makeHome(wanted: NewHome): MadeHome {
  const { home, moniker, chainId, overwrite } = wanted;
  const paths = cliPaths(home);
  if (existsSync(paths.genesis) && !overwrite) {
    throw new CliError(
      `genesis.json file already exists: ${paths.genesis}; --overwrite replaces it`,
    );
  }
  if (chainId.length > 50) throw new CliError("a chain id has at most 50 characters");
  const appState = appStateOf(wanted);
  mkdirSync(paths.config, { recursive: true });
  const config = { moniker, rpcListen: wanted.rpc, values: wanted.values ?? {} };
  ensureCometHome(home, config);
  if (overwrite) {
    rmSync(paths.genesis, { force: true });
    writeFileSync(paths.engineConfig, cometConfigText(config));
  }
  writeFileSync(paths.appConfig, appToml(wanted));
  const node = wanted.development ? wanted.rpc : CLIENT_SETTINGS[""].node;
  writeFileSync(paths.clientConfig, clientToml({ ...wanted, rpc: node }));
  const { publicKey } = readKeyFile(paths.validatorKey);
  const time = BigInt(Date.now()) * 1_000_000n;
  const validators = [{ publicKey, power: POWER, name: moniker }];
  writeGenesisFile(paths.genesis, genesisJson({ chainId, time, validators, appState }));
  return { nodeId: nodeId(readKeyFile(paths.nodeKey)), appState };
}

function appStateOf({ chainId, denom }: NewHome): AppState {
  try {
    return freshAppState(chainId, denom);
  } catch (error) {
    throw new CliError(`no chain with base denomination ${denom}: ${messageOf(error)}`);
  }
}
