import type { AppState } from "../../src/abci/genesis.js";
import { PubKey as Ed25519Key } from "../../src/gen/cosmos/crypto/ed25519.js";
import { addressBytes, addressText, moduleAddress } from "../../src/keeper/addresses.js";
import { CHAIN } from "./ante-world.js";

/** A consensus key of 32 bytes that nobody signs with: tests that use it ask for no signature. */
export const consensusKey = (n: number): Uint8Array => {
  const key = new Uint8Array(32).fill(7);
  new DataView(key.buffer).setUint32(0, n + 1);
  return key;
};

/** The consensus key in its envelope. */
export const packedConsensusKey = (n: number) => ({
  typeUrl: Ed25519Key.typeUrl,
  value: Ed25519Key.encode({ key: consensusKey(n) }),
});

/** The operator's address of an account. */
export const operatorOf = (account: string): string =>
  addressText("veranavaloper", addressBytes(account));

export const BONDED_POOL = addressText("verana", moduleAddress("bonded_tokens_pool"));
export const NOT_BONDED_POOL = addressText("verana", moduleAddress("not_bonded_tokens_pool"));

/** Someone who validates from genesis on, and the base units that are staked. */
export interface FirstValidator {
  readonly address: string;
  readonly tokens: bigint;
}

export interface StakedGenesis {
  /** In the order of their consensus keys. */
  readonly validators: readonly FirstValidator[];
  /** More delegations: who, the validator's number, base units. */
  readonly delegations?: readonly (readonly [string, number, bigint])[];
  /** Changes to parameters, by section. */
  readonly params?: { readonly [section: string]: { readonly [name: string]: unknown } };
}

type Section = { readonly params: object };

/** A genesis whose validators are staked for, 10 % of commission each. */
export function stakedGenesis(fresh: AppState, options: StakedGenesis): AppState {
  const { validators, delegations = [], params = {} } = options;
  const own = validators.map(({ address, tokens }, i) => [address, i, tokens] as const);
  const all = [...own, ...delegations];
  const sums = validators.map((_, n) =>
    all.reduce((sum, [, at, tokens]) => (at === n ? sum + tokens : sum), 0n),
  );
  const amount = sums.reduce((sum, tokens) => sum + tokens, 0n).toString();
  const { balances } = fresh.bank as unknown as { readonly balances: readonly object[] };
  const held = { address: BONDED_POOL, coins: [{ denom: CHAIN.denom, amount }] };
  const withParams = Object.entries(params).map(([name, changes]) => {
    const section = fresh[name] as unknown as Section;
    return [name, { ...section, params: { ...section.params, ...changes } }] as const;
  });
  const changed = { ...fresh, ...Object.fromEntries(withParams) } as unknown as AppState;
  return {
    ...changed,
    bank: {
      ...(changed.bank as object),
      balances: amount === "0" ? balances : [...balances, held],
    },
    staking: {
      ...(changed.staking as object),
      validators: validators.map(({ address }, i) => ({
        operator_address: operatorOf(address),
        consensus_pubkey: {
          "@type": Ed25519Key.typeUrl,
          key: Buffer.from(consensusKey(i)).toString("base64"),
        },
        status: "BOND_STATUS_BONDED",
        tokens: `${sums[i]}`,
        delegator_shares: `${sums[i]}.000000000000000000`,
        description: { moniker: `validator ${i}` },
        unbonding_time: "1970-01-01T00:00:00Z",
        commission: {
          commission_rates: { rate: "0.1", max_rate: "0.5", max_change_rate: "0.1" },
          update_time: "2026-01-01T00:00:00Z",
        },
        min_self_delegation: "1",
      })),
      delegations: all.map(([address, at, tokens]) => ({
        delegator_address: address,
        validator_address: operatorOf(validators[at]?.address ?? ""),
        shares: `${tokens}.000000000000000000`,
      })),
    },
  } as unknown as AppState;
}
