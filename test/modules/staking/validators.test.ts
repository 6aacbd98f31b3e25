import { afterEach, expect, it } from "vitest";
import { PubKey as Ed25519Key } from "../../../src/gen/cosmos/crypto/ed25519.js";
import { PubKey as Secp256k1Key } from "../../../src/gen/cosmos/crypto/secp256k1.js";
import * as staking from "../../../src/gen/cosmos/staking/v1beta1.js";
import { addressBytes } from "../../../src/keeper/addresses.js";
import { sign } from "../../support/app-chain.js";
import { StakeChain } from "../../support/stake-chain.js";
import { NOT_BONDED_POOL } from "../../support/stake-genesis.js";
import {
  coin,
  createValidator,
  delegate,
  described,
  editValidator,
  percent,
  undelegate,
} from "../../support/stake-messages.js";
import { message } from "../../support/world.js";

let chain: StakeChain;
afterEach(async () => {
  expect(chain.faults()).toEqual([]);
  await chain.close();
});

const find = (n: number) =>
  chain
    .section("staking")
    .validators.find(
      (one: { operator_address: string }) => one.operator_address === chain.operator(n),
    );

it("a new validator stakes for itself, tells of it as recorded and joins the set", async () => {
  chain = await StakeChain.start();
  const who = chain.account(3);
  expect(await chain.deliver(3, createValidator(who, 3))).toEqual([
    [
      "message",
      ["action", "/cosmos.staking.v1beta1.MsgCreateValidator"],
      ["sender", who],
      ["module", "staking"],
    ],
    ["coin_spent", ["spender", who], ["amount", "2000000uvna"]],
    ["coin_received", ["receiver", NOT_BONDED_POOL], ["amount", "2000000uvna"]],
    ["create_validator", ["validator", chain.operator(3)], ["amount", "2000000uvna"]],
  ]);
  expect(chain.power(3)).toBe(2n);
  expect(find(3)).toMatchObject({ status: "BOND_STATUS_BONDED", tokens: "2000000" });
});

it("a new validator is refused with the codes of Cosmos SDK", async () => {
  chain = await StakeChain.start({ params: { staking: { min_commission_rate: "0.05" } } });
  const who = chain.account(3);
  const rates = (rate: bigint, maxRate: bigint, maxChangeRate: bigint) => ({
    commission: {
      rate: percent(rate),
      maxRate: percent(maxRate),
      maxChangeRate: percent(maxChangeRate),
    },
  });
  const wrong: readonly (readonly [Partial<staking.MsgCreateValidator>, string])[] = [
    [{ pubkey: undefined }, "staking 39"],
    [{ value: coin(0n) }, "sdk 18"],
    [{ value: coin(1n, "uother") }, "sdk 18"],
    [{ description: described("") }, "sdk 18"],
    [{ description: described("m".repeat(71)) }, "sdk 18"],
    [{ description: described("m", { details: "é".repeat(141) }) }, "sdk 18"],
    [rates(-1n, 20n, 1n), "staking 9"],
    [rates(5n, 101n, 1n), "staking 10"],
    [rates(21n, 20n, 1n), "staking 11"],
    [rates(5n, 20n, -1n), "staking 13"],
    [rates(5n, 20n, 21n), "staking 14"],
    [rates(4n, 20n, 1n), "staking 40"],
    [{ minSelfDelegation: 0n }, "sdk 18"],
    [{ minSelfDelegation: 2_000_001n }, "staking 16"],
    [{ value: coin(10n ** 13n) }, "sdk 5"],
    [
      {
        pubkey: {
          typeUrl: Secp256k1Key.typeUrl,
          value: Secp256k1Key.encode({ key: chain.person(3).key.key.key }),
        },
      },
      "staking 6",
    ],
    [
      {
        pubkey: {
          typeUrl: Ed25519Key.typeUrl,
          value: Ed25519Key.encode({ key: new Uint8Array(31) }),
        },
      },
      "staking 6",
    ],
  ];
  for (const [changes, code] of wrong) {
    expect(await chain.refused(3, createValidator(who, 3, changes))).toBe(code);
  }
  expect(await chain.refused(0, createValidator(chain.account(0), 3))).toBe("staking 4");
  expect(await chain.refused(3, createValidator(who, 0))).toBe("staking 5");
});

it("an edit changes what it names, and tells of the commission as recorded", async () => {
  chain = await StakeChain.start();
  const before = find(0);
  await chain.deliver(0, editValidator(chain.operator(0), {}));
  expect(find(0)).toEqual(before);
  const [, edited] = await chain.deliver(
    0,
    editValidator(chain.operator(0), {
      description: described("[do-not-modify]", { website: "https://example.com" }),
      commissionRate: percent(12n),
      minSelfDelegation: 5n,
    }),
  );
  const [seconds, nanos] = [chain.time / 1_000_000_000n, chain.time % 1_000_000_000n];
  const text = `commission_rates:<rate:"120000000000000000" max_rate:"500000000000000000" max_change_rate:"100000000000000000" > update_time:<seconds:${seconds} ${nanos === 0n ? "" : `nanos:${nanos} `}> `;
  expect(edited).toEqual([
    "edit_validator",
    ["commission_rate", text],
    ["min_self_delegation", "5"],
  ]);
  expect(find(0)).toMatchObject({
    description: { ...before.description, website: "https://example.com" },
    min_self_delegation: "5",
    commission: { commission_rates: { rate: "0.120000000000000000" } },
  });
});

it("an edit is refused with the codes of Cosmos SDK", async () => {
  chain = await StakeChain.start({ params: { staking: { min_commission_rate: "0.05" } } });
  const at = chain.operator(0);
  const wrong: readonly (readonly [Partial<staking.MsgEditValidator>, string])[] = [
    [{ description: described("") }, "sdk 18"],
    [{ description: described("m".repeat(71)) }, "sdk 18"],
    [{ minSelfDelegation: 0n }, "sdk 18"],
    [{ minSelfDelegation: 1n }, "staking 17"],
    [{ minSelfDelegation: 10_000_001n }, "staking 16"],
    [{ commissionRate: percent(101n) }, "sdk 18"],
    [{ commissionRate: percent(-1n) }, "sdk 18"],
    [{ commissionRate: percent(4n) }, "sdk 18"],
    [{ commissionRate: percent(51n) }, "staking 11"],
    [{ commissionRate: percent(21n) }, "staking 15"],
  ];
  for (const [changes, code] of wrong) {
    expect(
      await chain.refused(0, editValidator(at, changes)),
      JSON.stringify(Object.keys(changes)),
    ).toBe(code);
  }
  expect(await chain.refused(3, editValidator(chain.operator(3), {}))).toBe("staking 3");
});

it("a commission changes once a day, down as far as one likes", async () => {
  chain = await StakeChain.start();
  const at = chain.operator(0);
  await chain.deliver(0, editValidator(at, { commissionRate: percent(20n) }));
  await chain.block({ seconds: 86_398n });
  expect(await chain.refused(0, editValidator(at, { commissionRate: percent(1n) }))).toBe(
    "staking 12",
  );
  await chain.deliver(0, editValidator(at, { commissionRate: percent(1n) }));
  expect(find(0).commission.commission_rates.rate).toBe("0.010000000000000000");
});

it("the set holds the strongest; at equal power the lower operator comes first", async () => {
  chain = await StakeChain.start({
    tokens: [9_000_000n],
    params: { staking: { max_validators: 2 } },
  });
  const bytes = (n: number) => addressBytes(chain.operator(n));
  const sorted = [0, 1, 2].sort((a, b) => Buffer.compare(bytes(a), bytes(b)));
  const [lowest = 0, middle = 0, highest = 0] = sorted;
  const value = coin(9_000_000n);
  const made = [2, 1].map((n) =>
    sign(chain.person(n), [createValidator(chain.account(n), n, { value })]),
  );
  await chain.block({ txs: made });
  const powers = () => [chain.power(lowest), chain.power(middle), chain.power(highest)];
  expect(powers()).toEqual([9n, 9n, undefined]);
  await chain.deliver(4, delegate(chain.account(4), chain.operator(highest), 999_999n));
  expect(powers()).toEqual([9n, 9n, undefined]);
  await chain.deliver(4, delegate(chain.account(4), chain.operator(highest), 1n));
  expect(powers()).toEqual([9n, undefined, 10n]);
  expect(find(middle).status).toBe("BOND_STATUS_UNBONDING");
});

it("a validator below one unit of power is not in the set", async () => {
  chain = await StakeChain.start();
  await chain.deliver(3, createValidator(chain.account(3), 3, { value: coin(999_999n) }));
  expect(chain.power(3)).toBeUndefined();
  expect(find(3).status).toBe("BOND_STATUS_UNBONDED");
  await chain.deliver(4, delegate(chain.account(4), chain.operator(3), 1n));
  expect(chain.power(3)).toBe(1n);
});

it("an operator that falls below its own minimum is jailed and leaves the set", async () => {
  chain = await StakeChain.start();
  const [own, at] = [chain.account(3), chain.operator(3)];
  await chain.deliver(3, createValidator(own, 3, { minSelfDelegation: 1_500_000n }));
  await chain.deliver(4, delegate(chain.account(4), at, 5_000_000n));
  await chain.deliver(3, undelegate(own, at, 500_000n));
  expect(find(3).jailed).toBe(false);
  await chain.deliver(3, undelegate(own, at, 1n));
  expect(find(3)).toMatchObject({ jailed: true, status: "BOND_STATUS_UNBONDING" });
  expect(chain.power(3)).toBeUndefined();
});

it("nobody but governance changes parameters", async () => {
  chain = await StakeChain.start();
  const params = {
    ...staking.Params.create({}),
    bondDenom: "uvna",
    maxValidators: 1,
    maxEntries: 1,
  };
  const update = message(staking.MsgUpdateParams, { authority: chain.account(0), params });
  expect(await chain.refused(0, update)).toBe("gov 13");
});

it("history remembers headers and sets of as many blocks as are kept", async () => {
  chain = await StakeChain.start({ params: { staking: { historical_entries: 3 } } });
  await chain.deliver(3, createValidator(chain.account(3), 3));
  const created = chain.height;
  await chain.blocks(3);
  const at = (height: bigint) =>
    chain.ask<unknown, staking.QueryHistoricalInfoResponse>(staking.Query.HistoricalInfo, {
      height,
    });
  const { hist } = await at(created + 1n);
  expect(hist?.valset).toHaveLength(3);
  expect(hist?.header.height).toBe(created + 1n);
  await expect(at(created)).rejects.toThrow();
});
