import * as authz from "../../src/gen/cosmos/authz/v1beta1.js";
import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import * as feegrant from "../../src/gen/cosmos/feegrant/v1beta1.js";
import {
  AuthorizationType,
  MsgDelegate,
  StakeAuthorization,
} from "../../src/gen/cosmos/staking/v1beta1.js";
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
import { stakesOf } from "./stake-view.js";

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

const payment = (fromAddress: string, toAddress: string, amount = 1_000n): Any =>
  message(bank.MsgSend, { fromAddress, toAddress, amount: [units(amount)] });

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
  const held = random.pick(grants);
  const { granter } = held;
  const type = typeOf(held);
  if (random.chance(150)) {
    const other = random.pick([bank.MsgSend.typeUrl, MsgDelegate.typeUrl]);
    return { by: granter, message: unauthorize(granter, by, random.chance(150) ? other : type) };
  }
  // What is not authorized is refused.
  if (random.chance(200)) return { by, message: execute(by, inner(scene, granter)) };
  return { by, message: execute(by, authorized(scene, held, type)) };
}

/** The type of the messages that an authorization is for. */
function typeOf({ authorization }: authz.GrantAuthorization): string {
  if (authorization?.typeUrl === authz.GenericAuthorization.typeUrl) {
    return authz.GenericAuthorization.decode(authorization.value).msg;
  }
  const sends = authorization?.typeUrl === bank.SendAuthorization.typeUrl;
  return sends ? bank.MsgSend.typeUrl : MsgDelegate.typeUrl;
}

/** A message that the authorization is for, mostly within what is left of its limit. */
function authorized(
  scene: Scene,
  { granter, authorization }: authz.GrantAuthorization,
  type: string,
): Any {
  const { typeUrl, value } = authorization ?? { typeUrl: "", value: new Uint8Array(0) };
  if (type === bank.MsgSend.typeUrl) {
    const sends = typeUrl === bank.SendAuthorization.typeUrl;
    const { allowList, spendLimit } = bank.SendAuthorization.decode(
      sends ? value : new Uint8Array(0),
    );
    const to = allowList.length === 0 ? somebody(scene) : scene.random.pick(allowList);
    return payment(granter, to, within(scene, spendLimit[0]?.amount));
  }
  const stakes = typeUrl === StakeAuthorization.typeUrl;
  const { allowList, maxTokens } = StakeAuthorization.decode(stakes ? value : new Uint8Array(0));
  const [validatorAddress = validator(scene)] = allowList?.address ?? [];
  const amount = units(within(scene, maxTokens?.amount));
  return message(MsgDelegate, { delegatorAddress: granter, validatorAddress, amount });
}

const within = ({ random }: Scene, left = 1_000n): bigint =>
  left > 1_000n || random.chance(100) ? 1_000n : left;

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

/** One of the first people's that is there. */
function validator(scene: Scene): string {
  const first = scene.people.slice(0, 4).map(operatorOf);
  const there = stakesOf(scene)
    .validators.map((one) => one.operatorAddress)
    .filter((one) => first.includes(one));
  return scene.random.pick(there.length === 0 ? first : there);
}

function inner(scene: Scene, granter: string): Any {
  if (scene.random.chance(600)) return payment(granter, somebody(scene));
  return message(MsgDelegate, {
    delegatorAddress: granter,
    validatorAddress: validator(scene),
    amount: units(1_000n),
  });
}
