import {
  MsgUpdateParams,
  MsgUpdateParamsResponse,
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
import type { ChainSettings, ReadContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { type Governance, governance } from "../../keeper/governance.js";
import { bindMessage, type Handler } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { pageOfMap } from "../../keeper/pagination.js";
import { defineQuery, type QueryBinding, StatusError } from "../../keeper/query.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
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
    messages: [
      bindMessage("slashing", unjail(keeper, staking, consensusOf)),
      bindMessage("slashing", updateParams(keeper)),
    ],
    queries: queries(keeper),
    genesis: slashingGenesis(keeper),
    invariants: [{ name: "slashing/watched", check: (ctx) => watchFault(ctx, keeper, staking) }],
    beginBlock(ctx, { votes }) {
      for (const vote of votes) keeper.countVote(ctx, vote);
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

/** x/slashing MsgUpdateParams. */
const updateParams = (
  keeper: SlashingKeeper,
): Handler<MsgUpdateParams, Governance, void, MsgUpdateParamsResponse> => ({
  type: MsgUpdateParams,
  response: MsgUpdateParamsResponse,
  authorize: governance,
  check(_ctx, { params }) {
    const log = paramsFault(params);
    if (log !== undefined) refuse(sdkErrors.invalidRequest, { log });
  },
  /** A window of another width counts from its start: places of the old one mean nothing in it. */
  execute(ctx, { params }) {
    if (params.signedBlocksWindow !== keeper.params(ctx).signedBlocksWindow) {
      for (const [address, info] of [...keeper.state.infos.entries(ctx)]) {
        keeper.forgetMissed(ctx, address);
        const counted = { ...info, missedBlocksCounter: 0n, indexOffset: 0n };
        keeper.state.infos.set(ctx, address, counted);
      }
    }
    keeper.state.params.set(ctx, params);
    return {};
  },
});

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
