import { describe, expect, it } from "vitest";
import { SIGN_MODE } from "../../../src/abci/sign/signature-data.js";
import { AuthInfo, Tx, TxBody, TxRaw } from "../../../src/gen/cosmos/tx/v1beta1.js";
import { registry } from "../../../src/gen/registry.js";
import { toJson } from "../../../src/wire/proto-json.js";
import { signedTx } from "../../support/signed-tx.js";
import { StakeChain, type StakeChainOptions } from "../../support/stake-chain.js";
import { coin, createValidator, delegate } from "../../support/stake-messages.js";

// biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes
type Free = any;

const started = async (options: StakeChainOptions) => {
  const chain = await StakeChain.start(options);
  const found = { powers: [...chain.powers.values()], faults: chain.faults() };
  await chain.close();
  return found;
};

/** Starts a chain whose genesis is changed in place. */
const startWith = (change: (state: Free) => void) =>
  started({
    genesis: (state) => {
      const copy = structuredClone(state);
      change(copy);
      return copy;
    },
  });

describe("a hostile genesis is refused by the section or the rule that it breaks", () => {
  const cases: readonly (readonly [string, (state: Free) => void, RegExp])[] = [
    [
      "a pool with other tokens",
      (s) => (s.staking.validators[0].tokens = "9"),
      /^app_state\.staking: /,
    ],
    ["shares of nobody", (s) => s.staking.delegations.pop(), /^app_state\.staking: /],
    ["a validator twice", (s) => s.staking.validators.push(s.staking.validators[0]), /staking: /],
    [
      "one key of two validators",
      (s) => (s.staking.validators[1].consensus_pubkey = s.staking.validators[0].consensus_pubkey),
      /staking: /,
    ],
    ["a set that is too large", (s) => (s.staking.params.max_validators = 1), /bonded-set/],
    ["no validators in the set", (s) => (s.staking.params.max_validators = 0), /staking: /],
    [
      "a delegation to nobody",
      (s) => (s.staking.delegations[0].validator_address = ""),
      /staking: /,
    ],
    [
      "a power that nobody has",
      (s) => (s.staking.exported = true),
      /staking|distribution|slashing/,
    ],
    ["a tax above all", (s) => (s.distribution.params.community_tax = "1.1"), /distribution: /],
    [
      "a pool that the account does not hold",
      (s) => (s.distribution.fee_pool.community_pool = [{ denom: "uvna", amount: "1.0" }]),
      /distribution: /,
    ],
    ["a window of nothing", (s) => (s.slashing.params.signed_blocks_window = "0"), /slashing: /],
    [
      "a wrong count of missed blocks",
      (s) =>
        s.slashing.signing_infos.push({
          address: "veranavalcons1m7rsjhkc4h8fnwygnqh5ahzwhyvxmd2c3n5d5p",
          validator_signing_info: { missed_blocks_counter: "3" },
        }),
      /slashing: /,
    ],
    ["a year without blocks", (s) => (s.mint.params.blocks_per_year = "0"), /mint: /],
    [
      "evidence of another kind",
      (s) => s.evidence.evidence.push({ "@type": "/x.Y" }),
      /evidence: /,
    ],
  ];
  it.each(cases)("%s", async (_, change, why) => {
    await expect(startWith(change)).rejects.toThrow(why);
  });

  it("and the same one unchanged is taken", async () => {
    expect(await startWith(() => {})).toEqual({ powers: [10n, 10n], faults: [] });
  });
});

describe("transactions of genesis", () => {
  const json = (bytes: Uint8Array): Free => {
    const { bodyBytes, authInfoBytes, signatures } = TxRaw.decode(bytes);
    const body = TxBody.decode(bodyBytes);
    return toJson(Tx, { body, authInfo: AuthInfo.decode(authInfoBytes), signatures }, { registry });
  };

  /** Starts a chain without validators but that of one transaction of the first person. */
  const withGenTx = (parts: Parameters<typeof signedTx>[1] = {}, value = coin(5_000_000n)) =>
    started({
      tokens: [],
      genesis: (state, [first]) => {
        if (first === undefined) throw new Error("nobody is there");
        const tx = signedTx(first.key, {
          messages: [createValidator(first.address, 0, { value })],
          accountNumber: 0n,
          fee: { amount: [], gasLimit: 200_000n },
          body: { memo: "81914078ec5c642e1b62a7ce5a5453144d175e6f@127.0.0.1:26656" },
          ...parts,
        });
        return { ...state, genutil: { gen_txs: [json(tx)] } };
      },
    });

  it("make the first validators, signed directly or in amino JSON", async () => {
    const found = { powers: [5n], faults: [] };
    expect(await withGenTx()).toEqual(found);
    expect(await withGenTx({ mode: SIGN_MODE.amino })).toEqual(found);
  });

  it("are refused with their place and the code", async () => {
    await expect(withGenTx({ chainId: "other" })).rejects.toThrow(/gen_txs\[0\]: sdk 4/);
    await expect(withGenTx({ sequence: 1n })).rejects.toThrow(/gen_txs\[0\]: sdk/);
    await expect(withGenTx({}, coin(10n ** 13n))).rejects.toThrow(/gen_txs\[0\]: sdk 5/);
    await expect(withGenTx({}, coin(1n, "uother"))).rejects.toThrow(/gen_txs\[0\]: sdk 18/);
    await expect(withGenTx({ messages: [delegate("a", "b", 1n)] })).rejects.toThrow(/gen_txs\[0\]/);
    await expect(withGenTx({ messages: [] })).rejects.toThrow(/gen_txs\[0\]/);
  });
});

it("messages that are signed in amino JSON are delivered", async () => {
  const chain = await StakeChain.start();
  const amino = { mode: SIGN_MODE.amino };
  const [own, who, at] = [chain.account(2), chain.account(3), chain.operator(0)];
  const made = await chain.attempt(2, [createValidator(own, 2)], amino);
  const moved = await chain.attempt(3, [delegate(who, at, 1_000n)], amino);
  expect([made.code, moved.code]).toEqual([0, 0]);
  await chain.close();
});
