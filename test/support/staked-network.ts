/*
 * Networks whose validators are staked for by operators of their own, as `vprd testnet` makes them,
 * with times so short that a test sees what takes weeks elsewhere.
 */
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { withAccount } from "../../src/cli/genesis/accounts.js";
import {
  type GenesisDocument,
  readDocument,
  type Section,
  sectionOf,
  writeDocument,
} from "../../src/cli/genesis/file.js";
import { stakeNetwork } from "../../src/cli/staked-network.js";
import { homePaths } from "../../src/engine/home/paths.js";
import { addCoins, type Coin } from "../../src/keeper/coins.js";
import { CHAIN } from "./ante-world.js";
import { Network, type NetworkOptions } from "./network.js";

/** What an operator of `vprd testnet` stakes at the start, base units. */
export const FIRST_STAKE = 100_000_000n;

/** Seconds until a stake that is taken back is free again. */
export const UNBONDING_SECONDS = 10;

/** Changes to parameters that make everything short. */
const SHORT: Readonly<Record<string, Section>> = {
  // Votes of a busy machine still come in time.
  gov: {
    max_deposit_period: "60s",
    voting_period: "24s",
    expedited_voting_period: "16s",
  },
  staking: { unbonding_time: `${UNBONDING_SECONDS}s` },
  // Half of twenty blocks: late votes of a busy machine are forgiven, an absence is not for long.
  slashing: {
    signed_blocks_window: "20",
    min_signed_per_window: "0.5",
    downtime_jail_duration: "2s",
    slash_fraction_downtime: "0.01",
    slash_fraction_double_sign: "0.05",
  },
};

/**
 * Makes a network in which the first `staked` nodes, all unless told, are validators and the others
 * only follow. Nothing runs yet.
 */
export async function makeStakedNetwork(
  options: NetworkOptions & {
    readonly staked?: number;
    /** What each of the addresses owns beside native coins; sorted by denomination. */
    readonly coins?: readonly Coin[];
    /** Further changes to parameters, by the section of the genesis. */
    readonly params?: Readonly<Record<string, Section>>;
  },
): Promise<Network> {
  const network = await Network.make({ ...options, addresses: [] });
  const nodes = network.members.map(({ node }) => node);
  const [first, ...others] = nodes.map(({ home }) => homePaths(home).genesis);
  if (first === undefined) throw new RangeError("a network without nodes");
  writeDocument(first, withMoney(readDocument(first), options));
  const staked = nodes.slice(0, options.staked ?? nodes.length);
  await stakeNetwork(staked, { folder: network.folder, denom: CHAIN.denom });
  const document = readDocument(first);
  const names = new Set([...Object.keys(SHORT), ...Object.keys(options.params ?? {})]);
  const changed = [...names].map((name) => {
    const changes = { ...SHORT[name], ...options.params?.[name] };
    const section = sectionOf(document, name);
    return [name, { ...section, params: { ...Object(section.params), ...changes } }] as const;
  });
  const state = { ...document.app_state, ...Object.fromEntries(changed) };
  writeDocument(first, { ...document, app_state: state });
  for (const other of others) copyFileSync(first, other);
  return network;
}

function withMoney(
  document: GenesisDocument,
  {
    addresses,
    coins: further = [],
  }: { readonly addresses: readonly string[]; readonly coins?: readonly Coin[] },
): GenesisDocument {
  const coins = addCoins(further, [{ denom: CHAIN.denom, amount: 1_000_000_000_000n }]);
  return addresses.reduce((filled, address) => withAccount(filled, address, coins), document);
}

/** The phrase of the operator that a home of such a network has. */
export function operatorPhrase(home: string): string {
  const text = readFileSync(join(home, "key_seed.json"), "utf8");
  return z.object({ secret: z.string() }).parse(JSON.parse(text)).secret;
}
