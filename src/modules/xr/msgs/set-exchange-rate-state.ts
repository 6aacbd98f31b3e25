import type { RuleId } from "../../../gen/rules.js";
import {
  type ExchangeRate,
  MsgSetExchangeRateState,
  MsgSetExchangeRateStateResponse,
} from "../../../gen/verana/xr/v1.js";
import { ensure } from "../../../keeper/errors.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import { xrErrors } from "../errors.js";
import { exchangeRateStateSet } from "../events.js";
import type { ExchangeRateKeeper } from "../keeper.js";

interface Deps {
  readonly keeper: ExchangeRateKeeper;
}

type SetExchangeRateState = Handler<
  MsgSetExchangeRateState,
  Governance,
  ExchangeRate,
  MsgSetExchangeRateStateResponse
>;

const RULE: RuleId = "MOD-XR-MSG-3";

/** [MOD-XR-MSG-3] Toggle Exchange Rate State, by governance: to the state given (D-XR-05). */
export const setExchangeRateState = ({ keeper }: Deps): SetExchangeRateState => ({
  rule: "MOD-XR-MSG-3",
  type: MsgSetExchangeRateState,
  response: MsgSetExchangeRateStateResponse,

  parse({ id }) {
    ensure(id !== 0n, RULE, xrErrors.missingParameter, { parameter: "id" });
  },

  authorize: governance,

  check: (ctx, { id }) => keeper.load(ctx, id, RULE),

  /** [D-XR-05] The same state again succeeds; what has expired stays so. */
  execute(ctx, { state }, { authority }, found) {
    const changed = { ...found, state, updated: ctx.blockTime };
    keeper.state.rates.set(ctx, found.id, changed);
    ctx.emit(exchangeRateStateSet(changed, authority));
    return {};
  },
});
