import { afterEach, describe, expect, it } from "vitest";
import { MsgSend } from "../../../src/gen/cosmos/bank/v1beta1.js";
import {
  BaseVestingAccount,
  MsgCreatePeriodicVestingAccount,
  MsgCreatePermanentLockedAccount,
  MsgCreateVestingAccount,
} from "../../../src/gen/cosmos/vesting/v1beta1.js";
import { addressText, moduleAddress } from "../../../src/keeper/addresses.js";
import { amountOf } from "../../../src/keeper/coins.js";
import {
  baseOf,
  delegated,
  lockedAmount,
  undelegated,
  type Vesting,
  vestedCoins,
} from "../../../src/modules/auth/vesting.js";
import { Random } from "../../store/random.js";
import { sign } from "../../support/app-chain.js";
import { testKey } from "../../support/signed-tx.js";
import { StakeChain } from "../../support/stake-chain.js";
import { coin } from "../../support/stake-messages.js";
import { message } from "../../support/world.js";

let chain: StakeChain | undefined;
afterEach(async () => {
  expect(chain?.faults() ?? []).toEqual([]);
  await chain?.close();
  chain = undefined;
});

const SECOND = 1_000_000_000n;
const base = (amount: bigint, endTime: bigint) =>
  BaseVestingAccount.create({ originalVesting: [coin(amount)], endTime });

/** A thousand coins from second 1000 to 1100. */
const KINDS: Readonly<Record<Vesting["kind"], Vesting>> = {
  continuous: {
    kind: "continuous",
    account: { baseVestingAccount: base(1_000n, 1_100n), startTime: 1_000n },
  },
  delayed: { kind: "delayed", account: { baseVestingAccount: base(1_000n, 1_100n) } },
  periodic: {
    kind: "periodic",
    account: {
      baseVestingAccount: base(1_000n, 1_100n),
      startTime: 1_000n,
      vestingPeriods: [
        { length: 30n, amount: [coin(300n)] },
        { length: 70n, amount: [coin(700n)] },
      ],
    },
  },
  permanent: { kind: "permanent", account: { baseVestingAccount: base(1_000n, 0n) } },
};

describe("schedules", () => {
  it.each([
    ["continuous", [0n, 0n, 10n, 500n, 1_000n]],
    ["delayed", [0n, 0n, 0n, 0n, 1_000n]],
    ["periodic", [0n, 0n, 0n, 300n, 1_000n]],
    ["permanent", [0n, 0n, 0n, 0n, 0n]],
  ] as const)("%s coins become free as in Cosmos SDK", (kind, wanted) => {
    const vesting = KINDS[kind];
    const at = [999n, 1_000n, 1_001n, 1_050n, 1_100n];
    const free = at.map((time) => amountOf(vestedCoins(vesting, time * SECOND), "uvna"));
    expect(free).toEqual(wanted);
    const locked = at.map((time) => lockedAmount(vesting, time * SECOND, "uvna"));
    expect(locked).toEqual(wanted.map((amount) => 1_000n - amount));
  });

  it.each(Object.entries(KINDS))("what is tracked of %s never leaves its bounds", (_, vesting) => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = new Random(seed);
      let now = vesting;
      let out = 0n;
      for (let step = 0; step < 20; step++) {
        const time = (990n + BigInt(random.below(120))) * SECOND;
        if (random.chance(500)) {
          const amount = 1n + BigInt(random.below(600));
          now = delegated(now, time, [coin(amount)]);
          out += amount;
        } else if (out > 0n) {
          const amount = 1n + BigInt(random.below(Number(out)));
          now = undelegated(now, [coin(amount)]);
          out -= amount;
        }
        const { delegatedVesting, delegatedFree } = baseOf(now);
        const [held, free] = [amountOf(delegatedVesting, "uvna"), amountOf(delegatedFree, "uvna")];
        const at = `seed ${seed}, step ${step}`;
        expect(held + free, at).toBe(out);
        expect(held <= 1_000n && held >= 0n && free >= 0n, at).toBe(true);
        const locked = lockedAmount(now, time, "uvna");
        expect(locked >= 0n && locked <= 1_000n, at).toBe(true);
      }
    }
  });
});

describe("messages", () => {
  const to = testKey(3).address;
  const from = testKey(1).address;
  const amount = [coin(1_000n)];
  const start = async () => {
    chain = await StakeChain.start({ people: 2 });
    return chain;
  };
  const create = (endTime: bigint, changes: Partial<MsgCreateVestingAccount> = {}) =>
    message(MsgCreateVestingAccount, {
      fromAddress: from,
      toAddress: to,
      amount,
      endTime,
      ...changes,
    });
  const vestingAccounts = (world: StakeChain) =>
    world
      .section("auth")
      .accounts.filter((one: { "@type": string }) => one["@type"].startsWith("/cosmos.vesting"));

  it("an account is made with its coins", async () => {
    const world = await start();
    const end = world.time / SECOND + 100n;
    const events = await world.deliver(0, create(end));
    expect(events.map(([type]) => type)).toEqual([
      ...["message", "coin_spent", "coin_received", "transfer", "message"],
    ]);
    expect(vestingAccounts(world)).toMatchObject([
      {
        "@type": "/cosmos.vesting.v1beta1.ContinuousVestingAccount",
        start_time: `${world.time / SECOND}`,
        base_vesting_account: {
          base_account: { address: to },
          original_vesting: [{ denom: "uvna", amount: "1000" }],
          end_time: `${end}`,
        },
      },
    ]);
  });

  it("are refused with the codes of Cosmos SDK", async () => {
    const world = await start();
    const seconds = world.time / SECOND;
    const end = seconds + 100n;
    const blocked = addressText("verana", moduleAddress("distribution"));
    const parties = { fromAddress: from, toAddress: to };
    const periodic = (changes: Partial<MsgCreatePeriodicVestingAccount>) =>
      message(MsgCreatePeriodicVestingAccount, {
        ...parties,
        startTime: seconds,
        vestingPeriods: [{ length: 1n, amount }],
        ...changes,
      });
    const locked = { ...parties, toAddress: world.account(1), amount };
    const codes = [
      await world.refused(0, create(0n)),
      await world.refused(0, create(end, { amount: [] })),
      await world.refused(0, create(end, { amount: [coin(0n)] })),
      await world.refused(0, create(end, { toAddress: "bad" })),
      await world.refused(0, create(end, { toAddress: blocked })),
      await world.refused(0, create(end, { toAddress: world.account(1) })),
      await world.refused(0, create(end, { amount: [coin(10n ** 13n)] })),
      await world.refused(0, periodic({ startTime: 0n })),
      await world.refused(0, periodic({ vestingPeriods: [{ length: 0n, amount }] })),
      await world.refused(0, periodic({ vestingPeriods: [{ length: 1n, amount: [] }] })),
      await world.refused(0, message(MsgCreatePermanentLockedAccount, locked)),
    ];
    expect(codes).toEqual([
      ...["sdk 18", "sdk 10", "sdk 10", "sdk 7", "sdk 4", "sdk 18", "sdk 5"],
      ...["sdk 18", "sdk 18", "sdk 10", "sdk 18"],
    ]);
    expect(vestingAccounts(world)).toEqual([]);
  });

  it("locked coins cannot be sent, and what is beyond them can", async () => {
    const world = await start();
    await world.deliver(
      0,
      message(MsgCreatePermanentLockedAccount, { fromAddress: from, toAddress: to, amount }),
      message(MsgSend, { fromAddress: from, toAddress: to, amount: [coin(12_000n)] }),
    );
    const [account] = vestingAccounts(world);
    const accountNumber = BigInt(account.base_vesting_account.base_account.account_number);
    const holder = { key: testKey(3), address: to, accountNumber, sequence: 0n };
    const send = (n: bigint) =>
      sign(holder, [message(MsgSend, { fromAddress: to, toAddress: from, amount: [coin(n)] })]);
    // Each transaction pays 5000: of 13000 there are 2000 left beyond the thousand that is locked.
    const { txResults } = await world.block({ txs: [send(7_001n), send(2_000n)] });
    expect(txResults.map(({ code }) => code)).toEqual([5, 0]);
    expect(world.balance(to)).toBe(1_000n);
  });
});
