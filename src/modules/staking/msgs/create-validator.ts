import { PubKey as Ed25519Key } from "../../../gen/cosmos/crypto/ed25519.js";
import {
  MsgCreateValidator,
  MsgCreateValidatorResponse,
  Validator,
} from "../../../gen/cosmos/staking/v1beta1.js";
import { hashedAddress } from "../../../keeper/addresses.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { ReadContext } from "../../../keeper/context.js";
import { format } from "../../../keeper/dec.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import type { Any } from "../../../wire/descriptor.js";
import { checkOperator } from "../addresses.js";
import { checkRates } from "../commission.js";
import { checkLengths, isEmpty } from "../description.js";
import { stakingErrors } from "../errors.js";
import { validatorCreated } from "../events.js";
import type { StakingKeeper } from "../keeper.js";
import { accountOf, UNBONDED } from "../types.js";
import { checkAmount, checkBondDenom } from "./amount.js";

interface Plan {
  readonly operator: string;
  readonly publicKey: Any;
}

/** x/staking MsgCreateValidator: an operator stakes its first tokens behind a consensus key. */
export const createValidator = (
  keeper: StakingKeeper,
): Handler<MsgCreateValidator, AnyAccount, Plan, MsgCreateValidatorResponse> => ({
  type: MsgCreateValidator,
  response: MsgCreateValidatorResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const operator = checkOperator(ctx, message.validatorAddress);
    checkFields(message);
    const { minCommissionRate } = keeper.params(ctx);
    if (message.commission.rate < minCommissionRate) {
      const log = `cannot set validator commission to less than minimum rate of ${format(minCommissionRate)}`;
      refuse(stakingErrors.commissionBelowMin, { log });
    }
    if (keeper.find(ctx, operator) !== undefined) refuse(stakingErrors.operatorExists);
    const publicKey = checkPublicKey(ctx, keeper, message.pubkey);
    checkBondDenom(ctx, keeper, message.value);
    checkLengths(message.description);
    return { operator, publicKey };
  },

  execute(ctx, message, _by, { operator, publicKey }) {
    const { description, commission, minSelfDelegation, value } = message;
    keeper.validators.set(
      ctx,
      Validator.create({
        operatorAddress: operator,
        consensusPubkey: publicKey,
        status: UNBONDED,
        description,
        commission: { commissionRates: commission, updateTime: ctx.blockTime },
        minSelfDelegation,
        unbondingTime: 0n,
      }),
    );
    keeper.validators.hooks.afterValidatorCreated(ctx, operator);
    const account = accountOf(ctx.chain.prefix, operator);
    keeper.delegations.delegate(ctx, account, operator, value.amount, { account });
    ctx.emit(validatorCreated(message.validatorAddress, value));
    return {};
  },
});

/** What the message alone can be refused for. x/staking MsgCreateValidator.Validate. */
function checkFields(message: MsgCreateValidator): void {
  const { pubkey, value, description, commission, minSelfDelegation } = message;
  if (pubkey === undefined) refuse(stakingErrors.emptyPublicKey);
  checkAmount(value, "invalid delegation amount");
  if (isEmpty(description)) refuse(sdkErrors.invalidRequest, { log: "empty description" });
  checkRates(commission);
  if (minSelfDelegation <= 0n) {
    const log = "minimum self delegation must be a positive integer";
    refuse(sdkErrors.invalidRequest, { log });
  }
  if (value.amount < minSelfDelegation) refuse(stakingErrors.selfDelegationTooLow);
}

/** An ed25519 key that no validator has, the one kind that consensus takes here. */
function checkPublicKey(ctx: ReadContext, keeper: StakingKeeper, packed: Any | undefined): Any {
  if (packed === undefined) return refuse(stakingErrors.emptyPublicKey);
  const { typeUrl, value } = packed;
  if (typeUrl !== Ed25519Key.typeUrl) {
    refuse(stakingErrors.publicKeyType, { log: `got: ${typeUrl}, expected: [ed25519]` });
  }
  const { key } = Ed25519Key.decode(value);
  if (key.length !== 32) {
    refuse(stakingErrors.publicKeyType, { log: `got: ${key.length} bytes, expected: 32` });
  }
  if (keeper.findByConsensus(ctx, hashedAddress(key)) !== undefined) {
    refuse(stakingErrors.publicKeyExists);
  }
  return { typeUrl, value: Ed25519Key.encode({ key }) };
}
