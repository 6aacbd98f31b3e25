import { describe, expect, it } from "vitest";
import {
  MsgReclaimTrustDepositYield,
  MsgReclaimTrustDepositYieldResponse,
  MsgRepaySlashedTrustDeposit,
  MsgSlashTrustDeposit,
} from "../../../src/gen/verana/td/v1.js";
import { ONE } from "../../../src/keeper/dec.js";
import { authorityErrors } from "../../../src/keeper/governance.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { tdErrors } from "../../../src/modules/td/index.js";
import { GOV, MoneyWorld } from "../../support/money-world.js";
import { ALICE, BOB } from "../../support/registry-world.js";

const TYPES = ["ReclaimTrustDepositYield", "RepaySlashedTrustDeposit"];

const start = () => {
  const world = new MoneyWorld();
  const holder = world.rich("did:example:one", TYPES, 10_000n);
  const by = { corporation: holder.policyAddress, operator: BOB };
  world.run((ctx) => world.deposits.adjust(ctx, holder, 1_000n));
  world.events.splice(0);
  const td = () => world.deposits.find(world.ctx, holder.id);
  /** A share value as yields would have raised it, with the coins for it. */
  const raise = (trustDepositShareValue: bigint, coins: bigint) => {
    world.fundModule("td", coins);
    world.run((ctx) => {
      const params = { ...world.deposits.params(ctx), trustDepositShareValue };
      world.deposits.state.params.set(ctx, params);
    });
  };
  const slash = (deposit: bigint) =>
    world.govern(MsgSlashTrustDeposit, { corporationId: holder.id, deposit });
  return { world, holder, by, td, raise, slash };
};

describe("Reclaim Trust Deposit Yield", () => {
  it("[MOD-TD-MSG-2] [MOD-TD-MSG-2-1] [MOD-TD-MSG-2-3] [D-TD-05] pays whole units above the deposit and takes their shares, rounded up", () => {
    const { world, holder, by, td, raise } = start();
    raise((ONE * 3n) / 2n + 1n, 501n);
    const before = world.balance(holder.policyAddress);
    const answer = world.send(MsgReclaimTrustDepositYield, by, BOB);
    expect(MsgReclaimTrustDepositYieldResponse.decode(answer.value).claimedAmount).toBe(500n);
    expect(world.balance(holder.policyAddress) - before).toBe(500n);
    // 500 / 1.500000000000000001 is 333.3333333333333331111..., one up in the last place.
    const debit = 333_333_333_333_333_333_112n;
    expect(td()).toMatchObject({ deposit: 1_000n, refunded: 0n, share: 1_000n * ONE - debit });
    expect(world.taken("reclaim_trust_deposit_yield")).toEqual([
      {
        corporation_id: `${holder.id}`,
        account: holder.policyAddress,
        claimed_yield: "500",
        shares_reduced: "333.333333333333333112",
        timestamp: "2026-01-01T00:00:00Z",
      },
    ]);
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-TD-MSG-2-2] needs an operator who may send it, and names both", () => {
    const { world, by, raise } = start();
    raise(2n * ONE, 1_000n);
    const kind = (init: object, signer = BOB) =>
      world.refuses(MsgReclaimTrustDepositYield, { ...by, ...init }, signer).kind;
    expect(kind({ corporation: "" })).toBe(tdErrors.missingParameter);
    expect(kind({ operator: "" })).toBe(tdErrors.missingParameter);
    expect(kind({ corporation: "one" })).toBe(tdErrors.malformedCorporation);
    expect(kind({ operator: "bob" })).toBe(tdErrors.malformedOperator);
    expect(kind({ operator: ALICE }, ALICE)).toBe(deErrors.authorizationNotFound);
    expect(kind({}, ALICE)).toBe(deErrors.signerMismatch);
  });

  it("[MOD-TD-MSG-2-2-1] [MOD-TD-MSG-2-2-2] refuses without yield, without deposit, and while a slash is not repaid", () => {
    const { world, by, raise, slash } = start();
    const refuses = (init: object = {}) =>
      world.refuses(MsgReclaimTrustDepositYield, { ...by, ...init }, BOB);
    expect(refuses()).toMatchObject({ kind: tdErrors.nothingToClaim, rule: "MOD-TD-MSG-2-2-1" });
    const poor = world.rich("did:example:two", TYPES);
    const error = refuses({ corporation: poor.policyAddress });
    expect(error).toMatchObject({ kind: tdErrors.depositNotFound, rule: "MOD-TD-MSG-2-2-1" });
    raise(2n * ONE, 1_000n);
    slash(1n);
    expect(refuses()).toMatchObject({ kind: tdErrors.slashNotRepaid, rule: "MOD-TD-MSG-2-2-1" });
  });

  it("[D-TD-05] less than a unit is no yield", () => {
    const { world, by, raise } = start();
    raise(ONE + ONE / 1_001n, 1n);
    expect(world.refuses(MsgReclaimTrustDepositYield, by, BOB).kind).toBe(tdErrors.nothingToClaim);
  });
});

describe("Slash Trust Deposit", () => {
  it("[MOD-TD-MSG-5] [MOD-TD-MSG-5-1] [MOD-TD-MSG-5-3] [D-TD-09] burns and counts", () => {
    const { world, holder, td, slash } = start();
    const before = world.supply();
    slash(300n);
    world.pass(5_000_000_000n);
    slash(200n);
    expect(td()).toMatchObject({
      deposit: 500n,
      share: 500n * ONE,
      slashedDeposit: 500n,
      slashCount: 2n,
      lastSlashed: world.time,
    });
    expect([before - world.supply(), world.heldBy("td")]).toEqual([500n, 500n]);
    expect(world.taken("slash_trust_deposit").at(-1)).toEqual({
      corporation_id: `${holder.id}`,
      account: holder.policyAddress,
      amount: "200",
      slash_count: "2",
      timestamp: "2026-01-01T00:00:05Z",
    });
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-TD-MSG-5-2] [MOD-TD-MSG-5-2-1] [MOD-TD-MSG-5-2-2] refuses 0, too much, an unknown corporation and whoever is not governance", () => {
    const { world, holder } = start();
    const message = { authority: GOV, corporationId: holder.id, deposit: 10n };
    const refuses = (init: object) =>
      world.refuses(MsgSlashTrustDeposit, { ...message, ...init }, GOV, "gov");
    expect(refuses({ deposit: 0n }).kind).toBe(tdErrors.amountNotPositive);
    expect(refuses({ deposit: -1n }).kind).toBe(tdErrors.amountNotPositive);
    expect(refuses({ deposit: 1n << 63n }).kind).toBe(tdErrors.amountOutOfRange);
    expect(refuses({ corporationId: 0n }).kind).toBe(tdErrors.missingParameter);
    expect(refuses({ corporationId: 99n }).kind).toBe(tdErrors.depositNotFound);
    expect(refuses({ deposit: 1_001n })).toMatchObject({
      kind: tdErrors.depositTooSmall,
      rule: "MOD-TD-MSG-5-2-1",
    });
    const other = world.refuses(MsgSlashTrustDeposit, { ...message, authority: BOB }, BOB);
    expect(other.kind).toBe(authorityErrors.invalidSigner);
  });
});

describe("slashes in sum", () => {
  it("[D-GEN-20] [MOD-TD-MSG-5-2-1] stay below 2^63, so that what is exported can be imported", () => {
    const { world, holder, by, slash } = start();
    const most = (1n << 63n) - 1n;
    world.fund(holder.policyAddress, 2n * most);
    world.run((ctx) => world.deposits.adjust(ctx, holder, most - 1_000n));
    slash(most - 1n);
    world.send(MsgRepaySlashedTrustDeposit, { ...by, deposit: most - 1n }, BOB);
    const two = { authority: GOV, corporationId: holder.id, deposit: 2n };
    expect(world.refuses(MsgSlashTrustDeposit, two, GOV, "gov")).toMatchObject({
      kind: tdErrors.amountOutOfRange,
      rule: "MOD-TD-MSG-5-2-1",
    });
    slash(1n);
    const next = new MoneyWorld();
    next.rich("did:example:one", TYPES);
    next.fundModule("td", most - 1n);
    next.import("td", world.export("td"));
    expect(next.deposits.find(next.ctx, holder.id)).toMatchObject({ slashedDeposit: most });
    expect(next.faults()).toEqual([]);
  });
});

describe("Repay Slashed Trust Deposit", () => {
  it("[MOD-TD-MSG-6] [MOD-TD-MSG-6-1] [MOD-TD-MSG-6-3] [D-TD-10] pays exactly what was slashed, in full, and frees the deposit", () => {
    const { world, holder, by, td, slash } = start();
    world.run((ctx) => world.deposits.adjust(ctx, holder, -100n));
    slash(300n);
    const before = world.balance(holder.policyAddress);
    world.send(MsgRepaySlashedTrustDeposit, { ...by, deposit: 300n }, BOB);
    expect(before - world.balance(holder.policyAddress)).toBe(300n);
    expect(td()).toMatchObject({
      deposit: 1_000n,
      share: 1_000n * ONE,
      refunded: 100n,
      slashedDeposit: 300n,
      repaidDeposit: 300n,
      lastRepaid: world.time,
    });
    expect(world.taken("repay_slashed_trust_deposit")).toEqual([
      {
        corporation_id: `${holder.id}`,
        account: holder.policyAddress,
        amount: "300",
        timestamp: "2026-01-01T00:00:00Z",
      },
    ]);
    world.run((ctx) => world.deposits.adjust(ctx, holder, 1n));
    slash(5n);
    world.send(MsgRepaySlashedTrustDeposit, { ...by, deposit: 5n }, BOB);
    expect(td()).toMatchObject({ slashedDeposit: 305n, repaidDeposit: 305n });
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-TD-MSG-6-2] [MOD-TD-MSG-6-2-1] refuses another amount, nothing to repay and a corporation without deposit", () => {
    const { world, by, slash } = start();
    const refuses = (deposit: bigint, init: object = {}) =>
      world.refuses(MsgRepaySlashedTrustDeposit, { ...by, deposit, ...init }, BOB);
    expect(refuses(0n)).toMatchObject({
      kind: tdErrors.amountNotPositive,
      rule: "MOD-TD-MSG-6-2-1",
    });
    expect(refuses(1n << 63n).kind).toBe(tdErrors.amountOutOfRange);
    expect(refuses(1n).kind).toBe(tdErrors.notTheAmountOwed);
    slash(300n);
    for (const amount of [299n, 301n]) {
      expect(refuses(amount).kind).toBe(tdErrors.notTheAmountOwed);
    }
    const poor = world.rich("did:example:two", TYPES);
    expect(refuses(1n, { corporation: poor.policyAddress }).kind).toBe(tdErrors.depositNotFound);
    expect(refuses(1n, { operator: "" }).kind).toBe(tdErrors.missingParameter);
  });

  it("[MOD-TD-MSG-6-2-2] refuses when the account does not hold the amount, though there is credit", () => {
    const { world, holder, by, slash } = start();
    slash(300n);
    const rest = world.balance(holder.policyAddress) - 299n;
    world.run((ctx) =>
      world.bank.send(ctx, holder.policyAddress, ALICE, [{ denom: "uvna", amount: rest }]),
    );
    const error = world.refuses(MsgRepaySlashedTrustDeposit, { ...by, deposit: 300n }, BOB);
    expect(error).toMatchObject({ kind: tdErrors.insufficientFunds, rule: "MOD-TD-MSG-6-2-2" });
    world.fund(holder.policyAddress, 1n);
    world.send(MsgRepaySlashedTrustDeposit, { ...by, deposit: 300n }, BOB);
    expect(world.balance(holder.policyAddress)).toBe(0n);
  });

  it("[D-AUTHZ-03] spends the operator's limit and nothing beyond it", () => {
    const { world, holder, by, slash } = start();
    world.grant(holder.policyAddress, {
      grantee: BOB,
      msgTypes: TYPES,
      authzSpendLimit: [{ denom: "uvna", amount: 300n }],
    });
    slash(301n);
    const error = world.refuses(MsgRepaySlashedTrustDeposit, { ...by, deposit: 301n }, BOB);
    expect(error.kind).toBe(deErrors.spendLimitExceeded);
    world.grant(holder.policyAddress, {
      grantee: BOB,
      msgTypes: TYPES,
      authzSpendLimit: [{ denom: "uvna", amount: 302n }],
    });
    world.send(MsgRepaySlashedTrustDeposit, { ...by, deposit: 301n }, BOB);
    slash(2n);
    const again = world.refuses(MsgRepaySlashedTrustDeposit, { ...by, deposit: 2n }, BOB);
    expect(again.kind).toBe(deErrors.spendLimitExceeded);
  });
});

describe("Get Trust Deposit", () => {
  it("[MOD-TD-QRY-1] [MOD-TD-QRY-1-1] [MOD-TD-QRY-1-3] [D-TD-12] finds it by policy address or group id, under each name", () => {
    const { world, holder, slash } = start();
    slash(10n);
    const td = {
      corporation: `${holder.id}`,
      share: "990.000000000000000000",
      deposit: "990",
      refunded: "0",
      slashed_deposit: "10",
      repaid_deposit: "0",
      last_slashed: "2026-01-01T00:00:00.000Z",
      last_repaid: null,
      slash_count: 1,
    };
    for (const name of ["account", "corporation", "corporation_id"]) {
      for (const value of [holder.policyAddress, `${holder.id}`]) {
        expect(world.spec("/td/v1/get", { [name]: value })).toEqual({ trust_deposit: td });
      }
    }
    const path = "/verana.td.v1.Query/GetTrustDeposit";
    expect(world.query(path, { corporationId: holder.id })).toMatchObject({
      trustDeposit: { deposit: 990n, corporationId: holder.id },
    });
  });

  it("[MOD-TD-QRY-1-2] refuses what names no corporation, and two names at once", () => {
    const { world, holder } = start();
    const read = (account: string) =>
      world.refused(() => world.spec("/td/v1/get", account === "" ? {} : { account }));
    for (const account of ["", "0", "abc", "-1"]) {
      expect(read(account)).toMatchObject({
        kind: tdErrors.malformedCorporation,
        rule: "MOD-TD-QRY-1-2",
      });
    }
    const two = { account: `${holder.id}`, corporation: `${holder.id}` };
    expect(world.badParams("/td/v1/get", two)).toBe(true);
    expect(read("99")).toMatchObject({ kind: tdErrors.depositNotFound, rule: "MOD-TD-QRY-1-3" });
    expect(read(ALICE).kind).toBe(tdErrors.depositNotFound);
  });
});

describe("the genesis of trust deposits", () => {
  it("exports what it was given, sums and carry too", () => {
    const { world, holder, slash } = start();
    slash(10n);
    const section = world.export("td");
    expect(section).toMatchObject({
      trust_deposits: [{ corporation_id: `${holder.id}`, deposit: "990", slash_count: "1" }],
    });
    const next = new MoneyWorld();
    const other = next.rich("did:example:one", TYPES);
    expect(other.id).toBe(holder.id);
    next.fundModule("td", 990n);
    const dusty = { ...(section as object), dust: "0.250000000000000000" };
    next.import("td", dusty);
    expect(next.faults()).toEqual([]);
    expect(next.export("td")).toEqual(dusty);
  });

  it("[D-TD-13] is refused with more credit than deposit, or more repaid than slashed", () => {
    const { world, holder } = start();
    const td = {
      corporation_id: `${holder.id}`,
      share: "1.000000000000000000",
      deposit: "5",
      refunded: "0",
      slashed_deposit: "3",
      repaid_deposit: "3",
      slash_count: "1",
    };
    const fresh = world.genesis("td").fresh({ denom: "uvna" }) as object;
    const refuses = (...records: readonly object[]) => {
      const next = new MoneyWorld();
      next.rich("did:example:one", TYPES);
      const section = { ...fresh, trust_deposits: records };
      return next.rolledBack((ctx) => next.genesis("td").init(ctx, section as never)).kind;
    };
    expect(refuses({ ...td, refunded: "6" })).toBe(tdErrors.invalidGenesis);
    expect(refuses({ ...td, repaid_deposit: "4" })).toBe(tdErrors.invalidGenesis);
    expect(refuses({ ...td, deposit: `${1n << 63n}` })).toBe(tdErrors.invalidGenesis);
    expect(refuses({ ...td, share: "-1.0" })).toBe(tdErrors.invalidGenesis);
    expect(refuses(td, td)).toBe(tdErrors.invalidGenesis);
  });
});
