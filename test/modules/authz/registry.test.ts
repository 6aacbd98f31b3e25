import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MsgSend } from "../../../src/gen/cosmos/bank/v1beta1.js";
import { MsgUpdateParams, Params } from "../../../src/gen/cosmos/staking/v1beta1.js";
import {
  MsgGrantOperatorAuthorization,
  MsgRevokeOperatorAuthorization,
} from "../../../src/gen/verana/de/v1.js";
import { MsgCreateEcosystem } from "../../../src/gen/verana/ec/v1.js";
import { governanceAddress } from "../../../src/keeper/governance.js";
import type { Any } from "../../../src/wire/descriptor.js";
import { AppChain, type Person, sign } from "../../support/app-chain.js";
import { faultsOf } from "../../support/faults.js";
import { operated } from "../../support/gas-script.js";
import { authorize, execute, generic } from "../../support/grant-messages.js";
import * as m from "../../support/messages.js";

let chain: AppChain;
let alice: Person;
let bob: Person;
let carol: Person;
/** Alice's group decides for it, and she is its operator. */
let corporation: string;

beforeEach(async () => {
  chain = await AppChain.start({ people: 4 });
  [alice, bob, carol] = [chain.person(0), chain.person(1), chain.person(2)];
  corporation = await operated(chain, alice);
  await chain.send(alice, m.transfer(alice.address, corporation, 1_000n));
});

afterEach(async () => {
  expect(faultsOf(chain.app, chain.store)).toEqual([]);
  await chain.close();
});

async function run(person: Person, ...messages: readonly Any[]): Promise<string> {
  const { txResults } = chain.finalize([sign(person, [execute(person.address, ...messages)])]);
  await chain.commit();
  const { code, codespace } = txResults[0] ?? { code: -1, codespace: "" };
  return code === 0 ? "ok" : `${codespace} ${code}`;
}

const propose = (...messages: readonly Any[]) =>
  chain.send(alice, m.propose(corporation, alice.address, messages));

const create = (operator: Person, n: number) =>
  m.createEcosystem({ corporation, operator: operator.address }, `did:example:eco-${n}`);

describe("[D-GEN-03] messages of the registry inside an execution", () => {
  it("act as the operator who granted, and as nobody else", async () => {
    expect(await run(bob, create(alice, 1))).toBe("authz 2");
    const grant = authorize(alice.address, bob.address, generic(MsgCreateEcosystem.typeUrl));
    await chain.send(alice, grant);
    expect(await run(bob, create(alice, 1))).toBe("ok");
    // Of his own he is no operator, whatever was granted.
    expect(await run(bob, create(bob, 2))).toBe("de 5");
    expect(await run(carol, create(alice, 2))).toBe("authz 2");
    const { ecosystems } = chain.app.export().ec as unknown as { ecosystems: readonly object[] };
    expect(ecosystems).toHaveLength(1);
  });

  it("have their own checks first, and carry out all or nothing", async () => {
    const grant = authorize(alice.address, bob.address, generic(MsgCreateEcosystem.typeUrl));
    await chain.send(alice, grant);
    const { ec: before } = chain.app.export();
    const malformed = m.createEcosystem({ corporation, operator: alice.address }, "no did");
    expect(await run(bob, create(alice, 1), malformed)).toMatch(/^ec /);
    expect(await run(bob, create(alice, 1), create(carol, 2))).toBe("authz 2");
    expect(chain.app.export().ec).toEqual(before);
  });

  it("act as the group policy that granted by proposal, for coins and for delegation", async () => {
    const types = [
      MsgSend.typeUrl,
      MsgGrantOperatorAuthorization.typeUrl,
      MsgRevokeOperatorAuthorization.typeUrl,
    ];
    const before = [m.transfer(corporation, carol.address, 5n), m.grant(corporation, bob.address)];
    for (const message of before) expect(await run(bob, message)).toBe("authz 2");
    await propose(...types.map((type) => authorize(corporation, bob.address, generic(type))));
    expect(await run(bob, ...before)).toBe("ok");
    // Bob has become an operator, by the authority of the policy.
    await chain.send(bob, create(bob, 1));
    expect(await run(carol, m.transfer(corporation, carol.address, 5n))).toBe("authz 2");
  });

  it("of governance are refused to whoever governance did not authorize", async () => {
    const authority = governanceAddress("verana");
    const value = MsgUpdateParams.create({ authority, params: Params.create({}) });
    const message = { typeUrl: MsgUpdateParams.typeUrl, value: MsgUpdateParams.encode(value) };
    expect(await run(bob, message)).toBe("authz 2");
    const own = MsgUpdateParams.create({ authority: bob.address, params: Params.create({}) });
    const forged = { typeUrl: MsgUpdateParams.typeUrl, value: MsgUpdateParams.encode(own) };
    expect(await run(bob, forged)).toMatch(/^gov /);
  });
});
