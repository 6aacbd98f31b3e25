import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Query, type QueryAllowanceResponse } from "../../../src/gen/cosmos/feegrant/v1beta1.js";
import { RequestCheckTx, RequestQuery } from "../../../src/gen/tendermint/abci.js";
import { MsgCreateCredentialSchemaResponse } from "../../../src/gen/verana/cs/v1.js";
import { MsgCreateEcosystemResponse } from "../../../src/gen/verana/ec/v1.js";
import {
  MsgCreateRootParticipant,
  MsgCreateRootParticipantResponse,
  MsgSetParticipantOPToValidated,
  MsgStartParticipantOP,
  MsgStartParticipantOPResponse,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import { pack } from "../../../src/wire/any.js";
import type { Any } from "../../../src/wire/descriptor.js";
import { AppChain, type Person, responseOf, sign } from "../../support/app-chain.js";
import { faultsOf } from "../../support/faults.js";
import { operated } from "../../support/gas-script.js";
import * as m from "../../support/messages.js";

const SECOND = 1_000_000_000n;
const FEE = 5_000n;
const uvna = (amount: bigint) => [{ denom: "uvna", amount }];

let chain: AppChain;
let alice: Person;
let bob: Person;
let corporation: string;

beforeEach(async () => {
  chain = await AppChain.start({ people: 4 });
  [alice, bob] = [chain.person(0), chain.person(1)];
  corporation = await operated(chain, alice);
  await chain.send(alice, m.transfer(alice.address, corporation, 1_000_000n));
});

afterEach(async () => {
  expect(faultsOf(chain.app, chain.store)).toEqual([]);
  await chain.close();
});

const by = (operator: Person) => ({ corporation, operator: operator.address });

/** Runs a transaction whose fee the corporation is to pay; CheckTx' and the block's answer, and what it paid. */
async function pay(person: Person, messages: readonly Any[], amount = FEE) {
  const before = balance();
  const fee = { amount: uvna(amount), gasLimit: 2_000_000n, granter: corporation };
  const tx = sign(person, messages, { fee });
  const checked = chain.app.checkTx(RequestCheckTx.create({ tx }));
  const { txResults } = chain.finalize([tx]);
  await chain.commit();
  const [result] = txResults;
  if (result === undefined) throw new Error("a block lost its transaction");
  // Whoever is refused before the messages run keeps his sequence.
  if (result.events.length === 0) person.sequence -= 1n;
  const code = (one: { readonly code: number; readonly codespace: string }) =>
    one.code === 0 ? "ok" : `${one.codespace} ${one.code}`;
  return { checked: code(checked), code: code(result), paid: before - balance(), result };
}

function balance(): bigint {
  const { balances } = chain.app.export().bank as unknown as {
    readonly balances: readonly { address: string; coins: readonly { amount: string }[] }[];
  };
  return BigInt(balances.find(({ address }) => address === corporation)?.coins[0]?.amount ?? 0);
}

/** What remains of bob's fee grant, as the feegrant module shows it. */
async function left(): Promise<unknown> {
  const data = Query.Allowance.request.encode({ granter: corporation, grantee: bob.address });
  const { code, value } = await chain.app.query(
    RequestQuery.create({ path: Query.Allowance.path, data }),
  );
  if (code !== 0) return undefined;
  return (Query.Allowance.response.decode(value) as QueryAllowanceResponse).allowance?.allowance
    ?.typeUrl;
}

const grants = () =>
  (chain.app.export().de as unknown as { readonly fee_grants: readonly object[] }).fee_grants;

const propose = (...messages: readonly Any[]) =>
  chain.send(alice, m.propose(corporation, alice.address, messages));

describe("the fee of an operator, in whole transactions", () => {
  beforeEach(async () => {
    const terms = {
      // The authorization itself renews only with a period of its own.
      authzSpendLimit: uvna(1n),
      authzSpendLimitPeriod: 20n * SECOND,
      withFeegrant: true,
      feegrantSpendLimit: uvna(3n * FEE),
      feegrantSpendLimitPeriod: 20n * SECOND,
      expiration: chain.time + 20n * SECOND,
    };
    await propose(m.grant(corporation, bob.address, m.OPERATOR_TYPES, terms));
  });

  it("[AUTHZ-CHECK-2] [D-AUTHZ-01] is paid by the corporation up to the limit, which renews", async () => {
    const create = (n: number) => [m.createEcosystem(by(bob), `did:example:eco-${n}`)];
    const first = await pay(bob, create(1), 2n * FEE);
    expect(first).toMatchObject({ checked: "ok", code: "ok", paid: 2n * FEE });
    expect(first.result.events.slice(0, 3).map(({ type }) => type)).toEqual([
      "use_feegrant",
      "update_feegrant",
      "coin_spent",
    ]);
    const above = await pay(bob, create(2), 2n * FEE);
    expect(above).toMatchObject({ checked: "de 55", code: "de 55", paid: 0n });
    expect(await pay(bob, create(2))).toMatchObject({ code: "ok", paid: FEE });
    expect(await pay(bob, create(3))).toMatchObject({ checked: "de 55", paid: 0n });
    for (let block = 0; block < 20; block++) await chain.block([]);
    expect(await pay(bob, create(3), 3n * FEE)).toMatchObject({ code: "ok", paid: 3n * FEE });
    expect(grants()).toMatchObject([{ remaining_spend: [{ denom: "uvna", amount: "0" }] }]);
  });

  it("[D-AUTHZ-06] [D-GEN-15] stays taken off when the message fails, and so does a renewed cycle", async () => {
    for (let block = 0; block < 20; block++) await chain.block([]);
    const taken = [m.createSchema(by(bob), 99n)];
    const failed = await pay(bob, taken);
    expect(failed).toMatchObject({ checked: "ok", paid: FEE });
    expect(failed.code).not.toBe("ok");
    expect(grants()).toMatchObject([
      { remaining_spend: [{ denom: "uvna", amount: (2n * FEE).toString() }] },
    ]);
  });

  it("[D-AUTHZ-08] [D-TX-07] is refused in CheckTx and in the block with the codes of delegation", async () => {
    const create = m.createEcosystem(by(bob), "did:example:eco");
    const send = m.transfer(bob.address, alice.address);
    expect(await pay(bob, [send])).toMatchObject({ checked: "de 50", code: "de 50", paid: 0n });
    expect(await pay(bob, [create, send])).toMatchObject({ checked: "de 50", code: "de 50" });
    const other = m.createEcosystem({ ...by(bob), corporation: "7" }, "did:example:eco");
    expect(await pay(bob, [other])).toMatchObject({ checked: "de 51", code: "de 51" });
    // Whom delegation granted nothing, feegrant answers.
    const carol = chain.person(2);
    const own = m.createEcosystem(by(carol), "did:example:eco");
    expect(await pay(carol, [own])).toMatchObject({ checked: "sdk 38", code: "sdk 38" });
  });

  it("[MOD-DE-MSG-2-4] is the operator's own again when the grant is replaced by one without fees", async () => {
    expect(await left()).toBe("/cosmos.feegrant.v1beta1.AllowedMsgAllowance");
    await propose(m.grant(corporation, bob.address));
    expect([await left(), grants()]).toEqual([undefined, []]);
    const create = m.createEcosystem(by(bob), "did:example:eco");
    expect(await pay(bob, [create])).toMatchObject({ checked: "sdk 38", paid: 0n });
    await chain.send(bob, create);
  });
});

describe("the fee of a VS operator, in whole transactions", () => {
  /** Entries that wait for their validation by the root participant, which has bob for its VS operator. */
  let applicants: readonly bigint[];

  beforeEach(async () => {
    const types = [...m.OPERATOR_TYPES, MsgStartParticipantOP.typeUrl];
    await propose(m.grant(corporation, alice.address, types));
    const made = await chain.send(alice, m.createEcosystem(by(alice), "did:example:eco"));
    const { ecosystemId } = responseOf(MsgCreateEcosystemResponse, made);
    const schema = await chain.send(alice, m.createSchema(by(alice), ecosystemId));
    const { id: schemaId } = responseOf(MsgCreateCredentialSchemaResponse, schema);
    const message = MsgCreateRootParticipant.create({
      ...by(alice),
      schemaId,
      did: "did:example:root",
      effectiveFrom: chain.time + 3n * SECOND,
      vsOperator: bob.address,
      vsOperatorAuthzMsgTypes: [MsgSetParticipantOPToValidated.typeUrl],
      vsOperatorAuthzWithFeegrant: true,
      vsOperatorAuthzFeeSpendLimit: uvna(2n * FEE),
    });
    const created = await chain.send(alice, pack(MsgCreateRootParticipant, message));
    const { id: root } = responseOf(MsgCreateRootParticipantResponse, created);
    for (let block = 0; block < 4; block++) await chain.block([]);
    applicants = [await start(root, schemaId, 1), await start(root, schemaId, 2)];
  });

  async function start(root: bigint, schema: bigint, n: number): Promise<bigint> {
    // One entry a corporation may wait at a validator: each has its own.
    const applicant = chain.person(n);
    const own = await operated(chain, applicant, `did:example:applicant-${n}`);
    const grant = m.grant(own, applicant.address, [MsgStartParticipantOP.typeUrl]);
    await chain.send(applicant, m.propose(own, applicant.address, [grant]));
    const message = MsgStartParticipantOP.create({
      corporation: own,
      operator: applicant.address,
      role: ParticipantRole.ISSUER,
      validatorParticipantId: root,
      did: `did:example:issuer-${schema}-${n}`,
    });
    const started = await chain.send(applicant, pack(MsgStartParticipantOP, message));
    return responseOf(MsgStartParticipantOPResponse, started).participantId;
  }

  const validate = (id: bigint | undefined) =>
    pack(
      MsgSetParticipantOPToValidated,
      MsgSetParticipantOPToValidated.create({ ...by(bob), id: id ?? 99n }),
    );

  it("[AUTHZ-CHECK-4] [D-AUTHZ-07] is paid up to the limit of the validator's record", async () => {
    const [one, two] = applicants;
    expect(await pay(bob, [validate(one), validate(two)])).toMatchObject({
      checked: "de 53",
      paid: 0n,
    });
    expect(await pay(bob, [validate(99n)])).toMatchObject({ checked: "de 31", paid: 0n });
    expect(await pay(bob, [validate(one)])).toMatchObject({
      checked: "ok",
      code: "ok",
      paid: FEE,
    });
    expect(await pay(bob, [validate(two)], 2n * FEE)).toMatchObject({ checked: "de 57", paid: 0n });
    // What has been validated is not validated again: the fee is taken off all the same.
    const again = await pay(bob, [validate(one)]);
    expect(again).toMatchObject({ checked: "ok", paid: FEE });
    expect(again.code).not.toBe("ok");
    expect(await pay(bob, [validate(two)])).toMatchObject({ checked: "de 57", paid: 0n });
    // His own fee is no matter of the record.
    await chain.send(bob, validate(two));
  });
});
