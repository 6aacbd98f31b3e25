import { GenesisState } from "../../gen/verana/di/v1.js";
import type { WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { isDigest } from "../../keeper/formats/digest.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import { diErrors } from "./errors.js";
import type { DigestKeeper } from "./keeper.js";

/** The section `di` of `app_state`. */
export function digestGenesis(keeper: DigestKeeper): ModuleGenesis {
  return {
    name: "di",
    fresh: () => printSection(GenesisState, GenesisState.create()),
    init: (ctx, section) =>
      init(ctx, keeper, readSection(GenesisState, section, diErrors.invalidGenesis)),
    export(ctx) {
      const digests = [...keeper.state.digests.entries(ctx)].map(([, digest]) => digest);
      return printSection(GenesisState, GenesisState.create({ digests }));
    },
  };
}

function init(ctx: WriteContext, { state }: DigestKeeper, { digests }: GenesisState): void {
  for (const each of digests) {
    const { digest, created } = each;
    const fault = isDigest(digest) ? "digest given twice" : "malformed digest";
    const fresh = isDigest(digest) && !state.digests.has(ctx, digest);
    ensure(fresh, "D-DI-02", diErrors.invalidGenesis, { reason: fault, digest });
    const dated = { reason: "created missing", digest };
    ensure(created !== undefined, "D-DI-02", diErrors.invalidGenesis, dated);
    state.digests.set(ctx, digest, each);
  }
}
