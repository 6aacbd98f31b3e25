import { withAccount } from "./genesis/accounts.js";
import { type GenesisDocument, sectionOf } from "./genesis/file.js";
import { makeGenTx, plainWish, withGenTxs } from "./genesis/gentx.js";
import { deriveKey, pathText } from "./keyring/derive.js";
import type { Keyring, StoredKey } from "./keyring/keyring.js";

/** The phrase that everybody knows: its accounts are for development alone. */
export const DEV_PHRASE = "test test test test test test test test test test test junk";

/** Names of its first accounts, by index. */
export const DEV_NAMES = ["alice", "bob", "carol", "dave", "erin"] as const;

/** What each account holds when the chain starts, base units. */
export const DEV_BALANCE = 1_000_000_000_000n;

/** What the first account stakes beside that, base units: the one validator's stake. */
export const DEV_STAKE = 1_000_000_000_000n;

/**
 * The genesis of a development chain: the accounts with their coins, and the home's own key as a
 * validator for which the first of them stakes. There is no inflation, so that the supply stays what
 * the accounts began with and amounts in examples add up; rewards come from fees. Votes are over
 * within a minute.
 */
export async function devGenesis(
  document: GenesisDocument,
  node: { readonly denom: string; readonly validatorKey: Uint8Array; readonly nodeId: string },
  keyring: Keyring,
): Promise<GenesisDocument> {
  const { denom } = node;
  const accounts = await devAccounts(keyring);
  const funded = accounts.reduce(
    (filled, { address }, index) => {
      const amount = index === 0 ? DEV_BALANCE + DEV_STAKE : DEV_BALANCE;
      return withAccount(filled, address, [{ denom, amount }]);
    },
    withShortVotes(withoutInflation(document)),
  );
  const stake = { denom, amount: DEV_STAKE };
  const operator = await keyring.signing(DEV_NAMES[0]);
  const frame = { memo: `${node.nodeId}@127.0.0.1:26656`, gas: 200_000n, fees: [] };
  const wish = plainWish("dev", node.validatorKey, stake);
  return withGenTxs(funded, [makeGenTx(funded, operator, wish, frame)]);
}

function withoutInflation(document: GenesisDocument): GenesisDocument {
  const mint = sectionOf(document, "mint");
  const none = { inflation_rate_change: "0.000000000000000000" };
  const bounds = { inflation_max: "0.000000000000000000", inflation_min: "0.000000000000000000" };
  const minter = { inflation: "0.000000000000000000", annual_provisions: "0.000000000000000000" };
  const params = { ...Object(mint.params), ...none, ...bounds };
  return { ...document, app_state: { ...document.app_state, mint: { ...mint, minter, params } } };
}

function withShortVotes(document: GenesisDocument): GenesisDocument {
  const gov = sectionOf(document, "gov");
  const periods = { voting_period: "60s", expedited_voting_period: "30s" };
  const params = { ...Object(gov.params), max_deposit_period: "300s", ...periods };
  return { ...document, app_state: { ...document.app_state, gov: { ...gov, params } } };
}

/** The development accounts, put into the keyring where they are missing. */
export async function devAccounts(keyring: Keyring): Promise<readonly StoredKey[]> {
  const accounts: StoredKey[] = [];
  for (const [index, name] of DEV_NAMES.entries()) {
    const path = pathText({ coinType: 118, account: 0, index });
    const found = await keyring.find(name);
    accounts.push(found ?? (await keyring.add(name, await deriveKey(DEV_PHRASE, path))));
  }
  return accounts;
}
