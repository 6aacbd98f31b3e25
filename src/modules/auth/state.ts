import { BaseAccount, ModuleAccount, Params } from "../../gen/cosmos/auth/v1beta1.js";
import { protoValue, Schema, u64Value, type ValueCodec } from "../../keeper/collections.js";
import { restAddressKey, u64Key } from "../../keeper/keys.js";
import { remembered } from "../../keeper/remembered.js";
import { StateFault } from "../../keeper/state-fault.js";
import { decodeAny, encodeAny } from "../../wire/any.js";
import type { Any } from "../../wire/descriptor.js";
import { baseOf, packVesting, unpackVesting, type Vesting, withBase } from "./vesting.js";

/** An account as it is stored: a plain one, one whose coins vest, or a module's with its permissions. */
export type Account =
  | { readonly kind: "base"; readonly base: BaseAccount }
  | { readonly kind: "vesting"; readonly base: BaseAccount; readonly vesting: Vesting }
  | {
      readonly kind: "module";
      readonly base: BaseAccount;
      readonly name: string;
      readonly permissions: readonly string[];
    };

/** The Any that Cosmos SDK stores for an account. */
export const accountValue: ValueCodec<Account> = {
  encode: (account) => encodeAny(packAccount(account)),
  decode(bytes) {
    const packed = decodeAny(bytes);
    const account = unpackAccount(packed.typeUrl, packed.value);
    if (account === undefined) throw new StateFault(`account of unknown type ${packed.typeUrl}`);
    return account;
  },
};

/** An account as an Any, for queries and genesis. */
export function packAccount(account: Account): Any {
  if (account.kind === "base") {
    return { typeUrl: BaseAccount.typeUrl, value: BaseAccount.encode(account.base) };
  }
  if (account.kind === "vesting") {
    const { base, vesting } = account;
    return packVesting(withBase(vesting, { ...baseOf(vesting), baseAccount: base }));
  }
  const { base: baseAccount, name, permissions } = account;
  return {
    typeUrl: ModuleAccount.typeUrl,
    value: ModuleAccount.encode({ baseAccount, name, permissions: [...permissions] }),
  };
}

/** Undefined when the type is none that accounts have here. */
export function unpackAccount(typeUrl: string, value: Uint8Array): Account | undefined {
  if (typeUrl === BaseAccount.typeUrl) return { kind: "base", base: BaseAccount.decode(value) };
  const vesting = unpackVesting(typeUrl, value);
  if (vesting !== undefined) {
    const base = baseOf(vesting).baseAccount ?? BaseAccount.create();
    return { kind: "vesting", base, vesting };
  }
  if (typeUrl !== ModuleAccount.typeUrl) return undefined;
  const { baseAccount, name, permissions } = ModuleAccount.decode(value);
  return { kind: "module", base: baseAccount ?? BaseAccount.create(), name, permissions };
}

/**
 * Every byte of store `acc`, as Cosmos SDK's x/auth lays it out (D-TX-10): existing proof readers
 * find accounts at `01 address`.
 */
export function authState(addressPrefix: string) {
  const schema = new Schema("acc", addressPrefix);
  const byNumber = schema.uniqueIndex(
    "accountNumber",
    "by_number",
    u64Key,
    (account: Account) => account.base.accountNumber,
  );
  const accounts = schema.map(1, "accounts", {
    key: restAddressKey(addressPrefix),
    value: remembered(accountValue),
    indexes: [byNumber],
  });
  return {
    params: schema.item(0, "params", remembered(protoValue(Params))),
    accounts,
    byNumber,
    /** Next number to be given, as in the SDK. */
    nextNumber: schema.item("globalAccountNumber", "next_number", u64Value),
  };
}

export type AuthState = ReturnType<typeof authState>;
