import { describe, expect, it } from "vitest";
import {
  MsgRevokeParticipant,
  MsgSlashParticipantTrustDeposit,
  type Participant,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import type { QueryAuthorizedResponse } from "../../../src/gen/vpr/pp/v1.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { DAY, SECOND } from "../../support/registry-world.js";
import { coinOf } from "./market-world.js";
import { SessionWorld } from "./session-world.js";

describe("whether a DID is authorized", () => {
  const ask_ = (world: SessionWorld, given: object) =>
    world.query<QueryAuthorizedResponse>("/vpr.pp.v1.Query/Authorized", { ...given });

  it("[D-GEN-08] names the participant that says so and its chain of ancestors", () => {
    const world = new SessionWorld();
    const issuer = world.party("issuer");
    const asked = { did: issuer.did, role: ParticipantRole.ISSUER, schemaId: 1n };
    const yes = ask_(world, asked);
    expect(yes.authorized).toBe(true);
    expect(yes.participant?.id).toBe(world.ids.issuer);
    expect(yes.ancestors.map(({ participant, active }) => [participant?.id, active])).toEqual([
      [world.ids.ig, true],
      [world.ids.eco, true],
    ]);
    const spec = { did: issuer.did, role: "ISSUER", schema_id: "1" };
    expect(world.spec("/pp/v1/authorized", spec)).toMatchObject({
      authorized: true,
      participant: { id: `${world.ids.issuer}` },
      ancestors: [{ active: true }, { active: true }],
      reasons: [],
    });
    expect(ask_(world, { ...asked, role: ParticipantRole.VERIFIER })).toMatchObject({
      authorized: false,
      reasons: [{ participantId: 0n, reason: "not found" }],
    });
  });

  it("[D-PP-55] answers as of a moment, and says why not", () => {
    const world = new SessionWorld();
    const who = world.party("later");
    const early = world.time;
    world.pass(SECOND);
    const id = world.selfCreate(who, 6n, ParticipantRole.ISSUER, {
      effectiveFrom: world.time + DAY,
      effectiveUntil: world.time + 2n * DAY,
    });
    const asked = { did: who.did, role: ParticipantRole.ISSUER, schemaId: 2n };
    const reasons = (when?: bigint) => ask_(world, { ...asked, when }).reasons;
    expect(reasons()).toEqual([{ participantId: id, reason: "not yet effective" }]);
    expect(reasons(early)).toEqual([{ participantId: 0n, reason: "not found" }]);
    const begun = world.time + DAY;
    expect(ask_(world, { ...asked, when: begun }).authorized).toBe(true);
    world.pass(3n * DAY);
    expect(reasons()).toEqual([{ participantId: id, reason: "expired" }]);
    expect(ask_(world, { ...asked, when: begun }).authorized).toBe(true);
  });

  it("[D-GEN-08] [D-PP-55] says of each entry what ended it, from that moment on", () => {
    const world = new SessionWorld(coinOf("uvna"), { unit: 100n });
    const who = world.party("issuer");
    const asked = { did: who.did, role: ParticipantRole.ISSUER, schemaId: 1n };
    const said = (when: bigint) => ask_(world, { ...asked, when }).reasons;
    const { issuer: first, ig } = world.ids;
    world.send(MsgRevokeParticipant, { ...world.by(who), id: first }, who.operator);
    const revoked = world.time;
    world.pass(SECOND);
    const second = world.start(who, ig, ParticipantRole.ISSUER);
    const started = world.time;
    world.pass(SECOND);
    world.validate(world.party("ig"), second, { verificationFees: 3_000n });
    const validated = world.time;
    world.pass(SECOND);
    world.pay("verifier", { issuerParticipantId: second });
    world.pass(SECOND);
    const by = world.party("ig");
    const slash = { ...world.by(by), id: second, amount: 1n };
    world.send(MsgSlashParticipantTrustDeposit, slash, by.operator);
    const slashed = world.time;
    world.pass(SECOND);
    const [ended, waits] = [
      { participantId: first, reason: "revoked" },
      { participantId: second, reason: "not validated" },
    ];
    expect([revoked - 1n, revoked, started - 1n].map(said)).toEqual([[], [ended], [ended]]);
    expect([started, validated - 1n].map(said)).toEqual([
      [waits, ended],
      [waits, ended],
    ]);
    expect([validated, slashed - 1n].map(said)).toEqual([[], []]);
    const dead = [{ participantId: second, reason: "slashed" }, ended];
    expect([slashed, world.time, world.time + DAY].map(said)).toEqual([dead, dead, dead]);
  });

  it("[D-GEN-08] finds the one that is active among any number, and tells 64 reasons at most", () => {
    const world = new SessionWorld();
    const issuer = world.participant(world.ids.issuer);
    const asked = { did: issuer.did, role: ParticipantRole.ISSUER, schemaId: 1n };
    const { participants } = world.participants.state;
    const put = (p: Participant) => world.run((ctx) => participants.set(ctx, p.id, p));
    for (let id = 101n; id <= 165n; id++) put({ ...issuer, id, revoked: world.time });
    expect(ask_(world, asked).participant?.id).toBe(issuer.id);
    put({ ...issuer, slashed: world.time });
    const { authorized, reasons } = ask_(world, asked);
    expect([authorized, reasons.length]).toEqual([false, 64]);
    expect(reasons.map(({ participantId }) => participantId).slice(0, 2)).toEqual([165n, 164n]);
  });

  it("[D-GEN-12] refuses a did that is none, and a role or schema that is missing", () => {
    const world = new SessionWorld();
    const good = { did: "did:example:a", role: ParticipantRole.ISSUER, schemaId: 1n };
    const kind = (given: object) => world.refused(() => ask_(world, { ...good, ...given })).kind;
    expect(kind({ did: "a" })).toBe(ppErrors.malformedDid);
    expect(kind({ role: 0 })).toBe(ppErrors.filterUnknown);
    expect(kind({ schemaId: 0n })).toBe(ppErrors.idMissing);
    expect(world.badParams("/pp/v1/authorized", { did: "did:example:a" })).toBe(true);
  });
});
