import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { stakesForValidators } from "../../abci/gen-txs.js";
import { LONE_POWER } from "../embedded/validators.js";
import { genesisJson, readGenesisFile } from "../home/genesis-doc.js";
import type { HomePaths } from "../home/paths.js";

const ownForm = z.looseObject({
  initial_height: z.string().optional(),
  consensus_params: z.looseObject({}),
  validators: z.array(z.unknown()).default([]),
});

/**
 * Path of a genesis that CometBFT can start from: the home's own, or where that has the SDK's form, or
 * nobody names a validator, one made from it and written beside it. Throws an Error that names a bad file.
 */
export function cometGenesisFile(paths: HomePaths, publicKey: Uint8Array): string {
  const genesis = readGenesisFile(paths.genesis);
  const staked = stakesForValidators(genesis.appState);
  const own = ownForm.safeParse(JSON.parse(readFileSync(paths.genesis, "utf8")));
  if (own.success && (staked || own.data.validators.length > 0)) return paths.genesis;
  const lone = { publicKey, power: LONE_POWER };
  const named = staked || genesis.validators.length > 0;
  const validators = named ? genesis.validators : [lone];
  const made = genesisJson({
    ...genesis,
    validators: validators.map((validator) => ({ ...validator, name: "" })),
    appState: Object(genesis.appState ?? {}),
  });
  const path = join(paths.config, "genesis.comet.json");
  writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`);
  return path;
}
