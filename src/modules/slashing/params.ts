import type { Params } from "../../gen/cosmos/slashing/v1beta1.js";
import * as dec from "../../keeper/dec.js";

const MINUTE_NS = 60_000_000_000n;

/** Cosmos SDK's defaults: half of 100 blocks, ten minutes of jail, 5 and 1 % of the stake. */
export const DEFAULT_PARAMS: Params = {
  signedBlocksWindow: 100n,
  minSignedPerWindow: dec.parse("0.5"),
  downtimeJailDuration: 10n * MINUTE_NS,
  slashFractionDoubleSign: dec.parse("0.05"),
  slashFractionDowntime: dec.parse("0.01"),
};

/** Widest window that a chain may ask for: each block of it may be a key in the state. */
const MOST_WINDOW = 10_000_000n;

/** What is wrong with parameters; undefined when nothing is. x/slashing validates the same. */
export function paramsFault(params: Params): string | undefined {
  if (params.signedBlocksWindow <= 0n) return "signed blocks window must be positive";
  if (params.signedBlocksWindow > MOST_WINDOW) return "signed blocks window is too wide";
  if (params.downtimeJailDuration <= 0n) return "downtime jail duration must be positive";
  const { minSignedPerWindow, slashFractionDoubleSign, slashFractionDowntime } = params;
  for (const [name, rate] of Object.entries({
    minSignedPerWindow,
    slashFractionDoubleSign,
    slashFractionDowntime,
  })) {
    if (rate < 0n || rate > dec.ONE) return `${name} must lie between 0 and 1`;
  }
  return undefined;
}

/** Blocks of a window that a validator must sign. */
export const minSigned = ({ minSignedPerWindow, signedBlocksWindow }: Params): bigint =>
  dec.roundInt(dec.mulInt(minSignedPerWindow, signedBlocksWindow));
