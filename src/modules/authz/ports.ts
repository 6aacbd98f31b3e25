import type { ReadContext, WriteContext } from "../../keeper/context.js";

/** What authorizations ask of accounts. Addresses are lower-case bech32 texts. */
export interface AccountsPort {
  exists(ctx: ReadContext, address: string): boolean;
  /** Makes a plain account unless there is one. */
  ensure(ctx: WriteContext, address: string): void;
}

/** Rules of the bank for who receives. */
export interface RecipientPort {
  /** Refuses a list that names an account twice with `bank` 8. */
  checkDistinct(recipients: readonly string[]): void;
  /** Refuses module accounts with `sdk` 4. */
  checkRecipient(address: string): void;
}
