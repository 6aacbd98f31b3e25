import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { silent } from "../../src/abci/logger.js";
import { RequestFinalizeBlock, RequestInitChain } from "../../src/gen/tendermint/abci.js";
import { hashedAddress } from "../../src/keeper/addresses.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { CHAIN } from "../support/ante-world.js";
import { StakeChain } from "../support/stake-chain.js";
import { consensusKey } from "../support/stake-genesis.js";
import { delegate, redelegate, undelegate } from "../support/stake-messages.js";

let chain: StakeChain;

beforeAll(async () => {
  chain = await StakeChain.start({
    tokens: [10_000_000n, 10_000_000n, 3_000_000n],
    mints: true,
    params: { staking: { unbonding_time: "1000s" }, slashing: { signed_blocks_window: "10" } },
  });
  await chain.deliver(4, delegate(chain.account(4), chain.operator(0), 5_000_000n));
  await chain.deliver(5, delegate(chain.account(5), chain.operator(1), 2_000_000n));
  await chain.deliver(4, undelegate(chain.account(4), chain.operator(0), 1_000_000n));
  const [from, to] = [chain.operator(1), chain.operator(0)];
  await chain.deliver(5, redelegate(chain.account(5), from, to, 500_000n));
  // The third validator leaves the set: it is slashed, jailed, and unbonds.
  await chain.blocks(25, { missed: [2] });
});

afterAll(() => chain.close());

/** The state as it may begin at block 1. */
async function prepared() {
  const found = await chain.app.exportAt(chain.height, true);
  if (found === undefined) throw new Error("the last block is not retained");
  // biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes
  return found as { readonly appState: any; readonly time: bigint };
}

const total = (balances: readonly { readonly coins: readonly { readonly amount: string }[] }[]) =>
  balances.reduce((sum, { coins }) => sum + BigInt(coins[0]?.amount ?? 0), 0n);

describe("an export for height zero", () => {
  it("tells of no height, and of no reward that is not paid", async () => {
    const plain = await chain.app.exportAt(chain.height);
    const heights = (state: unknown) =>
      [...JSON.stringify(state).matchAll(/"(?:\w*_)?height":"(\d+)"/g)].map(([, n]) => Number(n));
    expect(Math.max(...heights(plain?.appState))).toBeGreaterThan(1);
    const { appState } = await prepared();
    expect(new Set(heights(appState))).toEqual(new Set([0]));
    const { distribution, staking } = appState;
    expect(staking.unbonding_delegations).toHaveLength(1);
    expect(staking.redelegations).toHaveLength(1);
    expect(staking.validators.filter(({ jailed }: { jailed: boolean }) => jailed)).toHaveLength(1);
    expect(distribution.validator_slash_events).toEqual([]);
    for (const { outstanding_rewards: owed } of distribution.outstanding_rewards) {
      expect(owed).toEqual([]);
    }
    for (const { accumulated } of distribution.validator_accumulated_commissions) {
      expect(accumulated.commission).toEqual([]);
    }
    expect(distribution.delegator_starting_infos).toHaveLength(6);
  });

  it("pays each delegation what it had earned, and makes no coin", async () => {
    const { appState } = await prepared();
    const before = chain.section("bank");
    expect(appState.bank.supply).toEqual(before.supply);
    expect(total(appState.bank.balances)).toBe(total(before.balances));
    const of = (state: typeof before, n: number) =>
      BigInt(
        state.balances.find(({ address }: { address: string }) => address === chain.account(n))
          ?.coins[0].amount ?? 0,
      );
    for (const person of [0, 1, 4, 5]) {
      expect(of(appState.bank, person)).toBeGreaterThan(of(before, person));
    }
  });

  it("leaves the state itself as it is", async () => {
    const before = JSON.stringify(chain.app.export());
    await prepared();
    expect(JSON.stringify(chain.app.export())).toBe(before);
    expect(chain.faults()).toEqual([]);
  });

  it("starts a chain at block 1 whose stakes earn and whose next export is whole", async () => {
    const { appState, time } = await prepared();
    const store = await openMultiStore({ stores: [...STORES] });
    const app = new App({ store, logger: silent, version: "test" });
    const { validators } = app.initChain(
      RequestInitChain.create({
        ...{ chainId: CHAIN.chainId, time, initialHeight: 1n },
        appStateBytes: new TextEncoder().encode(JSON.stringify(appState)),
      }),
    );
    expect(validators).toHaveLength(2);
    for (let height = 1n; height <= 5n; height += 1n) {
      const votes = validators.map((_, i) => ({
        validator: { address: hashedAddress(consensusKey(i)), power: 10n },
        blockIdFlag: 2,
      }));
      app.finalizeBlock(
        RequestFinalizeBlock.create({
          ...{ height, time: time + height * 1_000_000_000n },
          decidedLastCommit: { round: 0, votes: height > 1n ? votes : [] },
          proposerAddress: hashedAddress(consensusKey(0)),
        }),
      );
      await app.commit();
    }
    // biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes
    const { distribution } = app.export() as any;
    const [owed] = distribution.outstanding_rewards;
    expect(owed.outstanding_rewards).toHaveLength(1);
    await store.close();
  });
});
