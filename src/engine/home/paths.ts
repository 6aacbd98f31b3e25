import { join } from "node:path";

/** The files of a node's home folder, at the places that users of Cosmos know. */
export interface HomePaths {
  readonly config: string;
  readonly data: string;
  readonly genesis: string;
  readonly engineConfig: string;
  readonly validatorKey: string;
  readonly nodeKey: string;
  readonly validatorState: string;
}

/** Paths under a home folder. Nothing is read. */
export function homePaths(home: string): HomePaths {
  const [config, data] = [join(home, "config"), join(home, "data")];
  return {
    config,
    data,
    genesis: join(config, "genesis.json"),
    engineConfig: join(config, "config.toml"),
    validatorKey: join(config, "priv_validator_key.json"),
    nodeKey: join(config, "node_key.json"),
    validatorState: join(data, "priv_validator_state.json"),
  };
}
