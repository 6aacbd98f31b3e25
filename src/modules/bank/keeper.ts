import type { Params } from "../../gen/cosmos/bank/v1beta1.js";
import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { freeGas, GAS } from "../../keeper/gas.js";
import * as int from "../../keeper/int.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { burnt, coinReceived, coinSpent, minted, sentBy, transferred } from "./events.js";
import type { AccountsPort } from "./ports.js";
import type { BankState } from "./state.js";

/** Digits that the balance of a collector of fees is charged for, whatever it is. */
const COLLECTED_DIGITS = 16n;

/** Base units in an account that are not its own to spend. */
export type Held = (ctx: ReadContext, denom: string) => bigint;

/** Balances and supply. Amounts are base units (uvna); addresses lower-case bech32 texts. */
export class BankKeeper {
  readonly #held = new Map<string, Held>();

  constructor(
    private readonly state: BankState,
    private readonly accounts: AccountsPort,
  ) {}

  /** Keeps what `heldOf` tells of an account from being spent or delegated by anyone. */
  hold(address: string, heldOf: Held): void {
    this.#held.set(address, heldOf);
  }

  /** 0n when there is none. */
  balance(ctx: ReadContext, address: string, denom: string): bigint {
    return this.state.balances.get(ctx, [address, denom]) ?? 0n;
  }

  /** What may be sent: the balance without what still vests or is held for others. */
  spendable(ctx: ReadContext, address: string, denom: string): bigint {
    const free = this.balance(ctx, address, denom) - this.locked(ctx, address, denom);
    return free > 0n ? free : 0n;
  }

  private locked(ctx: ReadContext, address: string, denom: string): bigint {
    const held = this.#held.get(address)?.(ctx, denom) ?? 0n;
    return held + this.accounts.locked(ctx, address, denom);
  }

  /** All balances of an account, by denomination. */
  *balances(ctx: ReadContext, address: string): IterableIterator<Coin> {
    const start = this.state.holder(address);
    for (const [[, denom], amount] of this.state.balances.entries(ctx, { start })) {
      yield { denom, amount };
    }
  }

  supply(ctx: ReadContext, denom: string): bigint {
    return this.state.supply.get(ctx, denom) ?? 0n;
  }

  /** Whether anything is known of a denomination: some of it was issued, or it is described. */
  isKnownDenom(ctx: ReadContext, denom: string): boolean {
    return this.supply(ctx, denom) > 0n || this.state.metadata.has(ctx, denom);
  }

  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? { sendEnabled: [], defaultSendEnabled: true };
  }

  /** Whether plain transfers of a denomination are on. */
  isSendEnabled(ctx: ReadContext, denom: string): boolean {
    return this.state.sendEnabled.get(ctx, denom) ?? this.params(ctx).defaultSendEnabled;
  }

  /**
   * Moves coins and makes the recipient's account when it is its first. Coins are valid and above
   * zero. Refuses with `sdk` 5. x/bank SendCoins.
   */
  send(ctx: WriteContext, from: string, to: string, coins: readonly Coin[]): void {
    this.take(ctx, from, coins);
    this.give(ctx, to, coins);
    ctx.emit(transferred(from, to, coins));
    ctx.emit(sentBy(from));
  }

  /**
   * Moves a fee to a module's account. Its gas does not depend on what that account holds: blocks empty
   * it, and a simulation cannot know whether it will be the first of its block.
   */
  collectFee(ctx: WriteContext, from: string, module: string, coins: readonly Coin[]): void {
    const to = this.accounts.moduleAddress(module);
    this.take(ctx, from, coins);
    this.give({ ...ctx, gas: freeGas }, to, coins);
    this.chargeCollector(ctx, to, coins);
    ctx.emit(transferred(from, to, coins));
    ctx.emit(sentBy(from));
  }

  /**
   * Uses the gas of moving a fee and moves nothing: a simulation without fee charges no less than
   * delivery will (D-TX-09).
   */
  rehearseFee(ctx: WriteContext, from: string, module: string): void {
    const { denom } = ctx.chain;
    this.state.balances.set(ctx, [from, denom], this.balance(ctx, from, denom));
    this.chargeCollector(ctx, this.accounts.moduleAddress(module), [{ denom, amount: 0n }]);
  }

  private chargeCollector(ctx: WriteContext, to: string, coins: readonly Coin[]): void {
    ctx.gas.consume(GAS.has, "has");
    for (const { denom } of coins) {
      const bytes = this.state.keyBytes(to, denom) + COLLECTED_DIGITS;
      ctx.gas.consume(GAS.read + GAS.readByte * bytes, "read");
      ctx.gas.consume(GAS.indexMove, "index");
      ctx.gas.consume(GAS.write + GAS.writeByte * bytes, "write");
    }
  }

  /** Moves coins to a module's account. */
  toModule(ctx: WriteContext, from: string, module: string, coins: readonly Coin[]): void {
    this.send(ctx, from, this.accounts.moduleAddress(module), coins);
  }

  /** Moves coins from a module's account. */
  fromModule(ctx: WriteContext, module: string, to: string, coins: readonly Coin[]): void {
    this.send(ctx, this.accounts.moduleAddress(module), to, coins);
  }

  /** One sender, several recipients, in order. x/bank InputOutputCoins. */
  sendMany(
    ctx: WriteContext,
    from: string,
    coins: readonly Coin[],
    outputs: readonly { readonly address: string; readonly coins: readonly Coin[] }[],
  ): void {
    ctx.emit(sentBy(from));
    this.take(ctx, from, coins);
    for (const output of outputs) {
      this.give(ctx, output.address, output.coins);
      ctx.emit(transferred(from, output.address, output.coins));
    }
  }

  /** New coins for a module's account. x/bank MintCoins. */
  mint(ctx: WriteContext, module: string, coins: readonly Coin[]): void {
    const minter = this.accounts.moduleAddress(module);
    this.add(ctx, minter, coins);
    for (const { denom, amount } of coins) {
      this.state.supply.set(ctx, denom, int.add(this.supply(ctx, denom), amount));
    }
    ctx.emit(minted(minter, coins));
  }

  /** Destroys coins of a module's account. Refuses with `sdk` 5. x/bank BurnCoins. */
  burn(ctx: WriteContext, module: string, coins: readonly Coin[]): void {
    const burner = this.accounts.moduleAddress(module);
    this.take(ctx, burner, coins);
    for (const { denom, amount } of coins) {
      const left = this.supply(ctx, denom) - amount;
      if (left === 0n) this.state.supply.delete(ctx, denom);
      else this.state.supply.set(ctx, denom, left);
    }
    ctx.emit(burnt(burner, coins));
  }

  /**
   * Moves coins of an account to a module's, those that still vest too. Refuses with `sdk` 5.
   * x/bank DelegateCoins.
   */
  delegateCoins(ctx: WriteContext, from: string, module: string, coins: readonly Coin[]): void {
    for (const { denom, amount } of coins) {
      const owned = this.balance(ctx, from, denom);
      const free = owned - (this.#held.get(from)?.(ctx, denom) ?? 0n);
      if (free < amount) {
        refuse(sdkErrors.insufficientFunds, {
          log: `failed to delegate; ${free}${denom} is smaller than ${amount}${denom}`,
        });
      }
      this.setBalance(ctx, from, denom, owned - amount);
    }
    this.accounts.trackDelegation(ctx, from, coins);
    ctx.emit(coinSpent(from, coins));
    this.add(ctx, this.accounts.moduleAddress(module), coins);
  }

  /** Moves coins of a module's account back. x/bank UndelegateCoins. */
  undelegateCoins(ctx: WriteContext, module: string, to: string, coins: readonly Coin[]): void {
    this.take(ctx, this.accounts.moduleAddress(module), coins);
    this.accounts.trackUndelegation(ctx, to, coins);
    this.add(ctx, to, coins);
  }

  /** Puts coins that genesis gives to an account; supply is set by the caller. */
  endow(ctx: WriteContext, address: string, coins: readonly Coin[]): void {
    for (const { denom, amount } of coins) this.setBalance(ctx, address, denom, amount);
  }

  private take(ctx: WriteContext, address: string, coins: readonly Coin[]): void {
    for (const { denom, amount } of coins) {
      const owned = this.balance(ctx, address, denom);
      const locked = this.locked(ctx, address, denom);
      if (locked > owned) {
        refuse(sdkErrors.insufficientFunds, {
          log: `locked amount exceeds account balance funds: ${locked}${denom} > ${owned}${denom}`,
        });
      }
      const spendable = owned - locked;
      if (spendable < amount) {
        refuse(sdkErrors.insufficientFunds, {
          log: `spendable balance ${spendable}${denom} is smaller than ${amount}${denom}`,
        });
      }
      this.setBalance(ctx, address, denom, owned - amount);
    }
    ctx.emit(coinSpent(address, coins));
  }

  private give(ctx: WriteContext, address: string, coins: readonly Coin[]): void {
    this.add(ctx, address, coins);
    this.accounts.ensure(ctx, address);
  }

  private add(ctx: WriteContext, address: string, coins: readonly Coin[]): void {
    for (const { denom, amount } of coins) {
      const sum = int.add(this.balance(ctx, address, denom), amount);
      this.setBalance(ctx, address, denom, sum);
    }
    ctx.emit(coinReceived(address, coins));
  }

  private setBalance(ctx: WriteContext, address: string, denom: string, amount: bigint): void {
    if (amount === 0n) this.state.balances.delete(ctx, [address, denom]);
    else this.state.balances.set(ctx, [address, denom], amount);
  }
}
