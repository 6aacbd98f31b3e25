import type { Deposit, Params } from "../../gen/cosmos/gov/v1.js";
import { checkAddress } from "../../keeper/check-address.js";
import {
  addCoins,
  amountOf,
  type Coin,
  coversCoins,
  formatCoins,
  isValidCoins,
} from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import * as dec from "../../keeper/dec.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { govErrors } from "./errors.js";
import { minDepositOf, share } from "./params.js";
import type { GovAccountsPort, GovBankPort, GovPoolPort, GovRecipientsPort } from "./ports.js";
import type { GovState } from "./state.js";

/** The account that holds deposits. */
export const GOV = "gov";

interface Ports {
  readonly bank: GovBankPort;
  readonly pool: GovPoolPort;
  readonly accounts: GovAccountsPort;
  readonly recipients: GovRecipientsPort;
}

/** Deposits of open proposals: taken, given back, burned, charged. x/gov keeper/deposit.go. */
export class Deposits {
  constructor(
    private readonly state: GovState,
    private readonly ports: Ports,
  ) {
    // What proposals are backed with is not governance's to spend: a refund always finds its coins.
    const account = ports.accounts.moduleAddress(GOV);
    ports.bank.hold(account, (ctx, denom) => this.heldOf(ctx, denom));
  }

  /** Base units of all deposits together. */
  heldOf(ctx: ReadContext, denom: string): bigint {
    return this.state.held.get(ctx, denom) ?? 0n;
  }

  find(ctx: ReadContext, id: bigint, depositor: string): Deposit | undefined {
    return this.state.deposits.get(ctx, [id, depositor]);
  }

  /** Those of a proposal, by address bytes. */
  *of(ctx: ReadContext, id: bigint): IterableIterator<Deposit> {
    const start = this.state.proposal(id);
    for (const [, deposit] of this.state.deposits.entries(ctx, { start })) yield deposit;
  }

  /** Takes coins of an account. What was checked before: see the functions below. */
  take(ctx: WriteContext, id: bigint, depositor: string, coins: readonly Coin[]): void {
    this.ports.bank.toModule(ctx, depositor, GOV, coins);
    const before = this.find(ctx, id, depositor)?.amount ?? [];
    this.store(ctx, { proposalId: id, depositor, amount: addCoins(before, coins) }, coins);
  }

  /** Stores a deposit of which `fresh` is new to the account that holds them. */
  store(ctx: WriteContext, deposit: Deposit, fresh: readonly Coin[]): void {
    this.state.deposits.set(ctx, [deposit.proposalId, deposit.depositor], deposit);
    for (const { denom, amount } of fresh) {
      this.state.held.set(ctx, denom, this.heldOf(ctx, denom) + amount);
    }
  }

  /** Gives all deposits of a proposal back. */
  refund(ctx: WriteContext, id: bigint): void {
    for (const deposit of this.release(ctx, id)) {
      this.ports.bank.fromModule(ctx, GOV, deposit.depositor, deposit.amount);
    }
  }

  /** Burns all deposits of a proposal. */
  burn(ctx: WriteContext, id: bigint): void {
    const all = this.release(ctx, id).map(({ amount }) => amount);
    this.ports.bank.burn(ctx, GOV, all.reduce<readonly Coin[]>(addCoins, []));
  }

  /**
   * Gives deposits back without the part that a cancelled proposal costs: that is burned, or goes to
   * the destination of the parameters. x/gov ChargeDeposit.
   */
  charge(ctx: WriteContext, id: bigint, params: Params): void {
    const ratio = share(params.proposalCancelRatio);
    let charges: readonly Coin[] = [];
    for (const { depositor, amount } of this.release(ctx, id)) {
      const cost = scaled(amount, (coin) => dec.truncateInt(dec.mul(dec.fromInt(coin), ratio)));
      const rest = scaled(amount, (coin, denom) => coin - amountOf(cost, denom));
      charges = addCoins(charges, cost);
      if (rest.length > 0) this.ports.bank.fromModule(ctx, GOV, depositor, rest);
    }
    if (charges.length > 0) this.payCharges(ctx, params.proposalCancelDest, charges);
  }

  private payCharges(ctx: WriteContext, dest: string, charges: readonly Coin[]): void {
    const { bank, pool, accounts, recipients } = this.ports;
    if (dest === "") {
      bank.burn(ctx, GOV, charges);
      return;
    }
    const to = checkAddress(ctx.chain.prefix, dest, "deposits destination address is invalid");
    if (to === accounts.moduleAddress("distribution")) {
      pool.fundPool(ctx, accounts.moduleAddress(GOV), charges);
      return;
    }
    recipients.checkRecipient(to);
    bank.fromModule(ctx, GOV, to, charges);
  }

  /** Takes a proposal's deposits out of the state: their coins are to be moved now. */
  private release(ctx: WriteContext, id: bigint): readonly Deposit[] {
    const all = [...this.of(ctx, id)];
    for (const { depositor, amount: coins } of all) {
      this.state.deposits.delete(ctx, [id, depositor]);
      for (const { denom, amount } of coins) {
        const left = this.heldOf(ctx, denom) - amount;
        if (left === 0n) this.state.held.delete(ctx, denom);
        else this.state.held.set(ctx, denom, left);
      }
    }
    return all;
  }
}

const scaled = (
  coins: readonly Coin[],
  change: (amount: bigint, denom: string) => bigint,
): readonly Coin[] =>
  coins
    .map(({ denom, amount }) => ({ denom, amount: change(amount, denom) }))
    .filter(({ amount }) => amount > 0n);

/** Refuses what a proposal may not begin with: `sdk` 10, `gov` 16. x/gov validateInitialDeposit. */
export function checkInitialDeposit(
  params: Params,
  coins: readonly Coin[],
  expedited: boolean,
): void {
  if (!isValidCoins(coins)) refuse(sdkErrors.invalidCoins, { log: formatCoins(coins) });
  const ratio = share(params.minInitialDepositRatio);
  if (ratio === 0n) return;
  const least = minDepositOf(params, expedited).map(({ denom, amount }) => ({
    denom,
    amount: dec.roundInt(dec.mul(dec.fromInt(amount), ratio)),
  }));
  if (coversCoins(coins, least)) return;
  refuse(govErrors.depositTooSmall, {
    log: `was (${formatCoins(coins)}), need (${formatCoins(least)})`,
  });
}

/** Refuses denominations that the minimum deposit does not name with `gov` 23. */
export function checkDepositDenoms(params: Params, coins: readonly Coin[]): void {
  const accepted = params.minDeposit.map(({ denom }) => denom);
  if (coins.every(({ denom }) => accepted.includes(denom))) return;
  const log = `deposited ${formatCoins(coins)}, but gov accepts only the following denom(s): [${accepted.join(" ")}]`;
  refuse(govErrors.invalidDepositDenom, { log });
}

/**
 * Refuses a deposit that is less than the least part of what starts the vote, in all denominations,
 * with `gov` 16.
 */
export function checkDepositRatio(
  params: Params,
  coins: readonly Coin[],
  expedited: boolean,
): void {
  const ratio = share(params.minDepositRatio);
  if (ratio === 0n) return;
  const thresholds = minDepositOf(params, expedited).map(({ denom, amount }) => ({
    denom,
    amount: dec.truncateInt(dec.mul(dec.fromInt(amount), ratio)),
  }));
  const isMet = thresholds.some(({ denom, amount }) =>
    coins.some((coin) => coin.denom === denom && coin.amount >= amount),
  );
  if (isMet) return;
  const log = `received ${formatCoins(coins)} but need at least one of the following: ${formatCoins(thresholds)}`;
  refuse(govErrors.depositTooSmall, { log });
}
