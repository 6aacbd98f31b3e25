import { type ChildProcess, spawn } from "node:child_process";
import type { NetworkNode } from "../../src/cli/new-network.js";
import type { Member, Network, NetworkOptions } from "../support/network.js";
import { type TestKey, testKey } from "../support/signed-tx.js";
import { makeStakedNetwork } from "../support/staked-network.js";
import { VPRD } from "../support/vprd.js";
import { EURO, PLAYERS, type Player } from "./participants-market.js";

/** Keys of everybody in the journey of participants. */
export const KEYS = Object.fromEntries(
  PLAYERS.map((name, n) => [name, testKey(1_000 + n)]),
) as Readonly<Record<Player, TestKey>>;

/**
 * A network for that journey: votes are short, deposits may yield the whole of themselves a year, so that
 * some blocks are enough to see it, and a validator that was away is not jailed for it.
 */
export const participantsNetwork = (
  options: Pick<NetworkOptions, "bin" | "validators" | "app">,
): Promise<Network> =>
  makeStakedNetwork({
    ...options,
    addresses: Object.values(KEYS).map(({ address }) => address),
    coins: [{ denom: EURO, amount: 1_000_000n }],
    values: { "consensus.timeout_commit": "200ms" },
    params: {
      gov: { voting_period: "10s", expedited_voting_period: "4s" },
      slashing: { signed_blocks_window: "10000" },
      td: { trust_deposit_max_yield_rate: "1.000000000000000000" },
    },
  });

/** A node that serves REST; the embedded engine serves RPC where CometBFT would. */
export function startWithRest(
  engine: "embedded" | "comet",
  { home, host, ports }: NetworkNode,
): ChildProcess {
  const embedded = ["--rpc.laddr", `tcp://${host}:${ports.rpc}`, "--block-time", "200ms"];
  const args = ["start", "--engine", engine, "--home", home];
  const further = engine === "embedded" ? [...embedded, "--instant"] : [];
  const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
  return spawn(process.execPath, [VPRD, ...args, ...further], { stdio });
}

/** Where a node answers REST. */
export const restUrlOf = ({ node }: Member): string => `http://${node.host}:${node.ports.api}`;
