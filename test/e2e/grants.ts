import type { StdFee } from "@cosmjs/amino";
import type { EncodeObject } from "@cosmjs/proto-signing";
import { GenericAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import { SendAuthorization } from "cosmjs-types/cosmos/bank/v1beta1/authz";
import { MsgMultiSend, MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import {
  AllowedMsgAllowance,
  BasicAllowance,
  PeriodicAllowance,
} from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import { AuthorizationType, StakeAuthorization } from "cosmjs-types/cosmos/staking/v1beta1/authz";
import {
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgDelegate,
  MsgUndelegate,
} from "cosmjs-types/cosmos/staking/v1beta1/tx";
import { expect } from "vitest";
import { clientAminoTypes } from "../../src/client/cosmjs.js";
import { type Line, type Mode, PATIENT, rpcClient, walletOf } from "../support/cosmjs-lines.js";
import type { TestKey } from "../support/signed-tx.js";
import { until } from "../support/until.js";

/** Where a chain answers, who grants, and how they sign. */
export interface GrantChain {
  /** `http://127.0.0.1:port` of the RPC. */
  readonly rpcUrl: string;
  readonly line: Line;
  readonly mode: Mode;
  /** Granter and grantee, who own at least 10,000,000uvna each and sign nothing else meanwhile. */
  readonly keys: readonly [granter: TestKey, grantee: TestKey];
  /** An address that owns nothing yet. */
  readonly stranger: string;
}

/** A chain with validators to stake for. */
export interface StakedGrantChain extends GrantChain {
  /** Operators of two validators; the first one is bonded. */
  readonly validators: readonly [string, string];
}

const FEE = 50_000;
const GAS = "400000";
const DENOM = "uvna";
/** Of a periodic allowance, seconds: some blocks of any engine. */
const PERIOD = 8;
/** Codes of feegrant and authz, and of what they hand on. */
const [NOT_FOUND, LIMIT_EXCEEDED, NOT_ALLOWED] = ["sdk 38", "feegrant 2", "feegrant 7"];
const [UNAUTHORIZED, TOO_MUCH, NOT_GRANTED] = ["sdk 4", "sdk 5", "authz 2"];

const coin = (amount: number) => ({ denom: DENOM, amount: amount.toString() });
const coins = (amount: number) => [coin(amount)];

interface Packer<T> {
  readonly typeUrl: string;
  fromPartial(value: object): T;
  encode(value: T): { finish(): Uint8Array };
}

/** A value of CosmJS's own types in its envelope. */
const packed = <T>(type: Packer<T>, value: object) => ({
  typeUrl: type.typeUrl,
  value: type.encode(type.fromPartial(value)).finish(),
});

/** The two parties' clients of unmodified CosmJS. */
async function parties({ rpcUrl, line, mode, keys }: GrantChain) {
  const clientOf = async (key: TestKey) => {
    const wallet = await walletOf(line, mode, key);
    return await line.stargate.SigningStargateClient.connectWithSigner(rpcUrl, wallet, {
      aminoTypes: clientAminoTypes(),
      ...PATIENT,
    });
  };
  const [granterKey, granteeKey] = keys;
  const [granterClient, granteeClient] = [await clientOf(granterKey), await clientOf(granteeKey)];
  const comet = await rpcClient(line, rpcUrl);
  const query = line.stargate.QueryClient.withExtensions(
    comet,
    line.stargate.setupFeegrantExtension,
    line.stargate.setupAuthzExtension,
    line.stargate.setupStakingExtension,
  );
  const [granter, grantee] = [granterKey.address, granteeKey.address];

  /** `ok`, or codespace and code of the refusal, at the door or in the block. */
  const attempt = async (by: "granter" | "grantee", message: EncodeObject, payer?: string) => {
    const fee: StdFee = { amount: coins(FEE), gas: GAS, ...(payer ? { granter: payer } : {}) };
    const [client, address] =
      by === "granter" ? [granterClient, granter] : [granteeClient, grantee];
    try {
      const { code, transactionHash } = await client.signAndBroadcast(address, [message], fee);
      if (code === 0) return "ok";
      const { result } = await comet.tx({ hash: Buffer.from(transactionHash, "hex") });
      return `${result.codespace} ${code}`;
    } catch (error) {
      const { codespace, code } = error as { readonly codespace?: string; readonly code?: number };
      if (codespace === undefined) throw error;
      return `${codespace} ${code}`;
    }
  };
  return {
    granter,
    grantee,
    query,
    attempt,
    /** A message that must succeed. */
    async done(by: "granter" | "grantee", message: EncodeObject): Promise<void> {
      expect([message.typeUrl, await attempt(by, message)]).toEqual([message.typeUrl, "ok"]);
    },
    balance: async (address: string) =>
      Number((await granterClient.getBalance(address, DENOM)).amount),
    /** Time of the latest block, seconds. */
    now: async () => Math.floor((await comet.status()).syncInfo.latestBlockTime.getTime() / 1000),
    end(): void {
      for (const client of [granterClient, granteeClient, comet]) client.disconnect();
    },
  };
}

type Parties = Awaited<ReturnType<typeof parties>>;
type Packed = ReturnType<typeof packed>;

const grantAllowance = ({ granter, grantee }: Parties, allowance: Packed): EncodeObject => ({
  typeUrl: "/cosmos.feegrant.v1beta1.MsgGrantAllowance",
  value: { granter, grantee, allowance },
});

const revokeAllowance = ({ granter, grantee }: Parties): EncodeObject => ({
  typeUrl: "/cosmos.feegrant.v1beta1.MsgRevokeAllowance",
  value: { granter, grantee },
});

/** The grantee sends a coin and lets the granter pay for it. */
const send = (p: Parties, toAddress: string) => {
  const value = MsgSend.fromPartial({ fromAddress: p.grantee, toAddress, amount: coins(1) });
  return p.attempt("grantee", { typeUrl: MsgSend.typeUrl, value }, p.granter);
};

const hasAllowance = ({ query, granter, grantee }: Parties): Promise<boolean> =>
  query.feegrant.allowance(granter, grantee).then(
    () => true,
    () => false,
  );

/** A basic, a periodic and an allowed-message allowance, each of them used and exhausted or taken back. */
export async function feeAllowances(chain: GrantChain): Promise<void> {
  const p = await parties(chain);
  try {
    await basicAllowance(p, chain.stranger);
    await periodicAllowance(p, chain.stranger);
    await allowedMessages(p, chain.stranger);
  } finally {
    p.end();
  }
}

async function basicAllowance(p: Parties, to: string): Promise<void> {
  expect(await send(p, to)).toBe(NOT_FOUND);
  const expiration = { seconds: BigInt(await p.now()) + 3_600n, nanos: 0 };
  const limits = { spendLimit: coins(2 * FEE), expiration };
  await p.done("granter", grantAllowance(p, packed(BasicAllowance, limits)));
  const held = [await p.balance(p.granter), await p.balance(p.grantee)] as const;
  expect(await send(p, to)).toBe("ok");
  const now = [await p.balance(p.granter), await p.balance(p.grantee)] as const;
  expect([held[0] - now[0], held[1] - now[1]]).toEqual([FEE, 1]);
  const { allowance } = await p.query.feegrant.allowance(p.granter, p.grantee);
  const left = BasicAllowance.decode(allowance?.allowance?.value ?? new Uint8Array());
  expect(left.spendLimit).toEqual(coins(FEE));
  expect(await send(p, to)).toBe("ok");
  // Used up, it is gone.
  expect([await hasAllowance(p), await send(p, to)]).toEqual([false, NOT_FOUND]);
}

async function periodicAllowance(p: Parties, to: string): Promise<void> {
  const limits = {
    basic: { spendLimit: coins(2 * FEE) },
    period: { seconds: BigInt(PERIOD), nanos: 0 },
    periodSpendLimit: coins(FEE),
    periodCanSpend: coins(FEE),
    periodReset: { seconds: BigInt((await p.now()) + PERIOD), nanos: 0 },
  };
  await p.done("granter", grantAllowance(p, packed(PeriodicAllowance, limits)));
  expect(await send(p, to)).toBe("ok");
  // A slow chain may have begun another period by now.
  const { allowance } = await p.query.feegrant.allowance(p.granter, p.grantee);
  const left = PeriodicAllowance.decode(allowance?.allowance?.value ?? new Uint8Array());
  expect([left.periodCanSpend, left.basic?.spendLimit]).toEqual([[], coins(FEE)]);
  const reset = Number(left.periodReset?.seconds ?? 0n);
  if ((await p.now()) < reset - 2) expect(await send(p, to)).toBe(LIMIT_EXCEEDED);
  await until(async () => (await p.now()) > reset);
  expect(await send(p, to)).toBe("ok");
  expect(await hasAllowance(p)).toBe(false);
}

async function allowedMessages(p: Parties, to: string): Promise<void> {
  const allowance = packed(BasicAllowance, { spendLimit: coins(2 * FEE) });
  const limits = { allowance, allowedMessages: [MsgSend.typeUrl] };
  await p.done("granter", grantAllowance(p, packed(AllowedMsgAllowance, limits)));
  const other = {
    typeUrl: MsgMultiSend.typeUrl,
    value: MsgMultiSend.fromPartial({
      inputs: [{ address: p.grantee, coins: coins(1) }],
      outputs: [{ address: to, coins: coins(1) }],
    }),
  };
  expect(await p.attempt("grantee", other, p.granter)).toBe(NOT_ALLOWED);
  expect(await send(p, to)).toBe("ok");
  await p.done("granter", revokeAllowance(p));
  expect(await send(p, to)).toBe(NOT_FOUND);
  const last = { allowance: packed(BasicAllowance, { spendLimit: coins(FEE) }) };
  const once = packed(AllowedMsgAllowance, { ...limits, ...last });
  await p.done("granter", grantAllowance(p, once));
  expect([await send(p, to), await hasAllowance(p)]).toEqual(["ok", false]);
}

/** Authorizations of every kind, each of them executed within its bounds and refused beyond. */
export async function authorizations(chain: StakedGrantChain): Promise<void> {
  const p = await parties(chain);
  try {
    await genericAuthorization(p, chain.stranger);
    await sendAuthorization(p, chain.stranger);
    await stakeAuthorizations(p, chain.validators);
  } finally {
    p.end();
  }
}

const authorize = async (p: Parties, authorization: Packed): Promise<void> => {
  const { granter, grantee } = p;
  const expiration = { seconds: BigInt(await p.now()) + 3_600n, nanos: 0 };
  const value = { granter, grantee, grant: { authorization, expiration } };
  await p.done("granter", { typeUrl: "/cosmos.authz.v1beta1.MsgGrant", value });
};

/** The grantee sends messages of the granter. */
const execute = (p: Parties, ...msgs: readonly Packed[]): Promise<string> =>
  p.attempt("grantee", {
    typeUrl: "/cosmos.authz.v1beta1.MsgExec",
    value: { grantee: p.grantee, msgs },
  });

async function genericAuthorization(p: Parties, to: string): Promise<void> {
  const payment = packed(MsgMultiSend, {
    inputs: [{ address: p.granter, coins: coins(5) }],
    outputs: [{ address: to, coins: coins(5) }],
  });
  expect(await execute(p, payment)).toBe(NOT_GRANTED);
  await authorize(p, packed(GenericAuthorization, { msg: MsgMultiSend.typeUrl }));
  const held = [await p.balance(p.granter), await p.balance(to)] as const;
  expect(await execute(p, payment, payment)).toBe("ok");
  const now = [await p.balance(p.granter), await p.balance(to)] as const;
  expect([held[0] - now[0], now[1] - held[1]]).toEqual([10, 10]);
  const { grants } = await p.query.authz.grants(p.granter, p.grantee, MsgMultiSend.typeUrl);
  expect(grants).toHaveLength(1);
  const value = { granter: p.granter, grantee: p.grantee, msgTypeUrl: MsgMultiSend.typeUrl };
  await p.done("granter", { typeUrl: "/cosmos.authz.v1beta1.MsgRevoke", value });
  expect(await execute(p, payment)).toBe(NOT_GRANTED);
}

async function sendAuthorization(p: Parties, to: string): Promise<void> {
  const pay = (toAddress: string, amount: number) =>
    packed(MsgSend, { fromAddress: p.granter, toAddress, amount: coins(amount) });
  await authorize(p, packed(SendAuthorization, { spendLimit: coins(100), allowList: [to] }));
  expect(await execute(p, pay(p.grantee, 1))).toBe(UNAUTHORIZED);
  expect(await execute(p, pay(to, 60))).toBe("ok");
  expect(await execute(p, pay(to, 60))).toBe(TOO_MUCH);
  expect(await execute(p, pay(to, 40))).toBe("ok");
  // Used up, it is gone.
  expect(await execute(p, pay(to, 1))).toBe(NOT_GRANTED);
}

async function stakeAuthorizations(
  p: Parties,
  [validator, other]: readonly [string, string],
): Promise<void> {
  const { granter: delegatorAddress } = p;
  const pair = { delegatorAddress, validatorAddress: validator };
  const delegate = (amount: number, validatorAddress = validator) =>
    packed(MsgDelegate, { ...pair, validatorAddress, amount: coin(amount) });
  const stake = (authorizationType: AuthorizationType, address: string, maxTokens?: number) =>
    packed(StakeAuthorization, {
      authorizationType,
      allowList: { address: [address] },
      ...(maxTokens === undefined ? {} : { maxTokens: coin(maxTokens) }),
    });
  const { AUTHORIZATION_TYPE_DELEGATE: DELEGATE, AUTHORIZATION_TYPE_UNDELEGATE: UNDELEGATE } =
    AuthorizationType;
  await authorize(p, stake(DELEGATE, validator, 2_000_000));
  expect(await execute(p, delegate(1, other))).toBe(UNAUTHORIZED);
  expect(await execute(p, delegate(1_500_000))).toBe("ok");
  expect(await execute(p, delegate(500_001))).toBe("undefined 1");
  expect(await execute(p, delegate(500_000))).toBe("ok");
  expect(await execute(p, delegate(1))).toBe(NOT_GRANTED);

  const move = packed(MsgBeginRedelegate, {
    delegatorAddress,
    validatorSrcAddress: validator,
    validatorDstAddress: other,
    amount: coin(400_000),
  });
  await authorize(p, stake(AuthorizationType.AUTHORIZATION_TYPE_REDELEGATE, other));
  expect(await execute(p, move)).toBe("ok");

  await authorize(p, stake(UNDELEGATE, validator));
  expect(await execute(p, packed(MsgUndelegate, { ...pair, amount: coin(300_000) }))).toBe("ok");
  const { unbond } = await p.query.staking.unbondingDelegation(delegatorAddress, validator);
  const creationHeight = unbond?.entries[0]?.creationHeight ?? 0n;
  const cancel = packed(MsgCancelUnbondingDelegation, {
    ...pair,
    amount: coin(300_000),
    creationHeight,
  });
  const { AUTHORIZATION_TYPE_CANCEL_UNBONDING_DELEGATION: CANCEL } = AuthorizationType;
  await authorize(p, stake(CANCEL, validator));
  expect(await execute(p, cancel)).toBe("ok");
  const { delegationResponse } = await p.query.staking.delegation(delegatorAddress, validator);
  expect(delegationResponse?.balance).toEqual(coin(1_600_000));
}
