import {
  MsgUpdateParams,
  MsgUpdateParamsResponse,
  type Params,
  Query,
  type QueryParamsRequest,
  type QueryParamsResponse,
  type QuerySigningInfoRequest,
  type QuerySigningInfoResponse,
  type QuerySigningInfosRequest,
  type QuerySigningInfosResponse,
} from "../../gen/cosmos/slashing/v1beta1.js";
import type { Validator } from "../../gen/cosmos/staking/v1beta1.js";
import { parseAddress } from "../../keeper/addresses.js";
import type { ChainSettings, ReadContext, WriteContext } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { sdkParamsCheck, updateParams } from "../../keeper/module-params.js";
import { pageOfMap } from "../../keeper/pagination.js";
import { defineQuery, type QueryBinding, StatusError } from "../../keeper/query.js";
import { slashingGenesis } from "./genesis.js";
import { SlashingKeeper } from "./keeper.js";
import { unjail } from "./msgs/unjail.js";
import { paramsFault } from "./params.js";
import type { SlashingStakingPort } from "./ports.js";
import { slashingState } from "./state.js";

/** Signing and its lapses: Cosmos SDK's x/slashing. */
export function slashingModule(deps: {
  readonly settings: ChainSettings;
  readonly staking: SlashingStakingPort;
  readonly consensusOf: (validator: Validator) => Uint8Array;
}): { readonly module: Module; readonly keeper: SlashingKeeper } {
  const { settings, staking, consensusOf } = deps;
  const keeper = new SlashingKeeper(slashingState(settings.prefix), staking);
  const module: Module = {
    name: "slashing",
    version: 4n,
    messages: [
      bindMessage("slashing", unjail(keeper, staking, consensusOf)),
      updateParams("slashing", {
        type: MsgUpdateParams,
        response: MsgUpdateParamsResponse,
        check: sdkParamsCheck(paramsFault),
        set: (ctx, next) => setParams(ctx, keeper, next),
      }),
    ],
    queries: queries(keeper),
    genesis: slashingGenesis(keeper),
    invariants: [{ name: "slashing/watched", check: (ctx) => watchFault(ctx, keeper, staking) }],
    beginBlock(ctx, { votes }) {
      for (const vote of votes) keeper.countVote(ctx, vote);
    },
    // As Cosmos SDK's export for height zero.
    forgetHeights(ctx) {
      for (const [address, info] of [...keeper.state.infos.entries(ctx)]) {
        keeper.state.infos.set(ctx, address, { ...info, startHeight: 0n });
      }
    },
  };
  return { module, keeper };
}

/** A validator of consensus whose signatures nobody counts. */
function watchFault(
  ctx: ReadContext,
  keeper: SlashingKeeper,
  staking: SlashingStakingPort,
): string | undefined {
  for (const consensus of staking.bondedAddresses(ctx)) {
    const address = keeper.nameOf(ctx, consensus);
    if (keeper.infoOf(ctx, address) === undefined) return `${address} has no signing info`;
  }
  return undefined;
}

/** Stores parameters. A window of another width counts from its start: places of the old one mean nothing in it. */
function setParams(ctx: WriteContext, keeper: SlashingKeeper, params: Params): void {
  if (params.signedBlocksWindow !== keeper.params(ctx).signedBlocksWindow) {
    for (const [address, info] of [...keeper.state.infos.entries(ctx)]) {
      keeper.forgetMissed(ctx, address);
      keeper.state.infos.set(ctx, address, { ...info, missedBlocksCounter: 0n, indexOffset: 0n });
    }
  }
  keeper.state.params.set(ctx, params);
}

function queries(keeper: SlashingKeeper): readonly QueryBinding[] {
  return [
    defineQuery<QueryParamsRequest, QueryParamsResponse>({
      method: Query.Params,
      run: (ctx) => ({ params: keeper.params(ctx) }),
    }),
    defineQuery<QuerySigningInfoRequest, QuerySigningInfoResponse>({
      method: Query.SigningInfo,
      run(ctx, { consAddress }) {
        const address = parseAddress(`${ctx.chain.prefix}valcons`, consAddress);
        if (typeof address !== "string") throw new StatusError("InvalidArgument", address.reason);
        const info = keeper.infoOf(ctx, address);
        if (info === undefined) {
          throw new StatusError("NotFound", `SigningInfo not found for validator ${address}`);
        }
        return { valSigningInfo: info };
      },
    }),
    defineQuery<QuerySigningInfosRequest, QuerySigningInfosResponse>({
      method: Query.SigningInfos,
      run(ctx, { pagination: request }) {
        const { items, pagination } = pageOfMap(ctx, request, keeper.state.infos);
        return { info: items, pagination };
      },
    }),
  ];
}
