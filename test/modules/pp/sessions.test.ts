import { describe, expect, it } from "vitest";
import {
  MsgCreateOrUpdateParticipantSession,
  MsgRevokeParticipant,
  ParticipantRole,
  type QueryGetParticipantSessionResponse,
} from "../../../src/gen/verana/pp/v1.js";
import { MsgSlashTrustDeposit } from "../../../src/gen/verana/td/v1.js";
import type { Coin } from "../../../src/keeper/coins.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { tdErrors } from "../../../src/modules/td/index.js";
import { SECOND } from "../../support/registry-world.js";
import { coinOf, EURO, TU } from "./market-world.js";
import { priced, SessionWorld, UUID } from "./session-world.js";

const tu = (text: string): bigint => BigInt(Math.round(Number(text) * 100));

/** `eco: +8/+2` in trust units. */
const table = (rows: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(rows).map(([name, row]) => {
      const [account = "0", deposit = "0"] = row.split("/");
      return [name, [tu(account), tu(deposit)]];
    }),
  );

describe("the examples of the specification", () => {
  it("[D-PP-33] [MOD-PP-MSG-10] [D-PP-36] an issuance pays ecosystem, grantor and agents to the unit", () => {
    const world = priced();
    expect(world.deltas(() => world.pay("issuer"))).toEqual(
      table({
        eco: "8/2",
        ig: "4/1",
        agent: "1.2/0.3",
        wallet: "1.2/0.3",
        issuer: "-21/3",
      }),
    );
    expect(world.participant(world.ids.issuer).deposit).toBe(300n);
    expect(world.participant(world.ids.eco).deposit).toBe(200n);
    expect(world.participant(world.ids.agent).deposit).toBe(30n);
    expect(world.faults()).toEqual([]);
  });

  it("[D-PP-33] [D-PP-32] a verification pays both branches and the issuer, of another corporation, to the unit", () => {
    const world = priced();
    expect(world.deltas(() => world.pay("verifier"))).toEqual(
      table({
        eco: "16/4",
        ig: "4/1",
        issuer: "24/6",
        vg: "1.6/0.4",
        agent: "4.56/1.14",
        wallet: "4.56/1.14",
        verifier: "-79.8/11.4",
      }),
    );
    expect(world.faults()).toEqual([]);
  });
});

describe("the four ways to price a session", () => {
  it("[MOD-PP-MSG-10-3] native coin: nothing is converted", () => {
    const world = new SessionWorld(coinOf("uvna"), { unit: 100n });
    expect(world.deltas(() => world.pay("issuer"))).toEqual(
      table({ eco: "8/2", ig: "4/1", agent: "1.2/0.3", wallet: "1.2/0.3", issuer: "-21/3" }),
    );
  });

  it("[MOD-PP-MSG-10-3] [D-PP-36] another coin: fees in it, deposits and rewards in the native one", () => {
    const world = priced(coinOf("ufoo"), { unit: 100n });
    world.fund(world.party("issuer").policyAddress, 10_000n, "ufoo");
    const before = world.everyone("ufoo");
    const native = world.deltas(() => world.pay("issuer"));
    const after = world.everyone("ufoo");
    const got = (name: string) => (after[name]?.[0] ?? 0n) - (before[name]?.[0] ?? 0n);
    expect([got("eco"), got("ig"), got("issuer")]).toEqual([800n, 400n, -1_200n]);
    // 1500 ufoo are 150000: deposits of a fifth, for both sides, and a tenth for each agent.
    expect(native).toEqual({
      eco: [0n, 20_000n],
      ig: [0n, 10_000n],
      agent: [12_000n, 3_000n],
      wallet: [12_000n, 3_000n],
      issuer: [-90_000n, 30_000n],
    });
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-PP-MSG-10-3] [D-PP-36] a currency: deposits and rewards alone", () => {
    const world = priced(EURO, { unit: 1n });
    expect(world.deltas(() => world.pay("issuer"))).toEqual({
      eco: [0n, 200n],
      ig: [0n, 100n],
      agent: [120n, 30n],
      wallet: [120n, 30n],
      issuer: [-900n, 300n],
    });
  });

  it("[D-PP-38] what comes to less than a unit is neither paid nor deposited", () => {
    const world = new SessionWorld(EURO);
    world.rate(EURO, "4", 1);
    world.events.splice(0);
    expect(world.deltas(() => world.pay("issuer"))).toEqual({});
    const told = world.events.map(({ type }) => type);
    expect(told.filter((type) => type === "create_update_csps")).toHaveLength(1);
    expect(told.filter((type) => type === "transfer" || type === "coin_spent")).toEqual([]);
  });

  it("[D-PP-39] a rate that is missing, off or expired aborts the whole session", () => {
    const world = new SessionWorld();
    expect(world.refusesSession("issuer").kind.codespace).toBe("xr");
    world.rate(TU, "100");
    world.pay("issuer");
    world.pass(2_000n * 86_400n * SECOND);
    expect(world.refusesSession("issuer").kind.codespace).toBe("xr");
  });

  it("[D-GEN-20] a session whose total is not below 2^63 is none", () => {
    for (const [rate, kind] of [
      ["1", ppErrors.insufficientFunds],
      ["4", ppErrors.amountOutOfRange],
    ] as const) {
      const world = new SessionWorld(TU, { unit: 1n << 57n });
      world.rate(TU, rate);
      expect(world.refusesSession("issuer")).toMatchObject({ kind, rule: "MOD-PP-MSG-10-3" });
    }
  });

  it("[D-PP-38] every amount is rounded down for itself", () => {
    const world = new SessionWorld(TU);
    // 3 native for 2 trust units: 10 are 15, 5 are 7, deposits 3 and 1, rewards 2 of 22.
    world.rate(TU, "15", 1);
    expect(world.deltas(() => world.pay("issuer"))).toEqual({
      eco: [12n, 3n],
      ig: [6n, 1n],
      agent: [2n, 0n],
      wallet: [2n, 0n],
      issuer: [-30n, 4n],
    });
    expect(world.faults()).toEqual([]);
  });

  it("[D-PP-06] [D-PP-38] only the executor's own discount counts, and a fee of 0 is skipped", () => {
    const world = priced(TU, { issuanceFeeDiscount: 2_500n });
    // 7.5 and 3.75 trust units, each rounded down: 7 and 3.
    expect(world.deltas(() => world.pay("issuer"))).toEqual(
      table({
        eco: "5.6/1.4",
        ig: "2.4/0.6",
        agent: "0.8/0.2",
        wallet: "0.8/0.2",
        issuer: "-14/2",
      }),
    );
    const free = new SessionWorld(TU, { issuanceFeeDiscount: 10_000n });
    expect(free.deltas(() => free.pay("issuer"))).toEqual({});
  });
});

describe("Create or Update Participant Session", () => {
  it("[MOD-PP-MSG-10-1] [MOD-PP-MSG-10-4] [D-PP-41] each call appends a record and pays again", () => {
    const world = priced();
    const upper = "ABCDEF00-0000-4000-8000-000000000001";
    world.pay("issuer", { id: upper, digest: "sha384-abc" });
    expect(world.taken("create_update_csps")).toEqual([
      {
        corporation: world.party("issuer").policyAddress,
        operator: world.party("issuer").vsOperator,
        session_id: upper.toLowerCase(),
        issuer_participant_id: `${world.ids.issuer}`,
        verifier_participant_id: "0",
        agent_participant_id: `${world.ids.agent}`,
        wallet_agent_participant_id: `${world.ids.wallet}`,
        timestamp: "2026-01-01T00:00:07Z",
      },
    ]);
    const created = world.time;
    world.pass(SECOND);
    const again = world.deltas(() => world.pay("issuer", { id: upper, agentParticipantId: 0n }));
    expect(again.eco).toEqual([800n, 200n]);
    const path = "/verana.pp.v1.Query/GetParticipantSession";
    const { participantSession } = world.query<QueryGetParticipantSessionResponse>(path, {
      id: upper,
    });
    expect(participantSession).toMatchObject({
      id: upper.toLowerCase(),
      corporationId: world.party("issuer").id,
      vsOperator: world.party("issuer").vsOperator,
      created,
      modified: world.time,
      sessionRecords: [
        { id: 1n, created, agentParticipantId: world.ids.agent },
        { id: 2n, created: world.time, agentParticipantId: 0n },
      ],
    });
    world.pay("verifier");
    const other = world.query<QueryGetParticipantSessionResponse>(path, { id: UUID });
    expect(other.participantSession?.sessionRecords.map(({ id }) => id)).toEqual([3n]);
  });

  it("[D-PP-43] stores the digest of an issuance, and not that of a verification", () => {
    const world = priced();
    world.pay("issuer", { digest: "sha384-abc" });
    expect(world.taken("store_digest")).toMatchObject([{ digest: "sha384-abc" }]);
    world.pay("verifier", { id: UUID.replace("1", "2"), digest: "another" });
    expect(world.taken("store_digest")).toEqual([]);
    for (const digest of ["a b", "ä", "\u0000", "x".repeat(257)]) {
      expect(world.refusesSession("issuer", { digest })).toMatchObject({
        kind: ppErrors.malformedDigest,
        rule: "MOD-PP-MSG-10-2",
      });
    }
  });

  it("[MOD-PP-MSG-10-2] refuses what is missing, malformed, unknown, of another role, or not active", () => {
    const world = priced();
    const { ids } = world;
    const rule = "MOD-PP-MSG-10-2";
    const cases = [
      [{ id: "" }, ppErrors.missingParameter],
      [{ id: "nonsense" }, ppErrors.malformedUuid],
      [{ id: `${UUID}0` }, ppErrors.malformedUuid],
      [{ issuerParticipantId: 0n }, ppErrors.primaryMissing],
      [{ issuerParticipantId: 99n }, ppErrors.participantNotFound],
      [{ agentParticipantId: 99n }, ppErrors.participantNotFound],
      [{ agentParticipantId: ids.verifier }, ppErrors.wrongRole],
      [{ walletAgentParticipantId: ids.eco }, ppErrors.wrongRole],
    ] as const;
    for (const [given, kind] of cases) {
      expect(world.refusesSession("issuer", given)).toMatchObject({ kind, rule });
    }
    const eco = world.party("agents");
    world.send(MsgRevokeParticipant, { ...world.by(eco), id: ids.agent }, eco.operator);
    expect(world.refusesSession("issuer")).toMatchObject({
      kind: ppErrors.participantNotActive,
      rule,
    });
    world.pay("issuer", { agentParticipantId: 0n });
  });

  it("[D-PP-34] issuer and verifier are of one schema", () => {
    const world = priced();
    const given = { issuerParticipantId: world.ids.agent };
    expect(world.refusesSession("verifier", given)).toMatchObject({
      kind: ppErrors.schemasDiffer,
      rule: "D-PP-34",
    });
  });

  it("[D-PP-35] agents are paid when they are named, both when they are one", () => {
    const world = priced();
    const both = { walletAgentParticipantId: world.ids.agent };
    expect(world.deltas(() => world.pay("issuer", both)).agent).toEqual([240n, 60n]);
    const none = { agentParticipantId: 0n, walletAgentParticipantId: 0n };
    expect(world.deltas(() => world.pay("issuer", none)).issuer).toEqual([-1_800n, 300n]);
  });

  it("[D-PP-44] [D-PP-33] by the VS operator's record alone, and the payer's own", () => {
    const world = priced();
    const issuer = world.party("issuer");
    const asOwner = { operator: issuer.operator };
    expect(world.refusesSession("issuer", asOwner).kind.codespace).toBe("de");
    const other = world.party("verifier");
    const foreign = { corporation: other.policyAddress, operator: other.vsOperator };
    expect(world.refusesSession("issuer", foreign).kind.codespace).toBe("de");
    const ig = world.party("ig");
    world.send(MsgRevokeParticipant, { ...world.by(ig), id: world.ids.issuer }, ig.operator);
    expect(world.refusesSession("issuer").kind.codespace).toBe("de");
  });

  it("[D-PP-41] a session is continued by who began it", () => {
    const world = priced();
    world.pay("issuer");
    expect(world.refusesSession("verifier")).toMatchObject({
      kind: ppErrors.sessionOfAnother,
      rule: "MOD-PP-MSG-10-2",
    });
  });

  /** An issuer whose VS operator may spend so much, and its session. */
  const limited = (world: SessionWorld, vsOperatorAuthzSpendLimit: readonly Coin[]) => {
    const [who, ig] = [world.party("limited"), world.party("ig")];
    const { vsOperator } = who;
    const types = { vsOperator, vsOperatorAuthzMsgTypes: ["CreateOrUpdateParticipantSession"] };
    const start = { ...types, vsOperatorAuthzSpendLimit: [...vsOperatorAuthzSpendLimit] };
    const id = world.onboard(who, { party: ig, id: world.ids.ig }, ParticipantRole.ISSUER, {
      start,
    });
    const by = { corporation: who.policyAddress, operator: vsOperator, issuerParticipantId: id };
    const message = world.session("issuer", by);
    const left = () => world.delegation.vsRecord(world.ctx, id)?.record.remainingSpend;
    return { type: MsgCreateOrUpdateParticipantSession, message, vsOperator, left };
  };

  it("[D-AUTHZ-03] spends its total of the record's limit, to the unit, and nothing beyond it", () => {
    const world = priced();
    const { type, message, vsOperator, left } = limited(world, [{ denom: "uvna", amount: 4_200n }]);
    world.send(type, message, vsOperator);
    expect(left()).toEqual([{ denom: "uvna", amount: 2_100n }]);
    world.send(type, { ...message, agentParticipantId: 0n }, vsOperator);
    expect(left()).toEqual([{ denom: "uvna", amount: 150n }]);
    const kind = deErrors.recordSpendExceeded;
    expect(world.refuses(type, message, vsOperator)).toMatchObject({ kind, rule: "AUTHZ-CHECK-3" });
  });

  it("[D-AUTHZ-03] a limit is for the coins that it names alone", () => {
    const world = priced(coinOf("ufoo"));
    const named = limited(world, [{ denom: "uvna", amount: 10n ** 12n }]);
    world.fund(world.party("limited").policyAddress, 10n ** 6n, "ufoo");
    expect(world.refuses(named.type, named.message, named.vsOperator).kind).toBe(
      deErrors.recordSpendExceeded,
    );
  });

  it("[D-PP-37] [D-PP-45] takes the same of its payer, whatever the recipients hold", () => {
    const world = priced();
    expect(world.deltas(() => world.pay("issuer")).issuer).toEqual([-2_100n, 300n]);
    for (const name of ["eco", "ig", "agent"]) {
      const party = world.party(name);
      world.run((ctx) => world.deposits.adjust(ctx, party, 10_000n));
      world.run((ctx) => world.deposits.adjust(ctx, party, -10_000n));
    }
    expect(world.deltas(() => world.pay("issuer")).issuer).toEqual([-2_100n, 300n]);
    expect(world.faults()).toEqual([]);
  });

  it("[D-PP-40] needs the total without the credit of the payer's own deposit", () => {
    const world = priced();
    const issuer = world.party("issuer");
    world.run((ctx) => world.deposits.adjust(ctx, issuer, 100n));
    world.run((ctx) => world.deposits.adjust(ctx, issuer, -100n));
    const rest = world.balance(issuer.policyAddress) - 1_999n;
    const coins = [{ denom: "uvna", amount: rest }];
    const to = world.party("agents").policyAddress;
    world.run((ctx) => world.bank.send(ctx, issuer.policyAddress, to, coins));
    expect(world.refusesSession("issuer")).toMatchObject({
      kind: ppErrors.insufficientFunds,
      rule: "MOD-PP-MSG-10-3",
    });
    world.fund(issuer.policyAddress, 1n);
    world.pay("issuer");
    expect(world.holdings(issuer)).toEqual({ account: 0n, deposit: 300n, refunded: 0n });
  });

  it("[D-PP-39] a recipient or payer that governance slashed aborts a session that deposits for it", () => {
    for (const name of ["eco", "issuer", "wallet"]) {
      const world = priced();
      const party = world.party(name);
      world.run((ctx) => world.deposits.adjust(ctx, party, 100n));
      world.govern(MsgSlashTrustDeposit, { corporationId: party.id, deposit: 1n });
      expect(world.refusesSession("issuer").kind).toBe(tdErrors.slashNotRepaid);
    }
  });

  it("[D-PP-45] one corporation may be payer and payee; its own transfers move nothing", () => {
    const world = priced();
    const own = {
      agentParticipantId: world.ids.issuer,
      walletAgentParticipantId: world.ids.issuer,
    };
    const changed = world.deltas(() => world.pay("issuer", own));
    expect(changed).toEqual(table({ eco: "8/2", ig: "4/1", issuer: "-18.6/3.6" }));
    expect(world.participant(world.ids.issuer).deposit).toBe(360n);
    expect(world.faults()).toEqual([]);
  });
});
