import { MsgSend, type SendAuthorization } from "../../gen/cosmos/bank/v1beta1.js";
import {
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgDelegate,
  MsgUndelegate,
  type StakeAuthorization,
} from "../../gen/cosmos/staking/v1beta1.js";
import { type Coin, subCoins } from "../../keeper/coins.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors, undefinedErrors } from "../../keeper/sdk-errors.js";
import type { Any } from "../../wire/descriptor.js";
import type { Authorization } from "./authorization.js";

/**
 * What an authorization leaves after a message that it covers: itself where nothing of it is spent,
 * undefined where it is used up. Refuses with `sdk` 4 and 5, or `undefined` 1 above the tokens of a
 * stake authorization. x/authz `Authorization.Accept`.
 */
export function accept(authorization: Authorization, message: Any): Authorization | undefined {
  if (authorization.kind === "generic") return authorization;
  if (authorization.kind === "stake") return acceptStake(authorization.value, message);
  return acceptSend(authorization.value, message);
}

function acceptSend(value: SendAuthorization, { typeUrl, value: bytes }: Any) {
  if (typeUrl !== MsgSend.typeUrl) refuse(sdkErrors.invalidType, { log: "type mismatch" });
  const { amount, toAddress } = MsgSend.decode(bytes);
  const spendLimit = subCoins(value.spendLimit, amount);
  if (spendLimit === undefined) {
    const log = "requested amount is more than spend limit";
    return refuse(sdkErrors.insufficientFunds, { log });
  }
  if (value.allowList.length > 0 && !names(value.allowList, toAddress)) {
    refuse(sdkErrors.unauthorized, { log: `cannot send to ${toAddress} address` });
  }
  if (spendLimit.length === 0) return undefined;
  return { kind: "send", value: { ...value, spendLimit } } as const;
}

function acceptStake(value: StakeAuthorization, message: Any) {
  const { validator, amount } = stakeOf(message);
  const allowed = value.allowList?.address ?? [];
  const denied = value.denyList?.address ?? [];
  if (names(denied, validator) || (allowed.length > 0 && !names(allowed, validator))) {
    const log = `cannot delegate/undelegate to ${validator} validator`;
    refuse(sdkErrors.unauthorized, { log });
  }
  const { maxTokens } = value;
  if (maxTokens === undefined) return { kind: "stake", value } as const;
  const left = maxTokens.amount - amount.amount;
  if (maxTokens.denom !== amount.denom || left < 0n) {
    const most = `${maxTokens.amount}${maxTokens.denom}`;
    refuse(undefinedErrors.internal, { log: `${amount.amount}${amount.denom} of ${most}` });
  }
  if (left === 0n) return undefined;
  return { kind: "stake", value: { ...value, maxTokens: { ...maxTokens, amount: left } } } as const;
}

/** The validator whose stake a message raises or lowers, and by how much. */
function stakeOf({ typeUrl, value }: Any): { readonly validator: string; readonly amount: Coin } {
  if (typeUrl === MsgBeginRedelegate.typeUrl) {
    const { validatorDstAddress: validator, amount } = MsgBeginRedelegate.decode(value);
    return { validator, amount };
  }
  const type = [MsgDelegate, MsgUndelegate, MsgCancelUnbondingDelegation].find(
    (one) => one.typeUrl === typeUrl,
  );
  if (type === undefined) return refuse(sdkErrors.invalidRequest, { log: "unknown msg type" });
  const { validatorAddress: validator, amount } = type.decode(value);
  return { validator, amount };
}

/** Whether a list holds an address, in whichever case the two are written. */
const names = (list: readonly string[], address: string): boolean =>
  list.some((one) => one.toLowerCase() === address.toLowerCase());
