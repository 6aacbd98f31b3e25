import { describe, expect, it } from "vitest";
import {
  MsgRevokeParticipant,
  MsgSlashParticipantTrustDeposit,
  type QueryFindBeneficiariesResponse,
  type QueryListParticipantSessionsResponse,
} from "../../../src/gen/verana/pp/v1.js";
import type { QuerySessionQuoteResponse } from "../../../src/gen/vpr/pp/v1.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { SECOND } from "../../support/registry-world.js";
import { priced, type SessionWorld, UUID } from "./session-world.js";

describe("Find Beneficiaries", () => {
  const find = (world: SessionWorld, given: object) =>
    world
      .query<QueryFindBeneficiariesResponse>("/verana.pp.v1.Query/FindBeneficiaries", { ...given })
      .participants.map(({ id }) => id);

  it("[MOD-PP-QRY-4] [MOD-PP-QRY-4-1] [MOD-PP-QRY-4-3] [D-PP-42] are both branches by id, the issuer in a verification, nobody revoked or slashed", () => {
    const world = priced();
    const { eco, ig, vg, issuer, verifier } = world.ids;
    const issuance = { issuerParticipantId: issuer };
    const both = { ...issuance, verifierParticipantId: verifier };
    expect(find(world, issuance)).toEqual([eco, ig]);
    expect(find(world, { verifierParticipantId: verifier })).toEqual([eco, vg]);
    expect(find(world, both)).toEqual([eco, ig, vg, issuer]);
    const owner = world.party("eco");
    world.send(MsgRevokeParticipant, { ...world.by(owner), id: vg }, owner.operator);
    world.pay("issuer");
    const slash = { ...world.by(owner), id: ig, amount: 1n };
    world.send(MsgSlashParticipantTrustDeposit, slash, owner.operator);
    expect(find(world, both)).toEqual([eco, issuer]);
    expect(
      world.spec("/pp/v1/beneficiaries", { issuer_participant_id: `${issuer}` }),
    ).toMatchObject({ participants: [{ id: `${eco}` }] });
  });

  it("[MOD-PP-QRY-4-2] asks for one id at least, of participants that are there and active", () => {
    const world = priced();
    const refuses = (given: object) => world.refused(() => find(world, given));
    const rule = "MOD-PP-QRY-4-2";
    expect(refuses({})).toMatchObject({ kind: ppErrors.primaryMissing, rule });
    expect(refuses({ issuerParticipantId: 99n })).toMatchObject({
      kind: ppErrors.participantNotFound,
      rule,
    });
    const owner = world.party("eco");
    const { issuer } = world.ids;
    world.send(MsgRevokeParticipant, { ...world.by(owner), id: issuer }, owner.operator);
    expect(refuses({ issuerParticipantId: issuer })).toMatchObject({
      kind: ppErrors.participantInactive,
      rule,
    });
    const { verifier } = world.ids;
    world.send(MsgRevokeParticipant, { ...world.by(owner), id: verifier }, owner.operator);
    expect(refuses({ verifierParticipantId: verifier })).toMatchObject({
      kind: ppErrors.participantInactive,
      rule,
    });
  });
});

describe("sessions and what they would cost", () => {
  it("[MOD-PP-QRY-5] [MOD-PP-QRY-5-1] [MOD-PP-QRY-5-3] are found by their id in either case", () => {
    const world = priced();
    const id = "abcdef00-0000-4000-8000-000000000001";
    world.pay("issuer", { id });
    expect(world.spec("/pp/v1/session/get", { id: id.toUpperCase() })).toMatchObject({
      participant_session: {
        id,
        corporation: `${world.party("issuer").id}`,
        session_records: [{ id: "1", verifier_participant_id: null }],
      },
    });
  });

  it("[MOD-PP-QRY-5-2] [MOD-PP-QRY-5-3] are not found, or asked for by no UUID", () => {
    const world = priced();
    const read = (id: string) => world.refused(() => world.spec("/pp/v1/session/get", { id }));
    expect(read(UUID)).toMatchObject({ kind: ppErrors.sessionNotFound, rule: "MOD-PP-QRY-5-3" });
    expect(read(UUID).message).toContain("not found");
    expect(read("nonsense")).toMatchObject({
      kind: ppErrors.malformedUuid,
      rule: "MOD-PP-QRY-5-2",
    });
  });

  it("[D-GEN-13] are listed by their last change, page by page", () => {
    const world = priced();
    const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
    for (const n of [3, 1, 2]) {
      world.pay("issuer", { id: uuid(n) });
      if (n === 1) world.pass(SECOND);
    }
    const path = "/verana.pp.v1.Query/ListParticipantSessions";
    const list = (given: object = {}) =>
      world
        .query<QueryListParticipantSessionsResponse>(path, { ...given })
        .participantSessions.map(({ id }) => id.at(-1))
        .join("");
    expect(list()).toBe("132");
    expect(list({ responseMaxSize: 1 })).toBe("1");
    const cursor = `2026-01-01T00:00:07.000Z,${uuid(1)}`;
    expect(list({ cursor })).toBe("32");
    expect(list({ modifiedAfter: world.time })).toBe("2");
    expect(list({ modifiedAfter: world.time, cursor })).toBe("2");
    expect(list({ modifiedAfter: world.time - SECOND, cursor })).toBe("32");
    expect(list({ modifiedAfter: world.time + 1n, cursor })).toBe("");
    const bad = () => list({ cursor: "x" });
    expect(world.refused(bad).kind).toBe(ppErrors.malformedCursor);
    expect(world.refused(() => list({ responseMaxSize: 1025 })).kind).toBe(ppErrors.sizeOutOfRange);
  });

  it("[D-PP-38] [D-PP-40] the quote is the plan by which a session is then paid", () => {
    const world = priced();
    const { ids } = world;
    const request = {
      issuerParticipantId: ids.issuer,
      agentParticipantId: ids.agent,
      walletAgentParticipantId: ids.wallet,
    };
    const path = "/vpr.pp.v1.Query/SessionQuote";
    const quote = world.query<QuerySessionQuoteResponse>(path, request);
    const eco = world.party("eco").id;
    expect(quote).toMatchObject({
      payerParticipantId: ids.issuer,
      payerCorporationId: world.party("issuer").id,
      payerDeposit: 300n,
      total: [{ denom: "uvna", amount: 2_100n }],
      needed: [{ denom: "uvna", amount: 2_100n }],
    });
    expect(quote.beneficiaries).toContainEqual({
      participantId: ids.eco,
      corporationId: eco,
      account: [{ denom: "uvna", amount: 800n }],
      deposit: 200n,
    });
    expect(quote.agents.map(({ participantId }) => participantId)).toEqual([ids.agent, ids.wallet]);
    const before = world.balance(world.party("issuer").policyAddress);
    world.pay("issuer");
    expect(before - world.balance(world.party("issuer").policyAddress)).toBe(2_100n);
    expect(
      world.spec("/pp/v1/session/quote", { issuer_participant_id: `${ids.issuer}` }),
    ).toMatchObject({ payer_deposit: "300", total: [{ denom: "uvna", amount: "1800" }] });
    const none = () => world.query(path, {});
    expect(world.refused(none).kind).toBe(ppErrors.primaryMissing);
  });
});
