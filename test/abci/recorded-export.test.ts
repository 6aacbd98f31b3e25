import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { STORES } from "../../src/abci/compose.js";
import {
  exportGenesis,
  freshAppState,
  initGenesis,
  parseAppState,
} from "../../src/abci/genesis.js";
import { addressBytes, addressText, moduleAddress } from "../../src/keeper/addresses.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { CHAIN } from "../support/ante-world.js";
import { BONDED_POOL, NOT_BONDED_POOL } from "../support/stake-genesis.js";

const file = new URL("../recorded/exported-stakes.json", import.meta.url);
/** Sections of the reference's export; of each list the first two items are there. */
const recorded = JSON.parse(readFileSync(file, "utf8"));
const HEIGHT = 1_878n;

const [jailed, bonded] = recorded.staking.validators;
const accountOf = (operator: string): string => addressText("verana", addressBytes(operator));
const uvna = (amount: string | bigint) => [{ denom: "uvna", amount: `${amount}` }];

/** The sections with the items that the recording left out, as they must have been about. */
function whole() {
  const { staking, distribution } = recorded;
  const own = {
    delegator_address: accountOf(bonded.operator_address),
    validator_address: bonded.operator_address,
  };
  const [first, third] = distribution.validator_historical_rewards;
  const ended = (of: typeof bonded, period: string, ratio: string, holders: number) => ({
    ...{ validator_address: of.operator_address, period },
    rewards: { cumulative_reward_ratio: uvna(ratio), reference_count: holders },
  });
  return {
    staking: {
      ...staking,
      delegations: [...staking.delegations, { ...own, shares: bonded.delegator_shares }],
    },
    distribution: {
      ...distribution,
      validator_historical_rewards: [
        first,
        third,
        ended(jailed, "4", "1880825.200000000000000000", 1),
        // A slash and the period that runs.
        ended(jailed, "5", "1880826.000000000000000000", 2),
        ended(bonded, "8", "30000.000000000000000000", 2),
      ],
      delegator_starting_infos: [
        ...distribution.delegator_starting_infos,
        {
          ...own,
          starting_info: { previous_period: "8", stake: bonded.delegator_shares, height: "1500" },
        },
      ],
    },
  };
}

/** A state in which accounts hold what the sections say. */
function appState() {
  const { staking, distribution } = whole();
  const owed = [
    ...distribution.fee_pool.community_pool,
    ...distribution.outstanding_rewards.flatMap(
      (one: { outstanding_rewards: unknown }) => one.outstanding_rewards,
    ),
  ].reduce((sum, { amount }) => sum + BigInt(amount.replace(".", "")), 0n);
  const [unbonding] = staking.unbonding_delegations;
  const waiting = BigInt(jailed.tokens) + BigInt(unbonding.entries[0].balance);
  const balances = [
    { address: BONDED_POOL, coins: uvna(bonded.tokens) },
    { address: NOT_BONDED_POOL, coins: uvna(waiting) },
    {
      address: addressText("verana", moduleAddress("distribution")),
      coins: uvna(owed / 10n ** 18n),
    },
  ];
  const fresh = freshAppState(CHAIN.chainId, CHAIN.denom);
  const { mint, slashing } = recorded;
  const bank = { ...Object(fresh.bank), balances };
  return { ...fresh, bank, mint, slashing, staking, distribution };
}

async function imported(state: object) {
  const store = await openMultiStore({ stores: [...STORES] });
  const stores = store.branch();
  const time = 1_790_000_000_000_000_000n;
  const { composition, settings, validators } = initGenesis(stores, {
    ...{ chainId: CHAIN.chainId, time, initialHeight: HEIGHT + 1n, consensusParams: undefined },
    appState: parseAppState(new TextEncoder().encode(JSON.stringify(state))),
  });
  const again = exportGenesis(stores, composition, settings, { height: HEIGHT, time });
  await store.close();
  return { again, validators };
}

it("the reference's export of stakes, rewards and signing is imported and exported the same", async () => {
  const state = appState();
  const { again, validators } = await imported(state);
  for (const name of ["staking", "distribution", "slashing", "mint"] as const) {
    expect(again[name], name).toEqual(state[name]);
  }
  const key = Buffer.from(validators[0]?.publicKey ?? []).toString("base64");
  expect(validators.map(({ power }) => power)).toEqual([1003n]);
  expect(key).toBe(bonded.consensus_pubkey.key);
});

it.each([
  ["a delegation less", (state: ReturnType<typeof appState>) => state.staking.delegations.pop()],
  ["a period less", (state) => state.distribution.validator_historical_rewards.pop()],
  ["no signing info", (state) => state.slashing.signing_infos.shift()],
  ["another power", (state) => Object.assign(state.staking, { last_total_power: "1004" })],
])("that export with %s is refused", async (_, change) => {
  const state = structuredClone(appState());
  change(state);
  await expect(imported(state)).rejects.toThrow(/^app_state\.(staking|distribution|slashing)/);
});
