import type { ReadContext } from "../../keeper/context.js";
import type { Invariant } from "../../keeper/module.js";
import type { ExchangeRateKeeper } from "./keeper.js";
import { isRate } from "./rate.js";

/** What must hold of exchange rates. */
export const exchangeRateInvariants = (keeper: ExchangeRateKeeper): readonly Invariant[] => [
  { name: "xr/indexes", check: (ctx) => keeper.state.rates.indexFault(ctx) },
  { name: "xr/rates", check: (ctx) => rateFault(ctx, keeper) },
  { name: "xr/authorizations", check: (ctx) => authorizationFault(ctx, keeper) },
];

function rateFault(ctx: ReadContext, { state }: ExchangeRateKeeper): string | undefined {
  const last = state.ids.last(ctx);
  for (const [id, { rate }] of state.rates.entries(ctx)) {
    if (id > last) return `there is an exchange rate ${id}, the last id given is ${last}`;
    if (!isRate(rate)) return `exchange rate ${id} is ${rate}`;
  }
  return undefined;
}

function authorizationFault(ctx: ReadContext, keeper: ExchangeRateKeeper): string | undefined {
  for (const [[id, operator]] of keeper.state.authorizations.entries(ctx)) {
    if (keeper.find(ctx, id) === undefined) {
      return `${operator} may update exchange rate ${id}, which is not there`;
    }
  }
  return undefined;
}
