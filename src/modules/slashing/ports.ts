import type { Validator } from "../../gen/cosmos/staking/v1beta1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { Dec } from "../../keeper/dec.js";

/** What slashing asks of stakes. */
export interface SlashingStakingPort {
  find(ctx: ReadContext, operator: string): Validator | undefined;
  findByConsensus(ctx: ReadContext, address: Uint8Array): Validator | undefined;
  sharesOf(ctx: ReadContext, delegator: string, operator: string): Dec | undefined;
  /** Tokens that shares of a validator are worth, a decimal. */
  tokensOf(validator: Validator, shares: Dec): Dec;
  /** Consensus addresses of the validators that consensus has. */
  bondedAddresses(ctx: ReadContext): Iterable<Uint8Array>;
  isUnbonded(validator: Validator): boolean;
  jail(ctx: WriteContext, validator: Validator): void;
  unjail(ctx: WriteContext, validator: Validator): void;
  /** Base units that the validator itself lost. */
  slash(
    ctx: WriteContext,
    infraction: {
      readonly consensus: Uint8Array;
      readonly height: bigint;
      readonly power: bigint;
      readonly fraction: Dec;
    },
  ): bigint;
}
