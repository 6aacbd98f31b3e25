import { GenesisState } from "../../gen/verana/td/v1.js";
import { ensure } from "../../keeper/errors.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import { tdErrors } from "./errors.js";
import type { TrustDepositKeeper } from "./keeper.js";
import { checkParams, defaultParams } from "./params.js";

const ZERO_DUST = /^(?:0(?:\.0{1,18})?)?$/;

/** The section `td` of `app_state`: parameters. Deposits are refused until they are built. */
export function trustDepositGenesis(keeper: TrustDepositKeeper, prefix: string): ModuleGenesis {
  return {
    name: "td",
    fresh: () => printSection(GenesisState, GenesisState.create({ params: defaultParams(prefix) })),
    init(ctx, section) {
      const genesis = readSection(GenesisState, section, tdErrors.invalidGenesis);
      checkParams(genesis.params, prefix);
      const empty = genesis.trustDeposits.length === 0 && ZERO_DUST.test(genesis.dust);
      const reason = "trust deposits are not supported yet";
      ensure(empty, "D-GLO-02", tdErrors.invalidGenesis, { reason });
      keeper.state.params.set(ctx, genesis.params);
    },
    export: (ctx) =>
      printSection(GenesisState, GenesisState.create({ params: keeper.params(ctx) })),
  };
}
