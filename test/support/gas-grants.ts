import { MsgSend } from "../../src/gen/cosmos/bank/v1beta1.js";
import type { Person } from "./app-chain.js";
import { type GasScript, operated } from "./gas-script.js";
import * as g from "./grant-messages.js";
import * as m from "./messages.js";

const DAY = 86_400_000_000_000n;

/** Fees that another account or a corporation pays, and messages that are sent for another. */
export async function runGrants(script: GasScript): Promise<void> {
  const { chain } = script;
  const [giver, taker] = [chain.person(4), chain.person(5)];
  const { address: from } = giver;
  const { address: to } = taker;
  const end = chain.time + DAY;
  const send = m.transfer(to, from);
  await script.run("fee grant", giver, g.grantAllowance(from, to, g.basic(10_000_000n, end)));
  await script.run("bank send, the fee granted", taker, send, from);
  await script.run("fee grant revoke", giver, g.revokeAllowance(from, to));
  const times = { period: DAY, reset: chain.time };
  const periodic = g.onlyFor([MsgSend.typeUrl], g.periodic(1_000_000n, times, 10_000_000n));
  await script.run(
    "fee grant, periodic for one message",
    giver,
    g.grantAllowance(from, to, periodic),
  );
  await script.run("bank send, the fee granted by the period", taker, send, from);
  await script.run("fee grants prune", taker, g.pruneAllowances(to));
  const generic = g.generic(MsgSend.typeUrl);
  await script.run("authorization", giver, g.authorize(from, to, generic, end));
  await script.run("authorized send", taker, g.execute(to, m.transfer(from, to)));
  await script.run("authorization to send", giver, g.authorize(from, to, g.sending(10n)));
  await script.run("authorized send within a limit", taker, g.execute(to, m.transfer(from, to)));
  const last = m.transfer(from, to, 9n);
  await script.run("authorized send that ends its grant", taker, g.execute(to, last));
  await script.run("authorization, once more", giver, g.authorize(from, to, generic));
  const { typeUrl } = MsgSend;
  await script.run("authorization revoke", giver, g.unauthorize(from, to, typeUrl));
  await runPaidOperator(script, chain.person(6));
}

/** An operator whose fees its corporation pays, up to a limit a day. */
async function runPaidOperator(script: GasScript, person: Person): Promise<void> {
  const { chain } = script;
  const corporation = await operated(chain, person, "did:example:paid");
  await chain.send(person, m.transfer(person.address, corporation, 100_000_000n));
  const granted = m.grant(corporation, person.address, m.OPERATOR_TYPES, {
    withFeegrant: true,
    feegrantSpendLimit: [{ denom: "uvna", amount: 10_000_000n }],
    feegrantSpendLimitPeriod: DAY,
    expiration: chain.time + DAY,
  });
  await script.run(
    "group submit and try, of a grant with fees",
    person,
    m.propose(corporation, person.address, [granted]),
  );
  const actors = { corporation, operator: person.address };
  const create = m.createEcosystem(actors, "did:example:paid-ecosystem");
  await script.run("ecosystem, the fee paid by the corporation", person, create, corporation);
}
