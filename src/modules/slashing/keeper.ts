import { type Params, ValidatorSigningInfo } from "../../gen/cosmos/slashing/v1beta1.js";
import { addressText } from "../../keeper/addresses.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { Dec } from "../../keeper/dec.js";
import { event } from "../../keeper/events.js";
import type { BlockVote } from "../../keeper/module.js";
import { DEFAULT_PARAMS, minSigned } from "./params.js";
import type { SlashingStakingPort } from "./ports.js";
import type { SlashingState } from "./state.js";

/** Blocks between an update of the validator set and its first use. */
const UPDATE_DELAY = 1n;

/** Who signs blocks and who does not: Cosmos SDK's x/slashing. Addresses are consensus addresses. */
export class SlashingKeeper {
  constructor(
    readonly state: SlashingState,
    private readonly staking: SlashingStakingPort,
  ) {}

  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? DEFAULT_PARAMS;
  }

  infoOf(ctx: ReadContext, address: string): ValidatorSigningInfo | undefined {
    return this.state.infos.get(ctx, address);
  }

  /** `veranavalcons…` */
  nameOf(ctx: ReadContext, consensus: Uint8Array): string {
    return addressText(`${ctx.chain.prefix}valcons`, consensus);
  }

  isTombstoned(ctx: ReadContext, address: string): boolean {
    return this.infoOf(ctx, address)?.tombstoned === true;
  }

  /** A validator that is bonded is watched from now on; one that comes back starts with its old count. */
  afterValidatorBonded(ctx: WriteContext, consensus: Uint8Array): void {
    const address = this.nameOf(ctx, consensus);
    const known = this.infoOf(ctx, address);
    const info =
      known === undefined
        ? ValidatorSigningInfo.create({ address, startHeight: ctx.height, jailedUntil: 0n })
        : { ...known, startHeight: ctx.height };
    this.state.infos.set(ctx, address, info);
  }

  /**
   * Counts one vote of the commit of the block before; whoever missed too many of the window is slashed
   * and jailed. Validators that no stake stands behind are not watched.
   */
  countVote(ctx: WriteContext, { address: consensus, power, signed }: BlockVote): void {
    const validator = this.staking.findByConsensus(ctx, consensus);
    const address = this.nameOf(ctx, consensus);
    const info = this.infoOf(ctx, address);
    if (info === undefined || validator?.jailed === true) return;
    const params = this.params(ctx);
    const index = info.indexOffset % params.signedBlocksWindow;
    const counted = this.count(
      ctx,
      { ...info, indexOffset: info.indexOffset + 1n },
      index,
      !signed,
    );
    const { missedBlocksCounter: missed } = counted;
    if (!signed) {
      const facts = { address, missed_blocks: missed, height: ctx.height };
      ctx.emit(event("liveness", facts));
    }
    const isFull = ctx.height > info.startHeight + params.signedBlocksWindow;
    const isDown = isFull && missed > params.signedBlocksWindow - minSigned(params);
    // A vote is of the block before: whoever has unbonded since answers for nothing more.
    if (!isDown || validator === undefined || this.staking.isUnbonded(validator)) {
      this.state.infos.set(ctx, address, counted);
      return;
    }
    const height = ctx.height - UPDATE_DELAY - 1n;
    const fraction = params.slashFractionDowntime;
    const burned = this.staking.slash(ctx, { consensus, height, power, fraction });
    const reason = "missing_signature";
    ctx.emit(event("slash", { address, power, reason, jailed: address, burned_coins: burned }));
    this.staking.jail(ctx, validatorNow(this.staking.findByConsensus(ctx, consensus), address));
    this.forgetMissed(ctx, address);
    this.state.infos.set(ctx, address, {
      ...counted,
      jailedUntil: ctx.blockTime + params.downtimeJailDuration,
      missedBlocksCounter: 0n,
      indexOffset: 0n,
    });
  }

  /** Slashes for a double signature, jails for ever and never lets back. */
  punishDoubleSign(
    ctx: WriteContext,
    fault: { readonly consensus: Uint8Array; readonly height: bigint; readonly power: bigint },
    jailedUntil: bigint,
  ): void {
    const { consensus, power } = fault;
    const address = this.nameOf(ctx, consensus);
    const fraction: Dec = this.params(ctx).slashFractionDoubleSign;
    const height = fault.height - UPDATE_DELAY;
    const burned = this.staking.slash(ctx, { consensus, height, power, fraction });
    ctx.emit(event("slash", { address, power, reason: "double_sign", burned_coins: burned }));
    const validator = this.staking.findByConsensus(ctx, consensus);
    if (validator?.jailed === false) {
      this.staking.jail(ctx, validator);
      ctx.emit(event("slash", { jailed: address }));
    }
    const info = this.infoOf(ctx, address);
    if (info === undefined) return;
    this.state.infos.set(ctx, address, { ...info, jailedUntil, tombstoned: true });
  }

  private count(
    ctx: WriteContext,
    info: ValidatorSigningInfo,
    index: bigint,
    isMissed: boolean,
  ): ValidatorSigningInfo {
    const { missed } = this.state;
    const key = [info.address, index] as const;
    const was = missed.get(ctx, key) === true;
    if (was === isMissed) return info;
    if (isMissed) missed.set(ctx, key, true);
    else missed.delete(ctx, key);
    const by = isMissed ? 1n : -1n;
    return { ...info, missedBlocksCounter: info.missedBlocksCounter + by };
  }

  /** Forgets which blocks of the window a validator missed. */
  forgetMissed(ctx: WriteContext, address: string): void {
    const start = this.state.validator(address);
    for (const [key] of [...this.state.missed.entries(ctx, { start })]) {
      this.state.missed.delete(ctx, key);
    }
  }
}

function validatorNow<V>(validator: V | undefined, address: string): V {
  if (validator === undefined) throw new Error(`validator ${address} is gone while it is slashed`);
  return validator;
}
