import type { BaseAccount, Params } from "../../gen/cosmos/auth/v1beta1.js";
import { addressText, moduleAddress } from "../../keeper/addresses.js";
import type { Coin } from "../../keeper/coins.js";
import type { ChainSettings, ReadContext, WriteContext } from "../../keeper/context.js";
import type { Any } from "../../wire/descriptor.js";
import { MODULE_ACCOUNTS } from "./module-accounts.js";
import { DEFAULT_PARAMS } from "./params.js";
import type { Account, AuthState } from "./state.js";
import { delegated, lockedAmount, undelegated, type Vesting } from "./vesting.js";

/** Accounts: numbers, sequences, public keys. Addresses are lower-case bech32 texts. */
export class AuthKeeper {
  /** Addresses of the module accounts by name: every fee asks for one. */
  readonly #modules: ReadonlyMap<string, string>;

  constructor(
    private readonly state: AuthState,
    private readonly settings: ChainSettings,
  ) {
    this.#modules = new Map(
      MODULE_ACCOUNTS.map(({ name }) => [name, addressText(settings.prefix, moduleAddress(name))]),
    );
  }

  find(ctx: ReadContext, address: string): Account | undefined {
    return this.state.accounts.get(ctx, address);
  }

  exists(ctx: ReadContext, address: string): boolean {
    return this.state.accounts.has(ctx, address);
  }

  /** Stores an account that exists, its number unchanged. */
  set(ctx: WriteContext, account: Account): void {
    this.state.accounts.set(ctx, account.base.address, account);
  }

  /** Makes a plain account unless there is one. Cosmos SDK makes one for each first recipient. */
  ensure(ctx: WriteContext, address: string): void {
    if (!this.exists(ctx, address)) this.create(ctx, address, undefined);
  }

  /** Base units of a denomination that an account may not spend, since they still vest. */
  locked(ctx: ReadContext, address: string, denom: string): bigint {
    const account = this.find(ctx, address);
    return account?.kind === "vesting" ? lockedAmount(account.vesting, ctx.blockTime, denom) : 0n;
  }

  /** Remembers which coins of a vesting account are delegated. */
  trackDelegation(ctx: WriteContext, address: string, coins: readonly Coin[]): void {
    this.updateVesting(ctx, address, (vesting) => delegated(vesting, ctx.blockTime, coins));
  }

  /** Remembers that coins of a vesting account came back. */
  trackUndelegation(ctx: WriteContext, address: string, coins: readonly Coin[]): void {
    this.updateVesting(ctx, address, (vesting) => undelegated(vesting, coins));
  }

  /** A new account whose coins vest. */
  createVesting(ctx: WriteContext, address: string, vesting: Vesting): void {
    const base = { address, pubKey: undefined, accountNumber: this.takeNumber(ctx), sequence: 0n };
    this.set(ctx, { kind: "vesting", base, vesting });
  }

  /** A new account with the next number; `publicKey` is a policy account's credential. */
  create(ctx: WriteContext, address: string, publicKey: Any | undefined): Account {
    const base: BaseAccount = {
      address,
      pubKey: publicKey,
      accountNumber: this.takeNumber(ctx),
      sequence: 0n,
    };
    const account: Account = { kind: "base", base };
    this.set(ctx, account);
    return account;
  }

  /** Makes a module account, `sha256(name)[:20]`, unless there is one (D-TX-11). */
  createModule(ctx: WriteContext, name: string, permissions: readonly string[]): void {
    const address = this.moduleAddress(name);
    if (this.exists(ctx, address)) return;
    const base = { address, pubKey: undefined, accountNumber: this.takeNumber(ctx), sequence: 0n };
    this.set(ctx, { kind: "module", base, name, permissions });
  }

  /** Bech32 address of a module's account. */
  moduleAddress(name: string): string {
    return this.#modules.get(name) ?? addressText(this.settings.prefix, moduleAddress(name));
  }

  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? DEFAULT_PARAMS;
  }

  private updateVesting(
    ctx: WriteContext,
    address: string,
    change: (vesting: Vesting) => Vesting,
  ): void {
    const account = this.find(ctx, address);
    if (account?.kind !== "vesting") return;
    this.set(ctx, { ...account, vesting: change(account.vesting) });
  }

  private takeNumber(ctx: WriteContext): bigint {
    const number = this.state.nextNumber.get(ctx) ?? 0n;
    this.state.nextNumber.set(ctx, number + 1n);
    return number;
  }
}
