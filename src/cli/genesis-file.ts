import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { STORES } from "../abci/compose.js";
import { type AppState, GenesisError, initGenesis } from "../abci/genesis.js";
import { parseSettings } from "../abci/settings.js";
import { parseGenesis } from "../engine/home/genesis-doc.js";
import { addCoins, type Coin } from "../keeper/coins.js";
import type { Json } from "../keeper/query.js";
import { openMultiStore } from "../store/multistore.js";
import { CliError, messageOf } from "./failure.js";

type Section = { readonly [name: string]: Json };

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

/** The document with an account that holds coins. Throws CliError where it is there already. */
export function withAccount(
  document: GenesisDocument,
  address: string,
  coins: readonly Coin[],
): GenesisDocument {
  const auth = sectionOf(document, "auth");
  const bank = sectionOf(document, "bank");
  const accounts = listOf(auth, "accounts");
  const balances = listOf(bank, "balances");
  if (balances.some((balance) => isSection(balance) && balance.address === address)) {
    throw new CliError(`account ${address} is in the genesis already`);
  }
  const account = {
    "@type": "/cosmos.auth.v1beta1.BaseAccount",
    address,
    pub_key: null,
    account_number: String(accounts.length),
    sequence: "0",
  };
  const supply = addCoins(coinsOf(listOf(bank, "supply")), coins);
  return {
    ...document,
    app_state: {
      ...document.app_state,
      auth: { ...auth, accounts: [...accounts, account] },
      bank: {
        ...bank,
        balances: [...balances, { address, coins: coinsJson(coins) }],
        supply: coinsJson(supply),
      },
    },
  };
}

/** Runs the whole genesis without keeping it. Throws CliError with the section and the reason. */
export async function checkGenesis(path: string): Promise<void> {
  const document = readDocument(path);
  try {
    const { chainId, time, initialHeight, params } = parseGenesis(document);
    const store = await openMultiStore({ stores: STORES });
    const input = { chainId, time, initialHeight, consensusParams: params };
    initGenesis(store.branch(), { ...input, appState: document.app_state });
    await store.close();
  } catch (error) {
    const kind = error instanceof GenesisError ? "" : "genesis document: ";
    throw new CliError(`error validating genesis file ${path}: ${kind}${messageOf(error)}`);
  }
}

function sectionOf(document: GenesisDocument, name: string): Section {
  const section = document.app_state[name];
  if (isSection(section)) return section;
  throw new CliError(`the genesis has no section app_state.${name}`);
}

function listOf(section: Section, name: string): readonly Json[] {
  const list = section[name] ?? [];
  if (Array.isArray(list)) return list;
  throw new CliError(`${name} is no list in the genesis`);
}

function coinsOf(list: readonly Json[]): readonly Coin[] {
  return list.flatMap((coin) =>
    isSection(coin) ? [{ denom: String(coin.denom), amount: BigInt(String(coin.amount)) }] : [],
  );
}

const coinsJson = (coins: readonly Coin[]) =>
  coins.map(({ denom, amount }) => ({ denom, amount: amount.toString() }));

function isSection(value: unknown): value is Section {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
