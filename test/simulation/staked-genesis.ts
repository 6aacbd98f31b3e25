import type { AppState } from "../../src/abci/genesis.js";
import { PubKey as Ed25519Key } from "../../src/gen/cosmos/crypto/ed25519.js";
import { addressText, moduleAddress } from "../../src/keeper/addresses.js";
import { CHAIN } from "../support/ante-world.js";
import { operatorOf, withParams } from "./scene.js";

/** A consensus key of 32 bytes that nobody signs with: the engine of a simulation asks for no signature. */
export const consensusKey = (n: number): Uint8Array => new Uint8Array(32).fill(n + 1);

const STAKE = 10_000_000n;

/** The genesis with validators that stake for themselves, short times and a small window of signatures. */
export function staked(fresh: AppState, validators: readonly string[]): AppState {
  const pool = addressText("verana", moduleAddress("bonded_tokens_pool"));
  const total = (STAKE * BigInt(validators.length)).toString();
  const { balances } = fresh.bank as unknown as { readonly balances: readonly object[] };
  const held = { address: pool, coins: [{ denom: CHAIN.denom, amount: total }] };
  const decimal = `${STAKE}.000000000000000000`;
  const short = withParams(
    withParams(fresh, "staking", { unbonding_time: "100s", max_validators: 5 }),
    "slashing",
    { signed_blocks_window: "10", downtime_jail_duration: "20s" },
  );
  return {
    ...short,
    bank: { ...(short.bank as object), balances: [...balances, held] },
    staking: {
      ...(short.staking as object),
      validators: validators.map((address, i) => ({
        operator_address: operatorOf(address),
        consensus_pubkey: {
          "@type": Ed25519Key.typeUrl,
          key: Buffer.from(consensusKey(i)).toString("base64"),
        },
        status: "BOND_STATUS_BONDED",
        tokens: STAKE.toString(),
        delegator_shares: decimal,
        unbonding_time: "1970-01-01T00:00:00Z",
        commission: {
          commission_rates: { rate: "0.1", max_rate: "0.5", max_change_rate: "0.1" },
          update_time: "2026-01-01T00:00:00Z",
        },
        min_self_delegation: "1",
      })),
      delegations: validators.map((address) => ({
        delegator_address: address,
        validator_address: operatorOf(address),
        shares: decimal,
      })),
    },
  } as unknown as AppState;
}
