import { existsSync } from "node:fs";
import { stakesForValidators } from "../../abci/gen-txs.js";
import type { AppState } from "../../abci/genesis.js";
import { readKeyFile } from "../../engine/embedded/keys.js";
import { LONE_POWER } from "../../engine/embedded/validators.js";
import {
  FRESH_PARAMS,
  type GenesisValidator,
  genesisJson,
  readGenesisFile,
} from "../../engine/home/genesis-doc.js";
import { ConsensusParams } from "../../gen/tendermint/types.js";
import { CliError } from "../failure.js";
import { cliPaths } from "../home.js";
import { VERSION } from "../version.js";
import { appOf, withState } from "./state.js";

/** What is exported. */
export interface ExportChoices {
  /** The last block where none is given. */
  readonly height?: bigint | undefined;
  /** For a chain that begins at block 1 again: rewards are paid, and heights forgotten. */
  readonly forZeroHeight: boolean;
  /** Names of the sections; all where none is given. */
  readonly modules: readonly string[];
}

/**
 * The genesis document that a chain can be started from as it was after a block: its time is that
 * block's, its first block the next one. Throws CliError.
 */
export async function exportDocument(home: string, choices: ExportChoices): Promise<object> {
  return withState(home, async (store) => {
    const app = await appOf(store);
    const height = choices.height ?? store.version;
    const found = await app.exportAt(height, choices.forZeroHeight);
    if (found === undefined) {
      const range = `${store.earliest} to ${store.version}`;
      throw new CliError(`height ${height} is not retained, ${range} are`);
    }
    const { chainId } = app.live.settings;
    const appState = chosen(found.appState, choices.modules);
    const parts = {
      chainId,
      time: found.time,
      initialHeight: choices.forZeroHeight ? 1n : height + 1n,
      params: whole(found.consensusParams),
      validators: stakesForValidators(found.appState) ? [] : validatorsOf(home),
      appState,
    };
    return { app_name: "vprd", app_version: VERSION, ...genesisJson(parts) };
  });
}

/** What genesis left out or the engine never told stands as a fresh chain has it. */
function whole(params: ConsensusParams | undefined): ConsensusParams {
  if (params === undefined) return FRESH_PARAMS;
  const { block, evidence, validator, version, abci } = params;
  return ConsensusParams.create({
    block: block ?? FRESH_PARAMS.block,
    evidence: evidence ?? FRESH_PARAMS.evidence,
    validator: validator ?? FRESH_PARAMS.validator,
    version: version ?? FRESH_PARAMS.version,
    abci: abci ?? FRESH_PARAMS.abci,
  });
}

/** Sections in the order of the whole document. Throws CliError for a name that is none. */
function chosen(appState: AppState, modules: readonly string[]): AppState {
  const unknown = modules.find((name) => !Object.hasOwn(appState, name));
  if (unknown !== undefined) {
    const known = Object.keys(appState).join(", ");
    throw new CliError(`there is no module ${unknown} to export; there are ${known}`);
  }
  if (modules.length === 0) return appState;
  return Object.fromEntries(Object.entries(appState).filter(([name]) => modules.includes(name)));
}

/** Where nobody stakes: those of the home's genesis, which stay the same for the life of the chain, or its own key. */
function validatorsOf(home: string): readonly GenesisValidator[] {
  const { genesis, validatorKey } = cliPaths(home);
  const named = existsSync(genesis) ? readGenesisFile(genesis).validators : [];
  if (named.length > 0) return named.map((validator) => ({ ...validator, name: "" }));
  if (!existsSync(validatorKey)) return [];
  return [{ publicKey: readKeyFile(validatorKey).publicKey, power: LONE_POWER, name: "" }];
}
