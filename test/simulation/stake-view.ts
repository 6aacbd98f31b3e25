import { PubKey as Ed25519Key } from "../../src/gen/cosmos/crypto/ed25519.js";
import * as slashing from "../../src/gen/cosmos/slashing/v1beta1.js";
import * as staking from "../../src/gen/cosmos/staking/v1beta1.js";
import { addressText, hashedAddress } from "../../src/keeper/addresses.js";
import { operatorOf, type Scene, SECOND } from "./scene.js";

/** What operations on stakes ask of the state. */
export interface Stakes {
  readonly validators: readonly staking.Validator[];
  /** Operators' addresses of those that may come back from jail in the next block. */
  readonly free: readonly string[];
  /** And of those that never may. */
  readonly lost: ReadonlySet<string>;
}

const known = new WeakMap<Scene, Stakes>();

/** Read once a block. */
export function stakesOf(scene: Scene): Stakes {
  const found = known.get(scene) ?? read(scene);
  known.set(scene, found);
  return found;
}

function read({ ask, time }: Scene): Stakes {
  const { validators } = ask<staking.QueryValidatorsRequest, staking.QueryValidatorsResponse>(
    staking.Query.Validators,
    {},
  );
  const { info } = ask<slashing.QuerySigningInfosRequest, slashing.QuerySigningInfosResponse>(
    slashing.Query.SigningInfos,
    {},
  );
  const by = new Map(info.map((one) => [one.address, one]));
  const free: string[] = [];
  const lost = new Set<string>();
  for (const one of validators.filter(({ jailed }) => jailed)) {
    const found = by.get(consensusAddress(one));
    if (found?.tombstoned === true) lost.add(one.operatorAddress);
    else if ((found?.jailedUntil ?? 0n) <= time + SECOND) free.push(one.operatorAddress);
  }
  return { validators, free, lost };
}

function consensusAddress({ consensusPubkey }: staking.Validator): string {
  const { key } = Ed25519Key.decode(consensusPubkey?.value ?? new Uint8Array(0));
  return addressText("veranavalcons", hashedAddress(key));
}

/** Of an account. */
export const delegationsOf = ({ ask }: Scene, delegatorAddr: string) =>
  ask<staking.QueryDelegatorDelegationsRequest, staking.QueryDelegatorDelegationsResponse>(
    staking.Query.DelegatorDelegations,
    { delegatorAddr },
  ).delegationResponses;

/** Of an account: what it takes back of its stakes. */
export const unbondingsOf = ({ ask }: Scene, delegatorAddr: string) =>
  ask<
    staking.QueryDelegatorUnbondingDelegationsRequest,
    staking.QueryDelegatorUnbondingDelegationsResponse
  >(staking.Query.DelegatorUnbondingDelegations, { delegatorAddr }).unbondingResponses;

/** Accounts that do not validate. */
export function idle(scene: Scene): readonly string[] {
  const operators = new Set(stakesOf(scene).validators.map((one) => one.operatorAddress));
  return scene.people.filter((one) => !operators.has(operatorOf(one)));
}
