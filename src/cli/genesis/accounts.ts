import { BaseAccount, ModuleAccount } from "../../gen/cosmos/auth/v1beta1.js";
import {
  BaseVestingAccount,
  ContinuousVestingAccount,
  DelayedVestingAccount,
} from "../../gen/cosmos/vesting/v1beta1.js";
import { registry } from "../../gen/registry.js";
import { addCoins, amountOf, type Coin } from "../../keeper/coins.js";
import type { Json } from "../../keeper/query.js";
import { coinsJson } from "../../keeper/spec-json.js";
import type { MessageType } from "../../wire/descriptor.js";
import { toJson } from "../../wire/proto-json.js";
import { CliError } from "../failure.js";
import { type GenesisDocument, isSection, listOf, sectionOf } from "./file.js";

/** What an account of the genesis may be beside one that holds coins. */
export interface AccountKind {
  /** Coins that are locked at first; they are part of those that it holds. */
  readonly vesting?: readonly Coin[];
  /** When vesting begins, seconds since the Unix epoch; 0n: all is locked until the end. */
  readonly vestingStart?: bigint;
  /** When everything has vested, seconds since the Unix epoch. */
  readonly vestingEnd?: bigint;
  /** Makes it the account of a module, which may mint and burn. */
  readonly moduleName?: string;
  /** Adds the coins to those of an account that is there already. */
  readonly append?: boolean;
}

/** The document with an account that holds coins. Throws CliError where it is there already. */
export function withAccount(
  document: GenesisDocument,
  address: string,
  coins: readonly Coin[],
  kind: AccountKind = {},
): GenesisDocument {
  const auth = sectionOf(document, "auth");
  const bank = sectionOf(document, "bank");
  const accounts = listOf(auth, "accounts");
  const balances = listOf(bank, "balances");
  const isThere =
    balances.some((balance) => isSection(balance) && balance.address === address) ||
    accounts.some((account) => addressIn(account) === address);
  if (isThere && kind.append !== true) {
    throw new CliError(`account ${address} is in the genesis already; --append adds to its coins`);
  }
  const added = isThere ? [] : [accountJson(address, coins, kind, accounts.length)];
  const supply = addCoins(coinsOf(listOf(bank, "supply")), coins);
  return {
    ...document,
    app_state: {
      ...document.app_state,
      auth: { ...auth, accounts: [...accounts, ...added] },
      bank: {
        ...bank,
        balances: withBalance(balances, address, coins),
        supply: coinsJson(supply),
      },
    },
  };
}

/** What an account of the genesis holds; undefined where it is not there. */
export function genesisBalance(
  document: GenesisDocument,
  address: string,
): readonly Coin[] | undefined {
  for (const balance of listOf(sectionOf(document, "bank"), "balances")) {
    if (isSection(balance) && balance.address === address) {
      return coinsOf(listOf(balance, "coins"));
    }
  }
  return undefined;
}

function withBalance(
  balances: readonly Json[],
  address: string,
  coins: readonly Coin[],
): readonly Json[] {
  const at = balances.findIndex((balance) => isSection(balance) && balance.address === address);
  const found = balances[at];
  if (!isSection(found)) return [...balances, { address, coins: coinsJson(coins) }];
  const sum = addCoins(coinsOf(listOf(found, "coins")), coins);
  return balances.map((balance, index) =>
    index === at ? { ...found, coins: coinsJson(sum) } : balance,
  );
}

function accountJson(
  address: string,
  coins: readonly Coin[],
  kind: AccountKind,
  number: number,
): Json {
  const base = BaseAccount.create({ address, accountNumber: BigInt(number) });
  const { vesting = [], vestingStart = 0n, vestingEnd = 0n, moduleName = "" } = kind;
  if (vesting.length > 0) {
    if (moduleName !== "") throw new CliError("an account of a module does not vest");
    const isMore = vesting.some(({ denom, amount }) => amount > amountOf(coins, denom));
    if (isMore) throw new CliError("vesting amount cannot be greater than total amount");
    return vestingAccount(base, vesting, vestingStart, vestingEnd);
  }
  if (vestingStart !== 0n || vestingEnd !== 0n) {
    throw new CliError("--vesting-start-time and --vesting-end-time go with --vesting-amount");
  }
  if (moduleName === "") return typed(BaseAccount, base);
  const permissions = ["burner", "minter"];
  return typed(ModuleAccount, { baseAccount: base, name: moduleName, permissions });
}

function typed<T>(type: MessageType<T>, value: T): Json {
  return { "@type": type.typeUrl, ...toJson(type, value, { registry }) };
}

function vestingAccount(
  baseAccount: BaseAccount,
  originalVesting: readonly Coin[],
  startTime: bigint,
  endTime: bigint,
): Json {
  if (endTime <= startTime) {
    throw new CliError(
      "invalid vesting parameters; must supply start and end time or end time, the start before the end",
    );
  }
  const baseVestingAccount = BaseVestingAccount.create({ baseAccount, originalVesting, endTime });
  return startTime === 0n
    ? typed(DelayedVestingAccount, { baseVestingAccount })
    : typed(ContinuousVestingAccount, { baseVestingAccount, startTime });
}

/** The address of an account of any kind, wherever its base account is. */
function addressIn(account: Json): string | undefined {
  if (!isSection(account)) return undefined;
  if (typeof account.address === "string") return account.address;
  return addressIn(account.base_account ?? account.base_vesting_account ?? null);
}

function coinsOf(list: readonly Json[]): readonly Coin[] {
  return list.flatMap((coin) =>
    isSection(coin) ? [{ denom: String(coin.denom), amount: BigInt(String(coin.amount)) }] : [],
  );
}
