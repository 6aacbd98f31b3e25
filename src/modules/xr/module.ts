import { Schema } from "../../keeper/collections.js";
import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { exchangeRateGenesis } from "./genesis.js";
import { exchangeRateInvariants } from "./invariants.js";
import { ExchangeRateKeeper } from "./keeper.js";
import { createExchangeRate } from "./msgs/create-exchange-rate.js";
import { grantExchangeRateAuthorization } from "./msgs/grant-exchange-rate-authorization.js";
import { revokeExchangeRateAuthorization } from "./msgs/revoke-exchange-rate-authorization.js";
import { setExchangeRateState } from "./msgs/set-exchange-rate-state.js";
import { updateExchangeRate } from "./msgs/update-exchange-rate.js";
import { exchangeRateParams } from "./params.js";
import type { CoinPort } from "./ports.js";
import { getExchangeRate } from "./queries/get-exchange-rate.js";
import { getPrice } from "./queries/get-price.js";
import { listExchangeRates } from "./queries/list-exchange-rates.js";
import { listParams } from "./queries/params.js";
import { exchangeRateState } from "./state.js";

/** Store name, key of the genesis section and codespace. */
const NAME = "xr";

/** What the exchange rate module stands on. */
export interface ExchangeRateModuleDeps {
  readonly settings: ChainSettings;
  readonly coins: CoinPort;
}

/** The exchange rate module. */
export function xrModule({ settings, coins }: ExchangeRateModuleDeps): {
  readonly module: Module;
  readonly keeper: ExchangeRateKeeper;
} {
  const { prefix } = settings;
  const keeper = new ExchangeRateKeeper(exchangeRateState(new Schema(NAME, prefix)));
  const deps = { settings, coins, keeper };
  return {
    keeper,
    module: {
      name: NAME,
      messages: [
        bindMessage(NAME, createExchangeRate(deps)),
        bindMessage(NAME, updateExchangeRate(deps)),
        bindMessage(NAME, setExchangeRateState(deps)),
        bindMessage(NAME, grantExchangeRateAuthorization(deps)),
        bindMessage(NAME, revokeExchangeRateAuthorization(deps)),
      ],
      queries: [getExchangeRate(deps), listExchangeRates(deps), getPrice(deps), listParams(deps)],
      genesis: exchangeRateGenesis(keeper, prefix),
      params: exchangeRateParams(keeper),
      invariants: exchangeRateInvariants(keeper),
    },
  };
}
