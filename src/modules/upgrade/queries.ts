import {
  Query,
  type QueryAppliedPlanRequest,
  type QueryAppliedPlanResponse,
  type QueryAuthorityResponse,
  type QueryCurrentPlanResponse,
  type QueryModuleVersionsRequest,
  type QueryModuleVersionsResponse,
  type QueryUpgradedConsensusStateResponse,
} from "../../gen/cosmos/upgrade/v1beta1.js";
import { refuse } from "../../keeper/errors.js";
import { governanceAddress } from "../../keeper/governance.js";
import { defineQuery, type QueryBinding } from "../../keeper/query.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import type { UpgradeKeeper } from "./keeper.js";

/** x/upgrade's queries. */
export const upgradeQueries = (keeper: UpgradeKeeper): readonly QueryBinding[] => [
  defineQuery<object, QueryCurrentPlanResponse>({
    method: Query.CurrentPlan,
    run: (ctx) => ({ plan: keeper.plan(ctx) }),
  }),
  defineQuery<QueryAppliedPlanRequest, QueryAppliedPlanResponse>({
    method: Query.AppliedPlan,
    run: (ctx, { name }) => ({ height: keeper.doneHeight(ctx, name) }),
  }),
  // The states of IBC clients moved to the module of IBC, which this chain has not.
  defineQuery<object, QueryUpgradedConsensusStateResponse>({
    method: Query.UpgradedConsensusState,
    run: () => ({ upgradedConsensusState: new Uint8Array(0) }),
  }),
  defineQuery<QueryModuleVersionsRequest, QueryModuleVersionsResponse>({
    method: Query.ModuleVersions,
    run(ctx, { moduleName }) {
      const all = keeper.versions(ctx);
      if (moduleName === "") return { moduleVersions: all };
      const found = all.filter(({ name }) => name === moduleName);
      if (found.length > 0) return { moduleVersions: found };
      const log = `x/upgrade: QueryModuleVersions module ${moduleName} not found`;
      return refuse(sdkErrors.notFound, { log });
    },
  }),
  defineQuery<object, QueryAuthorityResponse>({
    method: Query.Authority,
    run: (ctx) => ({ address: governanceAddress(ctx.chain.prefix) }),
  }),
];
