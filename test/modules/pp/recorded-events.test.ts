import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as pp from "../../../src/gen/verana/pp/v1.js";
import * as td from "../../../src/gen/verana/td/v1.js";
import type { Signer } from "../../../src/keeper/authority.js";
import { ONE } from "../../../src/keeper/dec.js";
import type { MessageType } from "../../../src/wire/descriptor.js";
import { DAY, SECOND } from "../../support/registry-world.js";
import { coinOf, MODE, type Party } from "./market-world.js";
import { SessionWorld } from "./session-world.js";

/** Events of a message in order, each with the names of its attributes. */
type Told = readonly (readonly [type: string, names: readonly string[]])[];

const recorded: readonly { readonly message: string; readonly events: Told }[] = JSON.parse(
  readFileSync(new URL("../../recorded/registry-events.json", import.meta.url), "utf8"),
).filter(({ message }: { message: string }) => /^\/verana\.(pp|td)\./.test(message));

const told = new Map<string, Told[]>();

/** Notes what every message tells. */
class ToldWorld extends SessionWorld {
  override send<T>(
    type: MessageType<T>,
    init: Partial<T>,
    signer: string,
    via?: Signer["via"],
  ): ReturnType<SessionWorld["send"]> {
    const before = this.events.length;
    const answer = super.send(type, init, signer, via);
    const own = this.events
      .slice(before)
      .map(({ type, attributes }) => [type, attributes.map(([name]) => name)] as const);
    told.set(type.typeUrl, [...(told.get(type.typeUrl) ?? []), own]);
    return answer;
  }
}

const SESSION = "CreateOrUpdateParticipantSession";

const world = new ToldWorld(coinOf("uvna"), { unit: 1_000_000n });
const party = (name: string) => world.party(name);
const by = <T extends { readonly id: bigint }>(type: MessageType<T>, who: Party, init: object) =>
  world.send(type, { ...world.by(who), ...init } as unknown as Partial<T>, who.operator);

/** Sessions: one of a schema without fees, and one whose VS operator spends within a limit. */
function sessions(): void {
  const { agent, wallet } = world.ids;
  const [eco, issuer] = [party("fee-eco"), party("fee-issuer")];
  const actor = { corporation: issuer.policyAddress, operator: issuer.vsOperator };
  for (const [index, issuanceFees] of [0n, 5_000_000n].entries()) {
    const schemaId = world.schema(eco, { issuerOnboardingMode: MODE.ecosystem });
    const root = world.root(eco, schemaId, { issuanceFees });
    const start = {
      ...{ vsOperator: issuer.vsOperator, vsOperatorAuthzMsgTypes: [SESSION] },
      vsOperatorAuthzSpendLimit: index === 0 ? [] : [{ denom: "uvna", amount: 10n ** 9n }],
    };
    const own = { party: eco, id: root };
    const id = world.onboard(issuer, own, pp.ParticipantRole.ISSUER, { start });
    world.pass(SECOND);
    const session = {
      ...{ ...actor, issuerParticipantId: id },
      id: `00000000-0000-4000-8000-00000000000${index}`,
      ...{ agentParticipantId: agent, walletAgentParticipantId: wallet },
    };
    world.send(pp.MsgCreateOrUpdateParticipantSession, session, issuer.vsOperator);
  }
}

/** Onboarding with fees and a deposit, and without, cancelled and renewed; a slash that is repaid twice. */
function onboarding(): void {
  const [eco, issuer] = [party("paid-eco"), party("paid-issuer")];
  for (const validationFees of [0n, 5_000_000n]) {
    const schemaId = world.schema(eco, { issuerOnboardingMode: MODE.ecosystem });
    const root = world.root(eco, schemaId, { validationFees });
    const id = world.onboard(issuer, { party: eco, id: root }, pp.ParticipantRole.ISSUER);
    by(pp.MsgRenewParticipantOP, issuer, { id });
    by(pp.MsgCancelParticipantOPLastRequest, issuer, { id });
    by(pp.MsgTriggerResolver, eco, { id });
    if (validationFees === 0n) {
      by(pp.MsgSetParticipantEffectiveUntil, eco, { id, effectiveUntil: world.time + DAY });
      by(pp.MsgRevokeParticipant, eco, { id });
      continue;
    }
    for (const limit of [[], [{ denom: "uvna", amount: 10n ** 9n }]]) {
      const rogue = party(`rogue-${limit.length}`);
      const own = world.onboard(rogue, { party: eco, id: root }, pp.ParticipantRole.ISSUER);
      by(pp.MsgSlashParticipantTrustDeposit, eco, { id: own, amount: 10n, reason: "rogue" });
      world.limit(rogue, { authzSpendLimit: limit });
      by(pp.MsgRepayParticipantSlashedTrustDeposit, rogue, { id: own });
    }
  }
}

/** A yield that is claimed, then a slash by governance that is repaid. */
function deposits(): void {
  const issuer = party("paid-issuer");
  world.fundModule("td", 1_000_000_000n);
  world.run((ctx) => {
    const params = { ...world.deposits.params(ctx), trustDepositShareValue: (ONE * 11n) / 10n };
    world.deposits.state.params.set(ctx, params);
  });
  world.send(td.MsgReclaimTrustDepositYield, world.by(issuer), issuer.operator);
  world.govern(td.MsgSlashTrustDeposit, { corporationId: issuer.id, deposit: 100n });
  const repaid = { ...world.by(issuer), deposit: 100n };
  world.send(td.MsgRepaySlashedTrustDeposit, repaid, issuer.operator);
}

sessions();
onboarding();
deposits();

/** Attributes that the recorded node has and this one has not: what changed a deposit tells its own event. */
const LEFT_OUT: ReadonlySet<string> = new Set(["adjust_trust_deposit.reason"]);

/** What the application adds to the events of a message itself. */
const ofMessage = (events: Told): Told =>
  events
    .slice(1)
    .map(([type, names]) => [
      type,
      names.filter((name) => name !== "msg_index" && !LEFT_OUT.has(`${type}.${name}`)),
    ]);

/** [D-PP-37] Payments of a session have an order of our own: the payer's deposit is the last of them. */
function kindsOf(message: string, events: Told): readonly string[] {
  const kinds = events.map(([type, names]) => `${type}{${names.join()}}`);
  return message.endsWith(`.Msg${SESSION}`) ? kinds.sort() : kinds;
}

describe("events of participants and trust deposits", () => {
  it("every message that was recorded is among what is compared", () => {
    expect(recorded.filter(({ message }) => !told.has(message))).toEqual([]);
    expect(recorded.length).toBe(20);
  });

  it.each(recorded.map(({ message, events }) => [message, ofMessage(events)] as const))(
    "%s tells the recorded events with their attributes, in their order",
    (message, events) => {
      const runs = told.get(message) ?? [];
      expect(runs.map((run) => kindsOf(message, run))).toContainEqual(kindsOf(message, events));
    },
  );
});
