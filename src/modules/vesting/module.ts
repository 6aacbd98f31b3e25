import {
  BaseVestingAccount,
  MsgCreatePeriodicVestingAccount,
  MsgCreatePeriodicVestingAccountResponse,
  MsgCreatePermanentLockedAccount,
  MsgCreatePermanentLockedAccountResponse,
  MsgCreateVestingAccount,
  MsgCreateVestingAccountResponse,
  type Period,
} from "../../gen/cosmos/vesting/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../keeper/authority.js";
import { checkAddress } from "../../keeper/check-address.js";
import { addCoins, type Coin, formatCoins, isValidCoins } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { bindMessage, type Handler } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import type { Vesting } from "../auth/index.js";

/** What vesting asks of accounts and balances. */
export interface VestingPorts {
  readonly accounts: {
    exists(ctx: ReadContext, address: string): boolean;
    createVesting(ctx: WriteContext, address: string, vesting: Vesting): void;
  };
  readonly bank: {
    send(ctx: WriteContext, from: string, to: string, coins: readonly Coin[]): void;
  };
  /** What plain transfers are refused for. */
  readonly rules: {
    checkEnabled(ctx: ReadContext, coins: readonly Coin[]): void;
    checkRecipient(address: string): void;
  };
}

/** An account that is about to be made, and who pays for it. */
interface Plan {
  readonly from: string;
  readonly to: string;
  readonly coins: readonly Coin[];
  readonly vesting: Vesting;
}

const NANOS = 1_000_000_000n;
/** Seconds of the year 10000: no block comes so late. */
const MOST_SECONDS = 253_402_300_800n;

/** Accounts whose coins become free with time: messages of Cosmos SDK's x/auth/vesting. */
export function vestingModule(ports: VestingPorts): { readonly module: Module } {
  return {
    module: {
      name: "vesting",
      messages: [
        bindMessage("vesting", createVestingAccount(ports)),
        bindMessage("vesting", createPermanentLockedAccount(ports)),
        bindMessage("vesting", createPeriodicVestingAccount(ports)),
      ],
    },
  };
}

/** MsgCreateVestingAccount: all at the end, or bit by bit until then. */
const createVestingAccount = (
  ports: VestingPorts,
): Handler<MsgCreateVestingAccount, AnyAccount, Plan, MsgCreateVestingAccountResponse> => ({
  type: MsgCreateVestingAccount,
  response: MsgCreateVestingAccountResponse,
  authorize: anyAccount,

  check(ctx, { fromAddress, toAddress, amount, endTime, delayed }) {
    const parties = checkParties(ctx, fromAddress, toAddress);
    checkCoins(amount);
    const startTime = ctx.blockTime / NANOS;
    // What has ended before it began could not be exported and imported again.
    const isOver = endTime <= 0n || (!delayed && endTime <= startTime) || endTime > MOST_SECONDS;
    if (isOver) refuse(sdkErrors.invalidRequest, { log: "invalid end time" });
    checkTarget(ctx, ports, parties.to, amount);
    const baseVestingAccount = BaseVestingAccount.create({ originalVesting: amount, endTime });
    const vesting: Vesting = delayed
      ? { kind: "delayed", account: { baseVestingAccount } }
      : { kind: "continuous", account: { baseVestingAccount, startTime } };
    return { ...parties, coins: amount, vesting };
  },

  execute: (ctx, _message, _by, plan) => open(ctx, ports, plan),
});

/** MsgCreatePermanentLockedAccount: coins that can be delegated and never sent. */
const createPermanentLockedAccount = (
  ports: VestingPorts,
): Handler<
  MsgCreatePermanentLockedAccount,
  AnyAccount,
  Plan,
  MsgCreatePermanentLockedAccountResponse
> => ({
  type: MsgCreatePermanentLockedAccount,
  response: MsgCreatePermanentLockedAccountResponse,
  authorize: anyAccount,

  check(ctx, { fromAddress, toAddress, amount }) {
    const parties = checkParties(ctx, fromAddress, toAddress);
    checkCoins(amount);
    checkTarget(ctx, ports, parties.to, amount);
    const baseVestingAccount = BaseVestingAccount.create({ originalVesting: amount });
    const vesting: Vesting = { kind: "permanent", account: { baseVestingAccount } };
    return { ...parties, coins: amount, vesting };
  },

  execute: (ctx, _message, _by, plan) => open(ctx, ports, plan),
});

/** MsgCreatePeriodicVestingAccount: so much after each period. */
const createPeriodicVestingAccount = (
  ports: VestingPorts,
): Handler<
  MsgCreatePeriodicVestingAccount,
  AnyAccount,
  Plan,
  MsgCreatePeriodicVestingAccountResponse
> => ({
  type: MsgCreatePeriodicVestingAccount,
  response: MsgCreatePeriodicVestingAccountResponse,
  authorize: anyAccount,

  check(ctx, { fromAddress, toAddress, startTime, vestingPeriods }) {
    const parties = checkParties(ctx, fromAddress, toAddress);
    if (startTime < 1n || startTime > MOST_SECONDS) {
      const log = `invalid start time of ${startTime}, length must be greater than 0`;
      refuse(sdkErrors.invalidRequest, { log });
    }
    const { coins, length } = checkPeriods(vestingPeriods);
    const endTime = startTime + length;
    if (endTime > MOST_SECONDS) refuse(sdkErrors.invalidRequest, { log: "invalid end time" });
    checkTarget(ctx, ports, parties.to, coins);
    const baseVestingAccount = BaseVestingAccount.create({ originalVesting: coins, endTime });
    const account = { baseVestingAccount, startTime, vestingPeriods };
    return { ...parties, coins, vesting: { kind: "periodic", account } };
  },

  execute: (ctx, _message, _by, plan) => open(ctx, ports, plan),
});

function open(ctx: WriteContext, ports: VestingPorts, plan: Plan): Record<string, never> {
  ports.accounts.createVesting(ctx, plan.to, plan.vesting);
  ports.bank.send(ctx, plan.from, plan.to, plan.coins);
  return {};
}

function checkParties(ctx: ReadContext, fromAddress: string, toAddress: string) {
  const from = checkAddress(ctx.chain.prefix, fromAddress, "invalid 'from' address");
  return { from, to: checkAddress(ctx.chain.prefix, toAddress, "invalid 'to' address") };
}

function checkCoins(coins: readonly Coin[]): void {
  if (coins.length === 0 || !isValidCoins(coins)) {
    refuse(sdkErrors.invalidCoins, { log: formatCoins(coins) });
  }
}

/** The sum of all periods, coins and seconds. */
function checkPeriods(periods: readonly Period[]) {
  let coins: readonly Coin[] = [];
  let length = 0n;
  for (const [index, period] of periods.entries()) {
    if (period.length < 1n) {
      const log = `invalid period length of ${period.length} in period ${index}, length must be greater than 0`;
      refuse(sdkErrors.invalidRequest, { log });
    }
    checkCoins(period.amount);
    coins = addCoins(coins, period.amount);
    length += period.length;
  }
  if (periods.length === 0) refuse(sdkErrors.invalidRequest, { log: "no vesting periods" });
  return { coins, length };
}

function checkTarget(
  ctx: ReadContext,
  { accounts, rules }: VestingPorts,
  to: string,
  coins: readonly Coin[],
): void {
  rules.checkEnabled(ctx, coins);
  rules.checkRecipient(to);
  if (accounts.exists(ctx, to)) {
    refuse(sdkErrors.invalidRequest, { log: `account ${to} already exists` });
  }
}
