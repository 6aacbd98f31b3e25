import type { AppState } from "../../src/abci/genesis.js";

type Section = { readonly params?: object };

/**
 * A genesis in which empty blocks change nothing: no inflation, no history of validators. What a
 * transaction wrote is then all that its block wrote.
 */
export function quietGenesis(appState: AppState): AppState {
  const none = { inflation_rate_change: "0", inflation_max: "0", inflation_min: "0" };
  const mint = appState.mint as Section;
  const staking = appState.staking as Section;
  return {
    ...appState,
    mint: {
      ...mint,
      minter: { inflation: "0", annual_provisions: "0" },
      params: { ...mint.params, ...none },
    },
    staking: { ...staking, params: { ...staking.params, historical_entries: 0 } },
  } as AppState;
}
