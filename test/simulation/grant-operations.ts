import * as authz from "../../src/gen/cosmos/authz/v1beta1.js";
import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import * as feegrant from "../../src/gen/cosmos/feegrant/v1beta1.js";
import { AuthorizationType, MsgDelegate } from "../../src/gen/cosmos/staking/v1beta1.js";
import type { Any } from "../../src/wire/descriptor.js";
import {
  authorize,
  basic,
  execute,
  generic,
  grantAllowance,
  onlyFor,
  periodic,
  pruneAllowances,
  revokeAllowance,
  sending,
  staking,
  unauthorize,
} from "../support/grant-messages.js";
import { message } from "../support/world.js";
import { type Operation, type Operations, operatorOf, type Scene, SECOND, units } from "./scene.js";

/** Fee allowances and authorizations: given, used, exhausted, ended. */
export const grantOperations: Operations = {
  name: "grants",
  weight: 3,
  events: ["use_feegrant", "set_feegrant", "revoke_feegrant"],
  make: (scene) => (scene.random.chance(500) ? allowanceOperation(scene) : authzOperation(scene)),
};

/** Half of the people, so that pairs meet again. */
const somebody = ({ random, people }: Scene): string =>
  random.pick(people.slice(0, people.length / 2));

/** Often within the history, sometimes never, now and then in the past. */
function end({ random, time }: Scene): bigint | undefined {
  if (random.chance(200)) return undefined;
  return time + SECOND * BigInt(random.chance(50) ? -5 : 1 + random.below(200));
}

function allowanceOperation(scene: Scene): Operation {
  const { random, ask } = scene;
  const by = somebody(scene);
  const { allowances } = ask<feegrant.QueryAllowancesRequest, feegrant.QueryAllowancesResponse>(
    feegrant.Query.Allowances,
    { grantee: by },
  );
  const [found] = allowances;
  if (found === undefined || random.chance(300)) {
    return { by, message: grantAllowance(by, somebody(scene), allowanceOf(scene)) };
  }
  const { granter } = found;
  if (random.chance(100)) return { by, message: pruneAllowances(by) };
  if (random.chance(150) && scene.people.includes(granter)) {
    return { by: granter, message: revokeAllowance(granter, by) };
  }
  return { by, message: payment(by, somebody(scene)), feeGranter: granter };
}

function allowanceOf(scene: Scene): Any {
  const { random, time } = scene;
  const limit = random.chance(300) ? undefined : BigInt(1 + random.below(40_000));
  const expiration = end(scene);
  const plain = basic(limit, expiration);
  const repeated = periodic(
    BigInt(1 + random.below(20_000)),
    {
      period: 20n * SECOND,
      reset: time + 5n * SECOND,
      ...(expiration === undefined ? {} : { expiration }),
    },
    limit,
  );
  const one = random.chance(500) ? plain : repeated;
  return random.chance(300) ? onlyFor([bank.MsgSend.typeUrl], one) : one;
}

const payment = (fromAddress: string, toAddress: string): Any =>
  message(bank.MsgSend, { fromAddress, toAddress, amount: [units(1_000n)] });

function authzOperation(scene: Scene): Operation {
  const { random, ask } = scene;
  const by = somebody(scene);
  const { grants } = ask<authz.QueryGranteeGrantsRequest, authz.QueryGranteeGrantsResponse>(
    authz.Query.GranteeGrants,
    { grantee: by },
  );
  if (grants.length === 0 || random.chance(250)) {
    const grantee = somebody(scene);
    return { by, message: authorize(by, grantee, authorizationOf(scene), end(scene)) };
  }
  const { granter } = random.pick(grants);
  if (random.chance(150)) {
    const type = random.pick([bank.MsgSend.typeUrl, MsgDelegate.typeUrl]);
    return { by: granter, message: unauthorize(granter, by, type) };
  }
  return { by, message: execute(by, inner(scene, granter)) };
}

function authorizationOf(scene: Scene): Any {
  const { random } = scene;
  const limit = BigInt(1 + random.below(10_000));
  return random.pick([
    () => generic(random.pick([bank.MsgSend.typeUrl, MsgDelegate.typeUrl])),
    () => sending(limit, random.chance(300) ? [somebody(scene)] : []),
    () =>
      staking({
        authorizationType: AuthorizationType.AUTHORIZATION_TYPE_DELEGATE,
        maxTokens: units(limit),
        allowList: { address: [validator(scene)] },
      }),
  ])();
}

const validator = ({ random, people }: Scene): string =>
  operatorOf(random.pick(people.slice(0, 4)));

function inner(scene: Scene, granter: string): Any {
  if (scene.random.chance(600)) return payment(granter, somebody(scene));
  return message(MsgDelegate, {
    delegatorAddress: granter,
    validatorAddress: validator(scene),
    amount: units(1_000n),
  });
}
