import type { Params } from "../../gen/cosmos/bank/v1beta1.js";
import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { coinReceived, coinSpent, sentBy, transferred } from "./events.js";
import type { AccountsPort } from "./ports.js";
import type { BankState } from "./state.js";

/** Twelve digits in the collector's balance outweigh a fee of thirteen, whose own digits are counted too. */
const MOST_FEE = 10n ** 11n;

/** Balances and supply. Amounts are base units (uvna); addresses lower-case bech32 texts. */
export class BankKeeper {
  constructor(
    private readonly state: BankState,
    private readonly accounts: AccountsPort,
  ) {}

  /** 0n when there is none. */
  balance(ctx: ReadContext, address: string, denom: string): bigint {
    return this.state.balances.get(ctx, [address, denom]) ?? 0n;
  }

  /** What may be sent: the balance, until vesting accounts exist. */
  spendable(ctx: ReadContext, address: string, denom: string): bigint {
    return this.balance(ctx, address, denom);
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
   * Uses at least the gas of moving a fee below 10^13 base units, whatever the balance: a simulation
   * without fee charges no less than delivery will, whose amounts may have more digits (D-TX-09). What
   * `from` has stays as it is; `to` is written to, so only a simulation may ask for it.
   */
  touchTransfer(ctx: WriteContext, from: string, to: string): void {
    const { denom } = ctx.chain;
    const kept = this.balance(ctx, from, denom);
    this.state.balances.set(ctx, [from, denom], kept);
    const most = this.balance(ctx, to, denom) + MOST_FEE;
    this.state.balances.set(ctx, [to, denom], most);
    this.accounts.ensure(ctx, to);
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

  /** Puts coins that genesis gives to an account; supply is set by the caller. */
  endow(ctx: WriteContext, address: string, coins: readonly Coin[]): void {
    for (const { denom, amount } of coins) this.setBalance(ctx, address, denom, amount);
  }

  private take(ctx: WriteContext, address: string, coins: readonly Coin[]): void {
    for (const { denom, amount } of coins) {
      const spendable = this.spendable(ctx, address, denom);
      if (spendable < amount) {
        refuse(sdkErrors.insufficientFunds, {
          log: `spendable balance ${spendable}${denom} is smaller than ${amount}${denom}`,
        });
      }
      this.setBalance(ctx, address, denom, spendable - amount);
    }
    ctx.emit(coinSpent(address, coins));
  }

  private give(ctx: WriteContext, address: string, coins: readonly Coin[]): void {
    for (const { denom, amount } of coins) {
      this.setBalance(ctx, address, denom, this.balance(ctx, address, denom) + amount);
    }
    ctx.emit(coinReceived(address, coins));
    this.accounts.ensure(ctx, address);
  }

  private setBalance(ctx: WriteContext, address: string, denom: string, amount: bigint): void {
    if (amount === 0n) this.state.balances.delete(ctx, [address, denom]);
    else this.state.balances.set(ctx, [address, denom], amount);
  }
}
