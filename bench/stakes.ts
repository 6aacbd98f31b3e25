import { CHAIN } from "../test/support/ante-world.js";
import { sign } from "../test/support/app-chain.js";
import { signDigest } from "../test/support/native-signer.js";
import { StakeChain } from "../test/support/stake-chain.js";
import { delegate } from "../test/support/stake-messages.js";
import { calibrate, type Figure, Figures, percentile, timed } from "./measure.js";
import type { Sizes } from "./sizes.js";
import { strangers } from "./work.js";

const BLOCKS = 30;
const UNIT = 1_000_000n;
/** Delegations in a block of them. */
const DELEGATIONS = 100;

/**
 * Blocks of a chain with a full set of validators that all sign: empty ones with few and many
 * delegators, whose cost should be the same, and ones full of delegations.
 */
export async function benchStakes({
  accounts: [least = 1_000],
}: Sizes): Promise<readonly Figure[]> {
  const many = least < 10_000 ? [10, 1_000] : [100, 10_000];
  const figures: Figure[] = [];
  for (const delegators of many) figures.push(...(await benchSet(100, delegators)));
  return figures;
}

async function benchSet(validators: number, delegators: number): Promise<readonly Figure[]> {
  const figures = new Figures("stakes", `${validators} validators, ${delegators} delegators`);
  const others = strangers(delegators);
  const chain = await StakeChain.start({
    people: validators,
    mints: true,
    tokens: Array.from({ length: validators }, (_, i) => BigInt(validators - i) * UNIT),
    delegations: others.map((address, i) => [address, i % validators, UNIT] as const),
  });
  figures.add("calibration loop", "ms", calibrate());
  const empty: number[] = [];
  const full: number[] = [];
  for (let i = 0; i <= BLOCKS; i++) {
    const took = await timed(() => chain.block());
    if (i > 0) empty.push(took);
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
  figures.add(`block of ${DELEGATIONS} delegations, median`, "ms", percentile(full, 50));
  await chain.close();
  return figures.all();
}
