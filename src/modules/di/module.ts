import type { DelegationPort } from "../../keeper/authority.js";
import { Schema } from "../../keeper/collections.js";
import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { digestGenesis } from "./genesis.js";
import { digestInvariants } from "./invariants.js";
import { DigestKeeper } from "./keeper.js";
import { storeDigest } from "./msgs/store-digest.js";
import { digestParams } from "./params.js";
import type { CorporationPort } from "./ports.js";
import { getDigest } from "./queries/get-digest.js";
import { listParams } from "./queries/params.js";
import { digestState } from "./state.js";

/** Store name, key of the genesis section and codespace. */
const NAME = "di";

/** What the digest module stands on. */
export interface DigestModuleDeps {
  readonly settings: ChainSettings;
  readonly corporations: CorporationPort;
  readonly delegation: DelegationPort;
}

/** The digest module. */
export function diModule(deps: DigestModuleDeps): {
  readonly module: Module;
  readonly keeper: DigestKeeper;
} {
  const keeper = new DigestKeeper(digestState(new Schema(NAME, deps.settings.prefix)));
  return {
    keeper,
    module: {
      name: NAME,
      messages: [bindMessage(NAME, storeDigest({ ...deps, keeper }))],
      queries: [getDigest({ keeper }), listParams()],
      genesis: digestGenesis(keeper),
      params: digestParams(),
      invariants: digestInvariants(keeper),
    },
  };
}
