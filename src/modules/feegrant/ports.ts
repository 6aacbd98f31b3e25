import type { ReadContext, WriteContext } from "../../keeper/context.js";

/** What fee allowances ask of accounts. Addresses are lower-case bech32 texts. */
export interface AccountsPort {
  exists(ctx: ReadContext, address: string): boolean;
  /** Makes a plain account unless there is one. */
  ensure(ctx: WriteContext, address: string): void;
}

/** Which accounts take nothing. */
export interface RecipientPort {
  /** Refuses module accounts with `sdk` 4. */
  checkRecipient(address: string): void;
}
