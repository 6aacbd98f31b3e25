import { beforeAll, describe, expect, it } from "vitest";
import type {
  Participant,
  QueryFindBeneficiariesResponse,
  QueryListParticipantSessionsResponse,
  QueryListParticipantsResponse,
} from "../../../src/gen/verana/pp/v1.js";
import type { QueryAuthorizedResponse } from "../../../src/gen/vpr/pp/v1.js";
import { formatTime } from "../../../src/keeper/formats/time.js";
import { HistoryWorld } from "./history-world.js";

const SEED = Number(process.env.VPR_SEED ?? 20_260_106);

const isActive = (p: Participant, at: bigint): boolean =>
  (p.effectiveFrom ?? at + 1n) <= at && (p.effectiveUntil ?? at + 1n) > at && isWhole(p);
const isWhole = (p: Participant): boolean => p.revoked === undefined && p.slashed === undefined;

/** From a participant's validator up to the root. */
function above(all: readonly Participant[], p: Participant): readonly Participant[] {
  const validator = all.find(({ id }) => id === p.validatorParticipantId);
  return validator === undefined ? [] : [validator, ...above(all, validator)];
}

interface Changed {
  readonly id: bigint | string;
  readonly modified?: bigint | undefined;
}

/** Whether one comes behind the other in the order of changes. */
const isBehind = (one: Changed, other: Changed): boolean =>
  one.modified === other.modified
    ? one.id > other.id
    : (one.modified ?? 0n) > (other.modified ?? 0n);

/** A page of a list: from a change on, behind an entry, so many of them. */
interface Page {
  readonly modifiedAfter: bigint | undefined;
  readonly last: Changed | undefined;
  readonly responseMaxSize: number;
}

const cut = <T extends Changed>(
  all: readonly T[],
  { modifiedAfter = 0n, last, responseMaxSize }: Page,
): readonly T[] =>
  all
    .filter((one) => (one.modified ?? 0n) >= modifiedAfter)
    .filter((one) => last === undefined || isBehind(one, last))
    .sort((a, b) => (isBehind(a, b) ? 1 : -1))
    .slice(0, responseMaxSize);

const paged = ({ last, ...page }: Page) => ({
  ...page,
  cursor: last === undefined ? "" : `${formatTime(last.modified ?? 0n, "millis")},${last.id}`,
});

describe(`what is read of a random history (VPR_SEED=${SEED})`, () => {
  let world: HistoryWorld;
  beforeAll(() => {
    world = new HistoryWorld(SEED).live(300);
  });

  /** From about the change of one of the entries on, and behind another one. */
  const pageOf = (entries: readonly Changed[]): Page => {
    const one = () => world.random.pick(entries);
    const near = () => (one().modified ?? 0n) + BigInt(world.random.below(3) - 1);
    return {
      modifiedAfter: world.maybe(400, near),
      last: world.maybe(400, one),
      responseMaxSize: world.random.pick([1, 3, 64]),
    };
  };

  it("[MOD-PP-QRY-1] [D-PP-55] [D-GEN-13] lists at any moment what a scan of that block finds, whatever the filters and the page", () => {
    let found = 0;
    for (let n = 0; n < 1_000; n++) {
      const { random } = world;
      const when = world.maybe(700, () => world.moment());
      const at = when ?? world.time;
      const some = random.pick(world.now.participants);
      const wanted = {
        schemaId: world.maybe(250, () => some.schemaId),
        did: world.maybe(200, () => some.did),
        corporationId: world.maybe(200, () => some.corporationId),
        role: world.maybe(250, () => some.role),
        opState: some.opState === 0 ? undefined : world.maybe(250, () => some.opState),
        validatorParticipantId:
          some.validatorParticipantId === 0n
            ? undefined
            : world.maybe(200, () => some.validatorParticipantId),
      } satisfies Partial<Record<keyof Participant, unknown>>;
      const only = {
        onlyValid: random.chance(300),
        onlySlashed: random.chance(100),
        onlyRepaid: random.chance(100),
      };
      const page = pageOf(random.pick(world.blocks).participants);
      const passing = world
        .at(at)
        .participants.filter(
          (p) =>
            Object.entries(wanted).every(
              ([name, value]) => value === undefined || p[name as keyof Participant] === value,
            ) &&
            (!only.onlyValid || isActive(p, at)) &&
            (!only.onlySlashed || p.slashed !== undefined) &&
            (!only.onlyRepaid || p.repaid !== undefined),
        );
      const { corporationId, validatorParticipantId, ...rest } = wanted;
      const asked = { grantee: `${corporationId ?? ""}`, participantId: validatorParticipantId };
      const given = Object.entries({ ...rest, ...asked, ...only, ...paged(page), when });
      const { participants } = world.query<QueryListParticipantsResponse>(
        "/verana.pp.v1.Query/ListParticipants",
        Object.fromEntries(given.filter(([, value]) => value !== undefined)),
      );
      expect(participants).toEqual(cut(passing, page));
      if (participants.length > 0) found++;
    }
    expect(found).toBeGreaterThan(150);
  });

  it("[D-PP-55] no block changes until when a participant is in force, or whether it is, and leaves `modified` as it was", () => {
    // Lists rely on it: what they measured of an entry of an index holds as long as the entry stands.
    const force = (p: Participant) => [p.effectiveFrom, p.effectiveUntil, p.revoked, p.slashed];
    const { blocks } = world;
    let changes = 0;
    for (const [n, { participants, time }] of blocks.entries()) {
      const before = new Map((blocks[n - 1]?.participants ?? []).map((p) => [p.id, p]));
      for (const p of participants) {
        const was = before.get(p.id);
        if (was === undefined || `${force(p)}` === `${force(was)}`) continue;
        expect([p.modified, was.modified === time]).toEqual([time, false]);
        changes++;
      }
    }
    expect(changes).toBeGreaterThan(20);
  });

  it("[D-GEN-08] [D-PP-55] a DID is authorized at any moment just when a participant of it is active then", () => {
    let yes = 0;
    for (let n = 0; n < 600; n++) {
      const { did, role, schemaId } = world.random.pick(world.now.participants);
      const when = world.maybe(800, () => world.moment());
      const at = when ?? world.time;
      const all = world.at(at).participants;
      const those = all.filter((p) => p.did === did && p.role === role && p.schemaId === schemaId);
      const active = those.filter((p) => isActive(p, at));
      const answer = world.query<QueryAuthorizedResponse>("/vpr.pp.v1.Query/Authorized", {
        ...{ did, role, schemaId, when },
      });
      expect(answer.authorized).toBe(active.length > 0);
      if (answer.participant === undefined) {
        const ids = those.map(({ id }) => id).sort((a, b) => (a < b ? 1 : -1));
        const of = answer.reasons.map(({ participantId }) => participantId);
        expect(of).toEqual(ids.length === 0 ? [0n] : ids);
        continue;
      }
      yes++;
      expect(active).toContainEqual(answer.participant);
      const chain = above(all, answer.participant);
      const shown = chain.map((participant) => ({
        participant,
        active: isActive(participant, at),
      }));
      expect(answer.ancestors).toEqual(shown);
    }
    expect(yes).toBeGreaterThan(100);
    expect(yes).toBeLessThan(500);
  });

  it("[D-GEN-13] sessions are listed from a change on and behind a cursor, both at once too", () => {
    const { sessions } = world.now;
    expect(sessions.length).toBeGreaterThan(3);
    for (let n = 0; n < 200; n++) {
      const page = pageOf(sessions);
      const { participantSessions } = world.query<QueryListParticipantSessionsResponse>(
        "/verana.pp.v1.Query/ListParticipantSessions",
        paged(page),
      );
      expect(participantSessions).toEqual(cut(sessions, page));
    }
  });

  it("[MOD-PP-QRY-4-3] [D-PP-42] beneficiaries are what stands above both, and the issuer where it is verified", () => {
    const all = world.now.participants;
    const active = all.filter((p) => isActive(p, world.time));
    for (let n = 0; n < 300; n++) {
      const verifier = world.random.pick(active);
      const issuer = world.maybe(600, () => world.random.pick(active));
      const given = issuer === undefined ? [] : [issuer, ...above(all, issuer)];
      const set = new Set([...given, ...above(all, verifier)].filter(isWhole));
      const { participants } = world.query<QueryFindBeneficiariesResponse>(
        "/verana.pp.v1.Query/FindBeneficiaries",
        { issuerParticipantId: issuer?.id ?? 0n, verifierParticipantId: verifier.id },
      );
      expect(participants).toEqual([...set].sort((a, b) => (a.id < b.id ? -1 : 1)));
    }
  });
});
