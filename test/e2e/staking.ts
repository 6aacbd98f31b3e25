import { encodePubkey } from "@cosmjs/proto-signing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKey } from "../../src/engine/embedded/keys.js";
import { addressBytes, addressText } from "../../src/keeper/addresses.js";
import { DENOM } from "../support/comet.js";
import { LINES, type Line, type Mode } from "../support/cosmjs-lines.js";
import { testKey } from "../support/signed-tx.js";
import { type Outcome, STAKE_FEE, type StakeClient, stakeClient } from "../support/stake-client.js";
import { until } from "../support/until.js";

/** A chain with validators that are staked for, and with {@link STAKERS}. */
export interface StakingChain {
  /** `http://127.0.0.1:port` of the RPC. */
  readonly rpcUrl: string;
  /** Consensus key of the first validator that the suite makes: 32 bytes of ed25519. */
  readonly firstKey: Uint8Array;
  stop(): Promise<void>;
}

const [NEW, OLD] = LINES;
if (NEW === undefined || OLD === undefined) throw new Error("there are two lines of CosmJS");
const SIGNERS: readonly (readonly [name: string, number: number, line: Line, mode: Mode])[] = [
  ["0.39 in direct mode", 0, NEW, "direct"],
  ["0.39 in amino mode", 1, NEW, "amino"],
  ["0.32 in amino mode", 2, OLD, "amino"],
];

/** Who makes a validator, and who stakes for it. */
export const operatorKey = (signer: number) => testKey(300 + signer);
const delegatorKey = (signer: number) => testKey(310 + signer);
const giverKey = (signer: number) => testKey(400 + signer);
const payeeKey = (signer: number) => testKey(320 + signer);
const vestingKey = (signer: number, kind: number) => testKey(330 + 10 * kind + signer);

/** The addresses that need coins. */
export const STAKERS: readonly string[] = SIGNERS.flatMap(([, signer]) => [
  operatorKey(signer).address,
  delegatorKey(signer).address,
  giverKey(signer).address,
]);

/** What the first validator of the suite stakes for itself, and what the others do. */
export const [FIRST_OWN, OTHER_OWN] = [50_000_000n, 5_000_000n];

export const operatorAddress = (account: string): string =>
  addressText("veranavaloper", addressBytes(account));
const coin = (amount: bigint) => ({ denom: DENOM, amount: amount.toString() });
const STAKING = "/cosmos.staking.v1beta1";
const DISTRIBUTION = "/cosmos.distribution.v1beta1";
const VESTING = "/cosmos.vesting.v1beta1";
/** What keeps a part of a description as it is. */
const KEPT = "[do-not-modify]";
const BONDED = 3;
const INSUFFICIENT_FUNDS = 5;
const COMMISSION_TOO_SOON = 12;
/** Base units of one unit of a validator's power. */
export const UNITS_OF_POWER = 1_000_000n;

function expectDone(outcome: Outcome): Outcome {
  expect(outcome.code, outcome.log).toBe(0);
  return outcome;
}

/** What those who stake do, by unmodified clients, on any chain that has {@link STAKERS}. */
export function stakingSuite(start: () => Promise<StakingChain>): void {
  let chain: StakingChain;

  beforeAll(async () => {
    chain = await start();
  }, 240_000);

  afterAll(async () => {
    await chain?.stop();
  }, 60_000);

  describe.concurrent("by CosmJS", () => {
    it.each(SIGNERS)(
      "%s a stake is made, moved, taken back and paid",
      async (_, ...signer) => {
        const [number, line, mode] = signer;
        const [operator, delegator] = await Promise.all(
          [operatorKey(number), delegatorKey(number)].map((key) =>
            stakeClient(line, mode, chain.rpcUrl, key),
          ),
        );
        if (operator === undefined || delegator === undefined) throw new Error("nobody signs");
        const to = operatorAddress(operator.address);
        const first = number === 0;
        const key = first ? chain.firstKey : createKey().publicKey;
        await makeValidator(operator, mode, { key, amount: first ? FIRST_OWN : OTHER_OWN });
        await editValidator(operator);
        const from = await strongest(delegator);
        await moveStake(delegator, { from, to, payee: payeeKey(number).address });
        await takeCommission(operator);
        operator.end();
        delegator.end();
      },
      240_000,
    );

    it.each(SIGNERS)(
      "%s what has vested is spent, and no more",
      async (_, ...signer) => {
        const [number, line, mode] = signer;
        const client = (key: ReturnType<typeof testKey>) =>
          stakeClient(line, mode, chain.rpcUrl, key);
        const giver = await client(giverKey(number));
        const plain = await client(vestingKey(number, 0));
        const portions = await client(vestingKey(number, 1));
        await (mode === "direct" ? vestEachSecond(giver, plain) : vestAtOnce(giver, plain));
        const locked = await client(vestingKey(number, 2));
        await vestInPortions(giver, portions);
        await lockForGood(giver, locked);
        for (const one of [giver, plain, portions, locked]) one.end();
      },
      240_000,
    );
  });
}

async function makeValidator(
  operator: StakeClient,
  mode: Mode,
  { key, amount }: { readonly key: Uint8Array; readonly amount: bigint },
): Promise<void> {
  const value = Buffer.from(key).toString("base64");
  const validatorAddress = operatorAddress(operator.address);
  const created = await operator.send(`${STAKING}.MsgCreateValidator`, {
    // CosmJS's amino document prints empty texts, which Cosmos SDK's leaves out: none is empty.
    description: {
      ...{ moniker: "new", identity: "6A0D65E29A4CBC8E", website: "https://example.com" },
      ...{ securityContact: "new@example.com", details: "a validator" },
    },
    // CosmJS's messages have decimals as whole numbers of 10^-18.
    commission: {
      rate: "100000000000000000",
      maxRate: "200000000000000000",
      maxChangeRate: "10000000000000000",
    },
    minSelfDelegation: "1",
    delegatorAddress: mode === "amino" ? operator.address : "",
    validatorAddress,
    pubkey: encodePubkey({ type: "tendermint/PubKeyEd25519", value }),
    value: coin(amount),
  });
  expectDone(created);
  const { validator } = await operator.query.staking.validator(validatorAddress);
  expect(validator).toMatchObject({ status: BONDED, jailed: false, tokens: amount.toString() });
  // What a block changes in the set holds from the second block after it on.
  const power = async () => {
    const { validators } = await operator.comet.validatorsAll();
    return validators.find(({ pubkey }) => value === toBase64(pubkey?.data))?.votingPower;
  };
  await until(async () => (await power()) === amount / UNITS_OF_POWER);
}

async function editValidator(operator: StakeClient): Promise<void> {
  const validatorAddress = operatorAddress(operator.address);
  const edit = (changes: object) =>
    operator.send(`${STAKING}.MsgEditValidator`, {
      description: {
        ...{ moniker: "renamed", identity: KEPT, website: KEPT },
        ...{ securityContact: KEPT, details: KEPT },
      },
      ...{ commissionRate: "", minSelfDelegation: "", validatorAddress },
      ...changes,
    });
  expectDone(await edit({ minSelfDelegation: "2" }));
  const { validator } = await operator.query.staking.validator(validatorAddress);
  expect(validator.description).toMatchObject({ moniker: "renamed", details: "a validator" });
  expect(validator.minSelfDelegation).toBe("2");
  const soon = await edit({ commissionRate: "110000000000000000" });
  expect(soon.code, soon.log).toBe(COMMISSION_TOO_SOON);
}

interface Move {
  readonly from: string;
  readonly to: string;
  /** Who gets the rewards. */
  readonly payee: string;
}

async function moveStake(delegator: StakeClient, { from, to, payee }: Move): Promise<void> {
  const { address: delegatorAddress, query } = delegator;
  const pair = { delegatorAddress, validatorAddress: from };
  const send = async (typeUrl: string, value: object) =>
    expectDone(await delegator.send(typeUrl, value));
  const redirect = { delegatorAddress, withdrawAddress: payee };
  await send(`${DISTRIBUTION}.MsgSetWithdrawAddress`, redirect);
  await send(`${STAKING}.MsgDelegate`, { ...pair, amount: coin(1_000_000n) });
  await send(`${STAKING}.MsgBeginRedelegate`, {
    ...{ delegatorAddress, validatorSrcAddress: from, validatorDstAddress: to },
    amount: coin(400_000n),
  });
  const held = await delegator.balance();
  const taken = await send(`${STAKING}.MsgUndelegate`, { ...pair, amount: coin(300_000n) });
  await send(`${STAKING}.MsgCancelUnbondingDelegation`, {
    ...{ ...pair, amount: coin(100_000n), creationHeight: BigInt(taken.height) },
  });
  const { delegationResponse } = await query.staking.delegation(delegatorAddress, from);
  expect(delegationResponse?.balance).toEqual(coin(400_000n));
  const paidBack = held - 2n * STAKE_FEE + 200_000n;
  await until(async () => (await delegator.balance()) === paidBack);
  const gone = query.staking.unbondingDelegation(delegatorAddress, from);
  await expect(gone).rejects.toThrow("not found");

  const before = await delegator.balance(payee);
  await send(`${DISTRIBUTION}.MsgWithdrawDelegatorReward`, pair);
  expect(await delegator.balance(payee)).toBeGreaterThan(before);
  const given = { amount: [coin(1_000n)], depositor: delegatorAddress };
  await send(`${DISTRIBUTION}.MsgFundCommunityPool`, given);
}

async function takeCommission(operator: StakeClient): Promise<void> {
  const validatorAddress = operatorAddress(operator.address);
  const held = await operator.balance();
  const taking = { validatorAddress };
  expectDone(await operator.send(`${DISTRIBUTION}.MsgWithdrawValidatorCommission`, taking));
  expect(await operator.balance()).toBeGreaterThan(held - STAKE_FEE);
}

/** The operator of the validator with the most stake, which no test touches before its end. */
async function strongest({ query }: StakeClient): Promise<string> {
  const { validators } = await query.staking.validators("BOND_STATUS_BONDED");
  const [most] = validators.sort((a, b) => Number(BigInt(b.tokens) - BigInt(a.tokens)));
  return most?.operatorAddress ?? "";
}

async function vestEachSecond(giver: StakeClient, account: StakeClient): Promise<void> {
  const start = Math.floor(await giver.now());
  const made = await giver.send(`${VESTING}.MsgCreateVestingAccount`, {
    ...{ fromAddress: giver.address, toAddress: account.address, delayed: false },
    ...{ amount: [coin(1_000_000_000n)], endTime: BigInt(start + 1_000) },
  });
  expectDone(made);
  // A million each second.
  await until(async () => (await giver.now()) > start + 4);
  expect(await pay(account, giver, 900_000_000n)).toBe(INSUFFICIENT_FUNDS);
  expect(await pay(account, giver, 1_000_000n)).toBe(0);
}

/** CosmJS's amino document prints a `delayed` that is false, which Cosmos SDK's leaves out. */
async function vestAtOnce(giver: StakeClient, account: StakeClient): Promise<void> {
  const end = Math.ceil(await giver.now()) + 3;
  const made = await giver.send(`${VESTING}.MsgCreateVestingAccount`, {
    ...{ fromAddress: giver.address, toAddress: account.address, delayed: true },
    ...{ amount: [coin(5_000_000n)], endTime: BigInt(end) },
  });
  expectDone(made);
  await until(async () => (await giver.now()) > end);
  expect(await pay(account, giver, 5_000_000n)).toBe(INSUFFICIENT_FUNDS);
  expect(await pay(account, giver, 4_000_000n)).toBe(0);
}

async function vestInPortions(giver: StakeClient, account: StakeClient): Promise<void> {
  const portion = (length: bigint, amount: bigint) => ({
    length,
    amount: [{ denom: DENOM, amount }],
  });
  const made = await giver.send(`${VESTING}.MsgCreatePeriodicVestingAccount`, {
    ...{ fromAddress: giver.address, toAddress: account.address },
    startTime: BigInt(Math.floor(await giver.now()) - 10),
    vestingPeriods: [portion(5n, 2_000_000n), portion(10_000n, 5_000_000n)],
  });
  expectDone(made);
  expect(await pay(account, giver, 3_000_000n)).toBe(INSUFFICIENT_FUNDS);
  expect(await pay(account, giver, 1_000_000n)).toBe(0);
}

async function lockForGood(giver: StakeClient, account: StakeClient): Promise<void> {
  const made = await giver.send(`${VESTING}.MsgCreatePermanentLockedAccount`, {
    ...{ fromAddress: giver.address, toAddress: account.address },
    amount: [{ denom: DENOM, amount: 3_000_000n }],
  });
  expectDone(made);
  // Fees are free coins.
  expect(await pay(giver, account, 1_000_000n)).toBe(0);
  expect(await pay(account, giver, 1_000_000n)).toBe(INSUFFICIENT_FUNDS);
  const staked = await account.send(`${STAKING}.MsgDelegate`, {
    delegatorAddress: account.address,
    validatorAddress: await strongest(account),
    amount: coin(3_000_000n),
  });
  expectDone(staked);
}

/** Code of a transfer in its block. */
async function pay(from: StakeClient, to: StakeClient, amount: bigint): Promise<number> {
  const { code } = await from.send("/cosmos.bank.v1beta1.MsgSend", {
    ...{ fromAddress: from.address, toAddress: to.address, amount: [coin(amount)] },
  });
  return code;
}

const toBase64 = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("base64");
