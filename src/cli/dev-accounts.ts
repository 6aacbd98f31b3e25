import type { Coin } from "../keeper/coins.js";
import { deriveKey, pathText } from "./keyring/derive.js";
import type { Keyring, StoredKey } from "./keyring/keyring.js";

/** The phrase that everybody knows: its accounts are for development alone. */
export const DEV_PHRASE = "test test test test test test test test test test test junk";

/** Names of its first accounts, by index. */
export const DEV_NAMES = ["alice", "bob", "carol", "dave", "erin"] as const;

/** What each account holds when the chain starts, base units. */
export const DEV_BALANCE = 1_000_000_000_000n;

/** The coins of each account. */
export const devCoins = (denom: string): readonly Coin[] => [{ denom, amount: DEV_BALANCE }];

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
