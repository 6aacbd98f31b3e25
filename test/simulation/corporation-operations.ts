import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import * as group from "../../src/gen/cosmos/group/v1.js";
import * as co from "../../src/gen/verana/co/v1.js";
import * as de from "../../src/gen/verana/de/v1.js";
import { MsgStoreDigest } from "../../src/gen/verana/di/v1.js";
import { MsgArchiveCorporation, MsgRegisterCorporation } from "../../src/gen/vpr/co/v1.js";
import { delegableTypes, SESSION_TYPE } from "../../src/modules/de/index.js";
import type { Any } from "../../src/wire/descriptor.js";
import { described, newCorporation } from "../support/registry-world.js";
import { message } from "../support/world.js";
import { type Corporation, registryOf, signers, withOtherCoin } from "./registry-market.js";
import { type Operation, type Operations, type Scene, SECOND } from "./scene.js";

/** Corporations, their operators and what they store: modules co, de and di. */
export const corporationOperations: Operations = {
  name: "corporations",
  weight: 2,
  genesis: withOtherCoin,
  make(scene) {
    const { random } = scene;
    const { corporations, stepped } = registryOf(scene);
    const lacking = corporations.filter(
      (one) => !(one.registered && one.operated) && !stepped.has(one.name),
    );
    if (lacking.length > 0 && random.chance(700)) {
      const one = random.pick(lacking);
      stepped.add(one.name);
      return next(scene, one);
    }
    const able = corporations.filter((one) => one.registered && one.operated);
    const one = able.length === 0 ? corporations[0] : random.pick(able);
    if (one === undefined) throw new RangeError("no corporation");
    return able.length === 0 ? next(scene, one) : act(scene, one);
  },
};

/** Half of the corporations are made in one message, half register a group that is there. */
const isRegistered = ({ name }: Corporation): boolean => Number(name.at(-1)) % 2 === 1;

/** The next step to a corporation that its operator acts for. */
function next(scene: Scene, one: Corporation): Operation {
  const by = one.operator;
  if (!one.founded) return { by, message: foundation(scene, one) };
  if (!one.operated) return { by, message: appointment(scene, one) };
  const did = corporateDid(scene, one);
  const asked = { ...signers(one), ...described(did) };
  return { by, message: message(MsgRegisterCorporation, asked) };
}

const corporateDid = ({ random }: Scene, one: Corporation): string =>
  `${one.corporateDid}x${random.below(1_000)}`;

function foundation(scene: Scene, one: Corporation): Any {
  const did = corporateDid(scene, one);
  const { decisionPolicy, ...plain } = newCorporation(did, one.operator);
  if (decisionPolicy === undefined) throw new Error("a corporation without a policy");
  if (!isRegistered(one)) {
    return message(co.MsgCreateCorporation, { ...plain, decisionPolicy, groupMetadata: one.name });
  }
  return message(group.MsgCreateGroupWithPolicy, {
    admin: one.operator,
    members: [{ address: one.operator, weight: "1", metadata: "" }],
    groupMetadata: one.name,
    groupPolicyAsAdmin: true,
    decisionPolicy,
  });
}

/** The group makes its member operator, in a proposal that is carried out at once. */
function appointment(scene: Scene, { policyAddress, operator }: Corporation): Any {
  const grant = message(de.MsgGrantOperatorAuthorization, {
    corporation: policyAddress,
    grantee: operator,
    msgTypes: delegableTypes.filter((type) => type !== SESSION_TYPE),
    ...allowanceOf(scene),
    withFeegrant: scene.random.chance(500),
  });
  return message(group.MsgSubmitProposal, {
    groupPolicyAddress: policyAddress,
    proposers: [operator],
    messages: [grant],
    exec: group.Exec.EXEC_TRY,
    title: "operator",
    summary: "s",
  });
}

/** No limit, one for good, or one that renews. */
function allowanceOf({ random, time }: Scene) {
  const kind = random.below(3);
  if (kind === 0) return {};
  const authzSpendLimit = [
    { denom: "ufoo", amount: 2_000_000_000n },
    { denom: "uvna", amount: 2_000_000_000n },
  ];
  // Only what ends can renew.
  const renewed = { authzSpendLimitPeriod: 60n * SECOND, expiration: time + 900n * SECOND };
  return { authzSpendLimit, ...(kind === 1 ? {} : renewed) };
}

const SOME_TYPES = ["CreateEcosystem", "StoreDigest", "StartParticipantOP", "RenewParticipantOP"];

function act(scene: Scene, one: Corporation): Operation {
  const { random, people } = scene;
  const by = one.operator;
  const own = signers(one);
  // The first accounts are nobody's operators but by such grants.
  const grantee = random.pick(people.slice(0, 6));
  const granted = random.chance(200) ? grantee : granteeOf(scene, one, grantee);
  // What is archived does nothing until it is back.
  if (random.chance(one.archived ? 600 : 20)) {
    return { by, message: message(MsgArchiveCorporation, { ...own, archive: !one.archived }) };
  }
  const makers: readonly (() => Any)[] = [
    () =>
      message(bank.MsgSend, {
        fromAddress: by,
        toAddress: one.policyAddress,
        amount: ["ufoo", "uvna"].map((denom) => ({ denom, amount: lackOf(scene, one, denom) })),
      }),
    () => message(co.MsgUpdateCorporation, { ...own, did: corporateDid(scene, one) }),
    () =>
      message(de.MsgGrantOperatorAuthorization, {
        ...own,
        grantee,
        msgTypes: SOME_TYPES.slice(random.below(3)),
        ...(random.chance(500) ? { expiration: scene.time + 60n * SECOND } : {}),
        ...allowanceOf(scene),
        withFeegrant: random.chance(300),
      }),
    () => message(de.MsgRevokeOperatorAuthorization, { ...own, grantee: granted }),
    () =>
      message(MsgStoreDigest, {
        authority: one.policyAddress,
        operator: by,
        digest: `sha384-${random.below(300)}`,
      }),
  ];
  return { by, message: random.pick(makers)() };
}

/** What makes a corporation rich again: much, or next to nothing while it has much. */
function lackOf({ ask }: Scene, { policyAddress: address }: Corporation, denom: string): bigint {
  const { balance } = ask<bank.QueryBalanceRequest, bank.QueryBalanceResponse>(bank.Query.Balance, {
    ...{ address, denom },
  });
  return (balance?.amount ?? 0n) < RICH ? RICH / 2n : 1_000n;
}

const RICH = 8_000_000_000n;

/** One of the accounts that may act for the corporation beside its operator. */
function granteeOf({ ask, random, people }: Scene, one: Corporation, other: string): string {
  const { operatorAuthorizations } = ask<
    de.QueryListOperatorAuthorizationsRequest,
    de.QueryListOperatorAuthorizationsResponse
  >(de.Query.ListOperatorAuthorizations, { corporationId: one.id });
  const first = new Set(people.slice(0, 6));
  const held = operatorAuthorizations.filter(({ operator }) => first.has(operator));
  return held.length === 0 ? other : random.pick(held).operator;
}
