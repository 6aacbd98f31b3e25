import { GenesisState, type SigningInfo } from "../../gen/cosmos/slashing/v1beta1.js";
import { parseAddress } from "../../keeper/addresses.js";
import type { WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import { slashingGenesisErrors } from "./errors.js";
import type { SlashingKeeper } from "./keeper.js";
import { DEFAULT_PARAMS, paramsFault } from "./params.js";

/** Section `slashing`, in the SDK's shape. */
export const slashingGenesis = (keeper: SlashingKeeper): ModuleGenesis => ({
  name: "slashing",
  fresh: () =>
    printSection(GenesisState, { params: DEFAULT_PARAMS, signingInfos: [], missedBlocks: [] }),

  init(ctx, section) {
    const given = readSection(GenesisState, section, slashingGenesisErrors.malformed);
    const reason = paramsFault(given.params);
    if (reason !== undefined) refuse(slashingGenesisErrors.malformed, { reason });
    keeper.state.params.set(ctx, given.params);
    for (const info of given.signingInfos) readInfo(ctx, keeper, info);
    for (const { address: text, missedBlocks } of given.missedBlocks) {
      const address = readAddress(ctx, text);
      const info = keeper.infoOf(ctx, address);
      const missed = missedBlocks.filter((block) => block.missed);
      const places = new Set(missed.map(({ index }) => index));
      const fits = missed.every(
        ({ index }) => index >= 0n && index < given.params.signedBlocksWindow,
      );
      if (info === undefined || !fits || places.size !== missed.length) {
        refuse(slashingGenesisErrors.malformed, { missed_blocks_of: address });
      }
      for (const { index } of missed) keeper.state.missed.set(ctx, [address, index], true);
    }
    for (const [address, info] of keeper.state.infos.entries(ctx))
      checkCounter(ctx, keeper, address, info.missedBlocksCounter);
  },

  export(ctx) {
    const { infos, missed, validator } = keeper.state;
    const known = [...infos.entries(ctx)];
    return printSection(GenesisState, {
      params: keeper.params(ctx),
      signingInfos: known.map(([address, validatorSigningInfo]) => ({
        address,
        validatorSigningInfo,
      })),
      missedBlocks: known.map(([address]) => ({
        address,
        missedBlocks: [...missed.entries(ctx, { start: validator(address) })].map(
          ([[, index]]) => ({ index, missed: true }),
        ),
      })),
    });
  },
});

function readInfo(ctx: WriteContext, keeper: SlashingKeeper, given: SigningInfo): void {
  const address = readAddress(ctx, given.address);
  const info = given.validatorSigningInfo;
  const isSame = info.address === "" || readAddress(ctx, info.address) === address;
  const counts = [info.startHeight, info.indexOffset, info.missedBlocksCounter];
  if (!isSame || keeper.state.infos.has(ctx, address) || counts.some((count) => count < 0n)) {
    refuse(slashingGenesisErrors.malformed, { signing_info_of: address });
  }
  keeper.state.infos.set(ctx, address, { ...info, address });
}

function checkCounter(
  ctx: WriteContext,
  keeper: SlashingKeeper,
  address: string,
  counter: bigint,
): void {
  const { missed, validator } = keeper.state;
  let found = 0n;
  for (const _ of missed.entries(ctx, { start: validator(address) })) found += 1n;
  if (found !== counter) {
    refuse(slashingGenesisErrors.malformed, { missed_blocks_counter_of: address, found });
  }
}

function readAddress(ctx: WriteContext, text: string): string {
  const parsed = parseAddress(`${ctx.chain.prefix}valcons`, text);
  if (typeof parsed === "string") return parsed;
  return refuse(slashingGenesisErrors.malformed, { address: text });
}
