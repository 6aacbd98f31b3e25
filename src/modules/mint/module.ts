import {
  GenesisState,
  Minter,
  MsgUpdateParams,
  MsgUpdateParamsResponse,
  Params,
  Query,
  type QueryAnnualProvisionsRequest,
  type QueryAnnualProvisionsResponse,
  type QueryInflationRequest,
  type QueryInflationResponse,
  type QueryParamsRequest,
  type QueryParamsResponse,
} from "../../gen/cosmos/mint/v1beta1.js";
import type { Coin } from "../../keeper/coins.js";
import { protoValue, Schema } from "../../keeper/collections.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import * as dec from "../../keeper/dec.js";
import { defineErrors, refuse } from "../../keeper/errors.js";
import { event } from "../../keeper/events.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { Module, ModuleGenesis } from "../../keeper/module.js";
import { sdkParamsCheck, updateParams } from "../../keeper/module-params.js";
import { defineQuery, type QueryBinding } from "../../keeper/query.js";
import { remembered } from "../../keeper/remembered.js";
import { DEFAULT_MINTER, defaultParams, nextInflation, paramsFault } from "./params.js";

export const mintGenesisErrors = defineErrors("mint_genesis", {
  malformed: [2, "genesis of inflation is not valid", "InvalidArgument"],
});

/** What minting asks of balances and stakes. */
export interface MintPorts {
  readonly bank: {
    supply(ctx: ReadContext, denom: string): bigint;
    mint(ctx: WriteContext, module: string, coins: readonly Coin[]): void;
    toModule(ctx: WriteContext, from: string, module: string, coins: readonly Coin[]): void;
  };
  readonly accounts: { moduleAddress(name: string): string };
  readonly staking: {
    bondedRatio(ctx: ReadContext): dec.Dec;
    params(ctx: ReadContext): { readonly bondDenom: string };
  };
  /** Prefix of accounts. */
  readonly prefix: string;
}

const COLLECTOR = "fee_collector";

/** Inflation: Cosmos SDK's x/mint. New coins of each block go to the fee collector. */
export function mintModule(ports: MintPorts): { readonly module: Module } {
  const state = mintState(ports.prefix);
  const params = (ctx: ReadContext) => state.params.get(ctx) ?? defaultParams(ctx.chain.denom);
  const minter = (ctx: ReadContext) => state.minter.get(ctx) ?? DEFAULT_MINTER;
  return {
    module: {
      name: "mint",
      version: 2n,
      messages: [
        updateParams("mint", {
          type: MsgUpdateParams,
          response: MsgUpdateParamsResponse,
          check: sdkParamsCheck(paramsFault),
          set: (ctx, next) => state.params.set(ctx, next),
        }),
      ],
      queries: queries(params, minter),
      genesis: genesis(state, params, minter),
      beginBlock(ctx) {
        mintBlock(ctx, ports, { state, params: params(ctx), minter: minter(ctx) });
      },
    },
  };
}

function mintState(prefix: string) {
  const schema = new Schema("mint", prefix);
  return {
    minter: schema.item(0, "minter", protoValue(Minter)),
    params: schema.item(1, "params", remembered(protoValue(Params))),
  };
}

type MintState = ReturnType<typeof mintState>;

interface Now {
  readonly state: MintState;
  readonly params: Params;
  readonly minter: Minter;
}

/** x/mint BeginBlocker. Coins that are none are not moved. */
function mintBlock(ctx: WriteContext, ports: MintPorts, { state, params, minter }: Now): void {
  const { bank, accounts, staking } = ports;
  const bondedRatio = staking.bondedRatio(ctx);
  const supply = bank.supply(ctx, staking.params(ctx).bondDenom);
  const inflation = nextInflation(minter, params, bondedRatio);
  const annualProvisions = dec.mulInt(inflation, supply);
  const isNew = inflation !== minter.inflation || annualProvisions !== minter.annualProvisions;
  if (isNew) state.minter.set(ctx, { inflation, annualProvisions });
  const amount = dec.truncateInt(dec.quoInt(annualProvisions, params.blocksPerYear));
  if (amount > 0n) {
    const coins = [{ denom: params.mintDenom, amount }];
    bank.mint(ctx, "mint", coins);
    bank.toModule(ctx, accounts.moduleAddress("mint"), COLLECTOR, coins);
  }
  const facts = {
    bonded_ratio: dec.format(bondedRatio),
    inflation: dec.format(inflation),
    annual_provisions: dec.format(annualProvisions),
    amount,
  };
  ctx.emit(event("mint", facts));
}

function queries(
  params: (ctx: ReadContext) => Params,
  minter: (ctx: ReadContext) => Minter,
): readonly QueryBinding[] {
  return [
    defineQuery<QueryParamsRequest, QueryParamsResponse>({
      method: Query.Params,
      run: (ctx) => ({ params: params(ctx) }),
    }),
    defineQuery<QueryInflationRequest, QueryInflationResponse>({
      method: Query.Inflation,
      run: (ctx) => ({ inflation: minter(ctx).inflation }),
    }),
    defineQuery<QueryAnnualProvisionsRequest, QueryAnnualProvisionsResponse>({
      method: Query.AnnualProvisions,
      run: (ctx) => ({ annualProvisions: minter(ctx).annualProvisions }),
    }),
  ];
}

/** Section `mint`, in the SDK's shape. */
const genesis = (
  state: MintState,
  params: (ctx: ReadContext) => Params,
  minter: (ctx: ReadContext) => Minter,
): ModuleGenesis => ({
  name: "mint",
  fresh: ({ denom }) =>
    printSection(GenesisState, { minter: DEFAULT_MINTER, params: defaultParams(denom) }),
  init(ctx, section) {
    const given = readSection(GenesisState, section, mintGenesisErrors.malformed);
    const reason = paramsFault(given.params) ?? minterFault(given.minter);
    if (reason !== undefined) refuse(mintGenesisErrors.malformed, { reason });
    state.params.set(ctx, given.params);
    state.minter.set(ctx, given.minter);
  },
  export: (ctx) => printSection(GenesisState, { minter: minter(ctx), params: params(ctx) }),
});

const minterFault = ({ inflation, annualProvisions }: Minter): string | undefined =>
  inflation < 0n || annualProvisions < 0n ? "the minter has a negative number" : undefined;
