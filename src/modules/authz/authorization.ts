import { GenericAuthorization } from "../../gen/cosmos/authz/v1beta1.js";
import { MsgSend, SendAuthorization } from "../../gen/cosmos/bank/v1beta1.js";
import {
  AuthorizationType,
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgDelegate,
  MsgUndelegate,
  StakeAuthorization,
} from "../../gen/cosmos/staking/v1beta1.js";
import { isValidCoins } from "../../keeper/coins.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { pack } from "../../wire/any.js";
import { type Any, type MessageType, WireError } from "../../wire/descriptor.js";
import { authzErrors } from "./errors.js";
import type { RecipientPort } from "./ports.js";

/** What a granter lets a grantee do. */
export type Authorization =
  | { readonly kind: "generic"; readonly value: GenericAuthorization }
  | { readonly kind: "send"; readonly value: SendAuthorization }
  | { readonly kind: "stake"; readonly value: StakeAuthorization };

/** The messages that a stake authorization may be for, by its type. */
const STAKE_MESSAGES: Readonly<Record<number, string>> = {
  [AuthorizationType.AUTHORIZATION_TYPE_DELEGATE]: MsgDelegate.typeUrl,
  [AuthorizationType.AUTHORIZATION_TYPE_UNDELEGATE]: MsgUndelegate.typeUrl,
  [AuthorizationType.AUTHORIZATION_TYPE_REDELEGATE]: MsgBeginRedelegate.typeUrl,
  [AuthorizationType.AUTHORIZATION_TYPE_CANCEL_UNBONDING_DELEGATION]:
    MsgCancelUnbondingDelegation.typeUrl,
};

/** Reads a packed authorization. Refuses with `sdk` 29 what is none. */
export function unpackAuthorization(packed: Any | undefined): Authorization {
  switch (packed?.typeUrl) {
    case GenericAuthorization.typeUrl:
      return { kind: "generic", value: decoded(GenericAuthorization, packed) };
    case SendAuthorization.typeUrl:
      return { kind: "send", value: decoded(SendAuthorization, packed) };
    case StakeAuthorization.typeUrl:
      return { kind: "stake", value: decoded(StakeAuthorization, packed) };
    default:
      return refuse(sdkErrors.invalidType, { log: "expected an authorization" });
  }
}

function decoded<T>(type: MessageType<T>, packed: Any): T {
  try {
    return type.decode(packed.value);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return refuse(sdkErrors.invalidType, { log: `expected an authorization: ${error.message}` });
  }
}

/** The authorization in canonical bytes. */
export function packAuthorization(authorization: Authorization): Any {
  if (authorization.kind === "generic") return pack(GenericAuthorization, authorization.value);
  if (authorization.kind === "send") return pack(SendAuthorization, authorization.value);
  return pack(StakeAuthorization, authorization.value);
}

/** Type URL of the messages that an authorization is for. Refuses with `authz` 4 a stake of no known type. */
export function messageTypeOf({ kind, value }: Authorization): string {
  if (kind === "generic") return value.msg;
  if (kind === "send") return MsgSend.typeUrl;
  return STAKE_MESSAGES[value.authorizationType] ?? refuse(authzErrors.unknownType);
}

/** Refuses what no granter may give: amounts with `sdk` 10 and `authz` 12, a recipient named twice with `bank` 8. */
export function checkAuthorization(authorization: Authorization, recipients: RecipientPort): void {
  if (authorization.kind === "send") checkSend(authorization.value, recipients);
  if (authorization.kind === "stake") checkStake(authorization.value);
  messageTypeOf(authorization);
}

function checkSend({ spendLimit, allowList }: SendAuthorization, recipients: RecipientPort): void {
  if (spendLimit.length === 0) refuse(sdkErrors.invalidCoins, { log: "spend limit cannot be nil" });
  if (!isValidCoins(spendLimit)) {
    refuse(sdkErrors.invalidCoins, { log: "spend limit must be positive" });
  }
  recipients.checkDistinct(allowList);
}

function checkStake({ maxTokens }: StakeAuthorization): void {
  if (maxTokens !== undefined && maxTokens.amount < 0n) {
    const log = `negative coin amount: ${maxTokens.amount}${maxTokens.denom}`;
    refuse(authzErrors.negativeMaxTokens, { log });
  }
}
