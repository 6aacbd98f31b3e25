import type { Params, TrustDeposit } from "../../gen/verana/td/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { Dec } from "../../keeper/dec.js";
import { adjust, creditFor, ensureAdjustable, ensureRepaid } from "./adjust-trust-deposit.js";
import { burn, ensureBurnable } from "./burn-ecosystem-slashed-trust-deposit.js";
import { NAME } from "./deposit.js";
import { defaultParams } from "./params.js";
import type { AccountsPort, BankPort, CorporationPort, Holder } from "./ports.js";
import type { TrustDepositState } from "./state.js";
import { distributeYield } from "./yield.js";

/** Trust deposits, one for each corporation. Other modules hold the port, never the state. */
export class TrustDepositKeeper {
  constructor(
    readonly state: TrustDepositState,
    readonly ports: {
      readonly bank: BankPort;
      readonly accounts: AccountsPort;
      readonly corporations: CorporationPort;
    },
    private readonly prefix: string,
  ) {}

  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? defaultParams(this.prefix);
  }

  find(ctx: ReadContext, corporationId: bigint): TrustDeposit | undefined {
    return this.state.deposits.get(ctx, corporationId);
  }

  /** Sum of the shares of all deposits. */
  totalShare(ctx: ReadContext): Dec {
    return this.state.totalShare.get(ctx) ?? 0n;
  }

  /** Base units that the module's account holds. */
  held(ctx: ReadContext): bigint {
    const { accounts, bank } = this.ports;
    return bank.balance(ctx, accounts.moduleAddress(NAME), ctx.chain.denom);
  }

  /** [D-PP-12] What an increase takes from the corporation's account: refunded credit is used first. */
  needed(ctx: ReadContext, corporationId: bigint, amount: bigint): bigint {
    return amount - creditFor(this.find(ctx, corporationId), amount);
  }

  /** [MOD-TD-MSG-1-3] Refuses while a slash by governance is not repaid. */
  ensureRepaid(ctx: ReadContext, corporationId: bigint): void {
    ensureRepaid(this.find(ctx, corporationId), "MOD-TD-MSG-1-3");
  }

  /**
   * [MOD-TD-MSG-1-2] Refuses what `adjust` would refuse; writes nothing. `incoming`: base units that the
   * account will have got before.
   */
  ensureAdjustable(ctx: ReadContext, holder: Holder, augend: bigint, incoming = 0n): void {
    ensureAdjustable(ctx, this, { holder, augend, incoming });
  }

  /** [MOD-TD-MSG-1] Increases or decreases a deposit by `augend` base units, which is not 0. */
  adjust(ctx: WriteContext, holder: Holder, augend: bigint): void {
    adjust(ctx, this, holder, augend);
  }

  /** [MOD-TD-MSG-7-2] Refuses what `burnSlashed` would refuse; writes nothing. */
  ensureBurnable(ctx: ReadContext, corporationId: bigint, amount: bigint): void {
    ensureBurnable(ctx, this, corporationId, amount);
  }

  /** [MOD-TD-MSG-7] Burns part of a deposit that an ecosystem slashed. */
  burnSlashed(ctx: WriteContext, holder: Holder, amount: bigint): void {
    burn(ctx, this, holder, amount);
  }

  /** [D-TD-07] The share of a block's reward that deposits earn. `since`: time of the block before. */
  distributeYield(ctx: WriteContext, since: bigint | undefined): void {
    distributeYield(ctx, this, since);
  }

  /** Stores a deposit and keeps the sum of shares. */
  put(ctx: WriteContext, before: TrustDeposit | undefined, next: TrustDeposit): void {
    const moved = next.share - (before?.share ?? 0n);
    if (moved !== 0n) this.state.totalShare.set(ctx, this.totalShare(ctx) + moved);
    this.state.deposits.set(ctx, next.corporationId, next);
  }

  /** [D-GLO-03] Whether the module's account covers all shares at this value. */
  covers(ctx: ReadContext, value: Dec): boolean {
    return this.totalShare(ctx) * value <= this.held(ctx) * SQUARE;
  }
}

/** A share times its value has 36 places. */
const SQUARE = 10n ** 36n;
