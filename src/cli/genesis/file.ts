import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { AppState } from "../../abci/genesis.js";
import { parseSettings } from "../../abci/settings.js";
import { parseGenesis } from "../../engine/home/genesis-doc.js";
import type { ValidatorPower } from "../../keeper/module.js";
import type { Json } from "../../keeper/query.js";
import { CliError, messageOf } from "../failure.js";

/** An object of JSON. */
export type Section = { readonly [name: string]: Json };

/** A genesis document as it stands in its file. */
export interface GenesisDocument extends Section {
  readonly app_state: AppState;
}

/** Reads a genesis file without looking into its sections. Throws CliError. */
export function readDocument(path: string): GenesisDocument {
  if (!existsSync(path)) throw new CliError(`no genesis at ${path}; vprd init makes one`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new CliError(`${path}: ${messageOf(error)}`);
  }
  if (!isSection(parsed) || !isSection(parsed.app_state)) {
    throw new CliError(`${path} is no genesis document: it has no app_state`);
  }
  return { ...parsed, app_state: parsed.app_state };
}

/** Writes a changed genesis file. */
export function writeDocument(path: string, document: GenesisDocument): void {
  writeFileSync(path, `${JSON.stringify(document, null, 2)}\n`);
}

/** Bech32 prefix of the chain's addresses. */
export function prefixOf(document: GenesisDocument): string {
  const { chain_id: chainId } = document;
  return parseSettings(String(chainId), document.app_state.vpr).prefix;
}

/** Runs the whole genesis of a file. As {@link tryGenesis}; the error names the file. */
export async function checkGenesis(path: string): Promise<readonly ValidatorPower[]> {
  try {
    return await tryGenesis(readDocument(path));
  } catch (error) {
    throw new CliError(`error validating genesis file ${path}: ${messageOf(error)}`);
  }
}

/**
 * Runs a whole genesis without keeping it; returns the validators that it stakes for. Throws CliError
 * with the section and the reason.
 */
export async function tryGenesis(document: GenesisDocument): Promise<readonly ValidatorPower[]> {
  const { GenesisError, initGenesis } = await import("../../abci/genesis.js");
  const { firstValidators, validatorUpdate } = await import("../../abci/block-facts.js");
  const { openState } = await import("../../abci/open-state.js");
  try {
    const { chainId, time, initialHeight, params, validators } = parseGenesis(document);
    const store = await openState({});
    const input = { chainId, time, initialHeight, consensusParams: params };
    const made = initGenesis(store.branch(), { ...input, appState: document.app_state });
    await store.close();
    firstValidators(validators.map(validatorUpdate), made.validators);
    return made.validators;
  } catch (error) {
    const kind = error instanceof GenesisError ? "" : "genesis document: ";
    throw new CliError(`${kind}${messageOf(error)}`);
  }
}

/** A section of the state. Throws CliError where it is none. */
export function sectionOf(document: GenesisDocument, name: string): Section {
  const section = document.app_state[name];
  if (isSection(section)) return section;
  throw new CliError(`the genesis has no section app_state.${name}`);
}

/** A list of a section; empty where it is left out. Throws CliError where it is none. */
export function listOf(section: Section, name: string): readonly Json[] {
  const list = section[name] ?? [];
  if (Array.isArray(list)) return list;
  throw new CliError(`${name} is no list in the genesis`);
}

/** Whether a value is an object of JSON. */
export function isSection(value: unknown): value is Section {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
