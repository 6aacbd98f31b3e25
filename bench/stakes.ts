import type { AppState } from "../src/abci/genesis.js";
import { freeGas } from "../src/keeper/gas.js";
import { CHAIN } from "../test/support/ante-world.js";
import { sign } from "../test/support/app-chain.js";
import { signDigest } from "../test/support/native-signer.js";
import { StakeChain } from "../test/support/stake-chain.js";
import { delegate } from "../test/support/stake-messages.js";
import { calibrate, type Figure, Figures, percentile, timed } from "./measure.js";
import type { Sizes } from "./sizes.js";
import { strangers } from "./work.js";

const BLOCKS = 30;
/** End steps that are timed together: one takes less than the system tells well. */
const END_STEPS = 20;
const UNIT = 1_000_000n;
/** Delegations in a block of them. */
const DELEGATIONS = 100;

interface SetSize {
  readonly validators: number;
  readonly delegators: number;
  /** Funded accounts that stake nothing. */
  readonly idle: number;
}

/**
 * Blocks of a chain with a full set of validators that all sign: empty ones with few and many
 * delegators and accounts, whose cost should be the same, and ones full of delegations.
 */
export async function benchStakes({
  accounts: [least = 1_000],
}: Sizes): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const size of sizesFor(least)) figures.push(...(await benchSet(size)));
  return figures;
}

function sizesFor(accounts: number): readonly SetSize[] {
  const validators = accounts < 1_000 ? 10 : 100;
  const [few, many, idle] =
    accounts < 1_000
      ? [2, 20, 20]
      : accounts < 10_000
        ? [10, 1_000, 1_000]
        : [100, 10_000, 100_000];
  return [
    { validators, delegators: few, idle: 0 },
    { validators, delegators: many, idle: 0 },
    { validators, delegators: few, idle },
  ];
}

async function benchSet({ validators, delegators, idle }: SetSize): Promise<readonly Figure[]> {
  const size = `${validators} validators, ${delegators} delegators, ${idle} accounts`;
  const figures = new Figures("stakes", size);
  const others = strangers(delegators + idle);
  const chain = await StakeChain.start({
    people: validators,
    mints: true,
    tokens: Array.from({ length: validators }, (_, i) => BigInt(validators - i) * UNIT),
    delegations: others
      .slice(0, delegators)
      .map((address, i) => [address, i % validators, UNIT] as const),
    genesis: (state) => withAccounts(state, others.slice(delegators)),
  });
  const empty: number[] = [];
  const full: number[] = [];
  await chain.blocks(3);
  for (let i = 0; i < BLOCKS; i++) {
    figures.add("calibration loop", "ms", calibrate());
    const before = process.cpuUsage();
    empty.push(await timed(() => chain.block()));
    figures.add("empty block, processor time", "ms", processorTime(before));
    figures.add("end steps alone, processor time", "ms", endSteps(chain) / END_STEPS);
  }
  const fee = { amount: [{ denom: CHAIN.denom, amount: 5_000n }], gasLimit: 1_000_000n };
  for (let i = 0; i <= 5; i++) {
    const txs = chain.people.slice(0, DELEGATIONS).map((person, n) => {
      const message = delegate(person.address, chain.operator((n + i) % validators), UNIT);
      return sign(person, [message], { fee, sign: signDigest });
    });
    const took = await timed(() => chain.block({ txs }));
    if (i > 0) full.push(took);
  }
  figures.add("empty block, median", "ms", percentile(empty, 50));
  figures.add("empty block, 95th percentile", "ms", percentile(empty, 95));
  const most = Math.min(DELEGATIONS, validators);
  figures.add(`block of ${most} delegations, median`, "ms", percentile(full, 50));
  await chain.close();
  return figures.all();
}

/** Milliseconds of processor time since then: other processes of a busy machine do not count. */
function processorTime(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

/** Milliseconds that all modules' end steps take when nothing happened, {@link END_STEPS} times. */
function endSteps({ app, store, height, time }: StakeChain): number {
  const { settings, composition } = app.live;
  const before = process.cpuUsage();
  for (let i = 0; i < END_STEPS; i++) {
    const ctx = {
      ...{ stores: store.branch(), chain: settings, height: height + 1n, blockTime: time },
      ...{ gas: freeGas, emit() {} },
    };
    for (const module of composition.modules) {
      module.endBlock?.(ctx);
      module.endBlockOfValidators?.(ctx);
    }
  }
  return processorTime(before);
}

function withAccounts(state: AppState, addresses: readonly string[]): AppState {
  const bank = state.bank as unknown as { readonly balances: readonly object[] };
  const coins = [{ denom: CHAIN.denom, amount: "1" }];
  const more = addresses.map((address) => ({ address, coins }));
  return { ...state, bank: { ...bank, balances: [...bank.balances, ...more] } } as AppState;
}
