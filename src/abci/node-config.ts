import { ConfigResponse } from "../gen/cosmos/base/node/v1beta1.js";
import * as decCoins from "../keeper/dec-coins.js";
import type { Pruning } from "../store/pruning.js";
import type { GasPrice } from "./ante/ports.js";
import type { HaltAt } from "./before-block.js";

/** What an operator chose for a node that whoever asks may know. */
export interface NodeChoices {
  readonly minGasPrices?: readonly GasPrice[];
  /** Which versions the store keeps; `default` unless given. */
  readonly pruning?: Pruning | undefined;
  readonly halt?: HaltAt;
}

/**
 * The answer of `cosmos.base.node.v1beta1.Service/Config`. The numbers of pruning are those of the
 * rule `custom`; under one that has a name they are `0`, as in the files of Cosmos SDK.
 */
export function nodeConfig({ minGasPrices = [], pruning, halt }: NodeChoices): ConfigResponse {
  const custom = typeof pruning === "object" ? pruning : { keepRecent: 0, interval: 0 };
  return ConfigResponse.create({
    minimumGasPrice: decCoins.format(decCoins.add(decCoins.NONE, minGasPrices)),
    pruningKeepRecent: String(custom.keepRecent),
    pruningInterval: String(custom.interval),
    haltHeight: halt?.height ?? 0n,
  });
}
