import type { Network, NetworkOptions } from "../support/network.js";
import { type TestKey, testKey } from "../support/signed-tx.js";
import { makeStakedNetwork } from "../support/staked-network.js";
import { PLAYERS, type Player } from "./participants-market.js";

/** Keys of everybody in the journey of participants. */
export const KEYS = Object.fromEntries(
  PLAYERS.map((name, n) => [name, testKey(1_000 + n)]),
) as Readonly<Record<Player, TestKey>>;

/**
 * A network for that journey: votes are short, and deposits may yield the whole of themselves a year, so
 * that some blocks are enough to see it.
 */
export const participantsNetwork = (
  options: Pick<NetworkOptions, "bin" | "validators" | "app">,
): Promise<Network> =>
  makeStakedNetwork({
    ...options,
    addresses: Object.values(KEYS).map(({ address }) => address),
    values: { "consensus.timeout_commit": "200ms" },
    params: {
      gov: { voting_period: "10s", expedited_voting_period: "4s" },
      td: { trust_deposit_max_yield_rate: "1.000000000000000000" },
    },
  });
