import { HistoricalInfo, type Validator } from "../../gen/cosmos/staking/v1beta1.js";
import { Header } from "../../gen/tendermint/types.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { u64Key } from "../../keeper/keys.js";
import type { BlockFacts } from "../../keeper/module.js";
import { consensusAddress, consensusPower } from "./types.js";
import type { Validators } from "./validators.js";

/**
 * Headers and validators of past heights. The validators are stored where they differ from those of
 * the height before: a set of a hundred is forty thousand bytes.
 */
export class History {
  constructor(private readonly validators: Validators) {}

  /** Remembers this block and forgets those that are too old. x/staking TrackHistoricalInfo. */
  track(ctx: WriteContext, block: BlockFacts): void {
    const { history } = this.validators.state;
    const kept = BigInt(this.validators.params(ctx).historicalEntries);
    this.forget(ctx, ctx.height - kept);
    if (kept === 0n) return;
    const header = Header.create({
      chainId: ctx.chain.chainId,
      height: ctx.height,
      time: ctx.blockTime,
      nextValidatorsHash: block.nextValidatorsHash,
      appHash: block.appHash,
      proposerAddress: block.proposer,
    });
    history.set(ctx, ctx.height, { header, valset: [] });
    this.trackSet(ctx, byPower([...this.validators.bonded(ctx)]));
  }

  find(ctx: ReadContext, height: bigint): HistoricalInfo | undefined {
    const header = this.validators.state.history.get(ctx, height)?.header;
    if (header === undefined) return undefined;
    const set = this.setAt(ctx, height);
    return { header, valset: set === undefined ? [] : HistoricalInfo.decode(set).valset };
  }

  private setAt(ctx: ReadContext, height: bigint): Uint8Array | undefined {
    const { historySets } = this.validators.state;
    const lt = u64Key.encode(height + 1n);
    for (const [, set] of historySets.entries(ctx, { lt, reverse: true })) return set;
    return undefined;
  }

  private trackSet(ctx: WriteContext, valset: readonly Validator[]): void {
    const set = HistoricalInfo.encode(HistoricalInfo.create({ valset }));
    const before = this.setAt(ctx, ctx.height);
    if (before === undefined || Buffer.compare(before, set) !== 0)
      this.validators.state.historySets.set(ctx, ctx.height, set);
  }

  /** Forgets heights up to `last`, and the sets that no later height needs. */
  private forget(ctx: WriteContext, last: bigint): void {
    if (last < 0n) return;
    const { history, historySets } = this.validators.state;
    const old = [...history.entries(ctx, { lt: u64Key.encode(last + 1n) })];
    for (const [height] of old) history.delete(ctx, height);
    if (old.length === 0) return;
    const sets = [...historySets.entries(ctx, { lt: u64Key.encode(last + 2n) })];
    for (const [height] of sets.slice(0, -1)) historySets.delete(ctx, height);
  }
}

/** Greatest power first, then by consensus address. */
function byPower(validators: readonly Validator[]): readonly Validator[] {
  return validators
    .map((validator) => ({
      validator,
      power: consensusPower(validator),
      address: consensusAddress(validator),
    }))
    .sort((a, b) => {
      if (a.power !== b.power) return a.power > b.power ? -1 : 1;
      return Buffer.compare(a.address, b.address);
    })
    .map(({ validator }) => validator);
}
