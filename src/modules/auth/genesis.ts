import { BaseAccount, GenesisState, ModuleAccount } from "../../gen/cosmos/auth/v1beta1.js";
import { parseAccount } from "../../keeper/addresses.js";
import { defineErrors, refuse } from "../../keeper/errors.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import type { AuthKeeper } from "./keeper.js";
import { MODULE_ACCOUNTS } from "./module-accounts.js";
import { DEFAULT_PARAMS, paramsFault } from "./params.js";
import { type Account, type AuthState, packAccount, unpackAccount } from "./state.js";
import { vestingFault } from "./vesting.js";

export const authErrors = defineErrors("auth", {
  badGenesis: [2, "genesis of accounts is not valid", "InvalidArgument"],
});

/** Section `auth`, in the SDK's shape; module accounts are made after those that it names (D-TX-11). */
export const authGenesis = (
  keeper: AuthKeeper,
  state: AuthState,
  prefix: string,
): ModuleGenesis => ({
  name: "auth",
  fresh: () => printSection(GenesisState, { params: DEFAULT_PARAMS, accounts: [] }),

  init(ctx, section) {
    const { params, accounts } = readSection(GenesisState, section, authErrors.badGenesis);
    const reason = paramsFault(params);
    if (reason !== undefined) refuse(authErrors.badGenesis, { reason });
    state.params.set(ctx, params);
    const read = accounts.map(({ typeUrl, value }) => readAccount(prefix, typeUrl, value));
    const modules = new Set(MODULE_ACCOUNTS.map(({ name }) => keeper.moduleAddress(name)));
    let next = 0n;
    for (const account of numbered(read)) {
      if (keeper.exists(ctx, account.base.address)) {
        refuse(authErrors.badGenesis, { twice: account.base.address });
      }
      if (account.kind !== "module" && modules.has(account.base.address)) {
        refuse(authErrors.badGenesis, { not_a_module_account: account.base.address });
      }
      keeper.set(ctx, account);
      if (account.base.accountNumber >= next) next = account.base.accountNumber + 1n;
    }
    state.nextNumber.set(ctx, next);
    for (const { name, permissions } of MODULE_ACCOUNTS)
      keeper.createModule(ctx, name, permissions);
  },

  export(ctx) {
    const accounts = [...state.accounts.entries(ctx)].map(([, account]) => account);
    accounts.sort((a, b) => (a.base.accountNumber < b.base.accountNumber ? -1 : 1));
    const params = keeper.params(ctx);
    return printSection(GenesisState, { params, accounts: accounts.map(packAccount) });
  },
});

/** Leaves room for every account that this chain will ever make. */
const MOST_NUMBER = (1n << 63n) - 1n;

function readAccount(prefix: string, typeUrl: string, value: Uint8Array): Account {
  const account = unpackAccount(typeUrl, value);
  if (account === undefined) {
    const known = [BaseAccount.typeUrl, ModuleAccount.typeUrl, "vesting accounts"].join(", ");
    return refuse(authErrors.badGenesis, { type: typeUrl, known });
  }
  const fault = account.kind === "vesting" ? vestingFault(account.vesting) : undefined;
  if (fault !== undefined) {
    refuse(authErrors.badGenesis, { address: account.base.address, reason: fault });
  }
  const address = parseAccount(prefix, account.base.address);
  if (address === undefined) refuse(authErrors.badGenesis, { address: account.base.address });
  const { accountNumber, sequence } = account.base;
  if (accountNumber > MOST_NUMBER || sequence > MOST_NUMBER) {
    refuse(authErrors.badGenesis, { address, account_number: accountNumber, sequence });
  }
  return { ...account, base: { ...account.base, address } };
}

/**
 * The accounts by number; where a number is given twice the later one takes the lowest that is free
 * above it, as Cosmos SDK does (set-up tools give every account 0).
 */
function numbered(accounts: readonly Account[]): readonly Account[] {
  const sorted = accounts
    .map((account, at) => ({ account, at }))
    .sort((a, b) => {
      const [x, y] = [a.account.base.accountNumber, b.account.base.accountNumber];
      return x === y ? a.at - b.at : x < y ? -1 : 1;
    });
  const taken = new Set(sorted.map(({ account }) => account.base.accountNumber));
  const given = new Set<bigint>();
  let free = 0n;
  return sorted.map(({ account }) => {
    const { accountNumber: wanted } = account.base;
    if (!given.has(wanted)) {
      given.add(wanted);
      return account;
    }
    while (taken.has(free)) free++;
    taken.add(free);
    given.add(free);
    return { ...account, base: { ...account.base, accountNumber: free } };
  });
}
