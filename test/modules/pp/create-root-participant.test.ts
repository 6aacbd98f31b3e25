import { describe, expect, it } from "vitest";
import type { MsgCreateRootParticipant } from "../../../src/gen/verana/pp/v1.js";
import { ParticipantRole } from "../../../src/gen/verana/pp/v1.js";
import type { ErrorKind } from "../../../src/keeper/errors.js";
import { freeGas, TxGasMeter } from "../../../src/keeper/gas.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import {
  AGENT,
  grantErrors,
  OPERATOR,
  OTHER_POLICY,
  POLICY,
} from "../../support/registry-ports.js";
import { at, DAY, ParticipantWorld } from "./pp-world.js";

const BASIC = "MOD-PP-MSG-7-2-1";

function expectRefusal(
  given: Partial<MsgCreateRootParticipant>,
  kind: ErrorKind,
  rule: string = BASIC,
  world = new ParticipantWorld(),
): void {
  const error = world.refused(given);
  expect(error.kind).toBe(kind);
  expect(error.rule).toBe(rule);
}

describe("creating a root participant", () => {
  it("[MOD-PP-MSG-7] creates an entry that can be read back", () => {
    const world = new ParticipantWorld();
    expect(world.create()).toBe(1n);
    expect(world.participant(1n).role).toBe(ParticipantRole.ECOSYSTEM);
  });

  it("[MOD-PP-MSG-7-3] stores what was given and says so in an event", () => {
    const world = new ParticipantWorld();
    const effectiveFrom = at("2026-02-01T00:00:00.25Z");
    const effectiveUntil = at("2027-02-01T00:00:00Z");
    const fees = { validationFees: 5n, issuanceFees: 6n, verificationFees: 7n };
    const id = world.create({ effectiveFrom, effectiveUntil, vsOperator: AGENT, ...fees });
    const stored = world.participant(id);
    expect(stored).toMatchObject({ ...fees, effectiveFrom, effectiveUntil, vsOperator: AGENT });
    expect(stored).toMatchObject({ schemaId: 1n, corporationId: 4n, did: "did:example:root" });
    expect([stored.created, stored.modified]).toEqual([world.chain.time, world.chain.time]);
    const { events } = world.chain;
    expect(events).toEqual([
      {
        type: "create_root_participant",
        attributes: [
          ["root_participant_id", "1"],
          ["schema_id", "1"],
          ["corporation", POLICY],
          ["corporation_id", "4"],
          ["operator", OPERATOR],
          ["effective_from", "2026-02-01T00:00:00.25Z"],
          ["effective_until", "2027-02-01T00:00:00Z"],
          ["validation_fees", "5"],
          ["issuance_fees", "6"],
          ["verification_fees", "7"],
          ["timestamp", "2026-01-01T00:00:00Z"],
        ],
      },
    ]);
  });

  it("[D-PP-01] leaves unset or zero what creation does not give", () => {
    const world = new ParticipantWorld();
    expect(world.participant(world.create())).toEqual({
      id: 1n,
      schemaId: 1n,
      role: ParticipantRole.ECOSYSTEM,
      did: "did:example:root",
      corporationId: 4n,
      vsOperator: "",
      created: world.chain.time,
      modified: world.chain.time,
      effectiveFrom: world.chain.time + DAY,
      effectiveUntil: undefined,
      adjusted: undefined,
      slashed: undefined,
      repaid: undefined,
      revoked: undefined,
      validationFees: 0n,
      issuanceFees: 0n,
      verificationFees: 0n,
      deposit: 0n,
      slashedDeposit: 0n,
      repaidDeposit: 0n,
      validatorParticipantId: 0n,
      opState: 0,
      opExp: undefined,
      opLastStateChange: undefined,
      opValidatorDeposit: 0n,
      opCurrentFees: 0n,
      opCurrentDeposit: 0n,
      opSummaryDigest: "",
      issuanceFeeDiscount: 0n,
      verificationFeeDiscount: 0n,
    });
  });

  it("[D-PP-03] leaves the onboarding state of a root unset", () => {
    const world = new ParticipantWorld();
    expect(world.participant(world.create()).opState).toBe(0);
  });

  it.each([
    ["corporation", { corporation: "" }],
    ["operator", { operator: "" }],
    ["schema_id", { schemaId: 0n }],
    ["did", { did: "" }],
    ["effective_from", { effectiveFrom: undefined }],
  ] as const)("[MOD-PP-MSG-7-1] refuses a message without %s", (parameter, given) => {
    const error = new ParticipantWorld().refused(given);
    expect(error.kind).toBe(ppErrors.missingParameter);
    expect(error.facts.parameter).toBe(parameter);
  });

  it("[MOD-PP-MSG-7-1] lets fees, the end and the VS operator be left out", () => {
    const world = new ParticipantWorld();
    const stored = world.participant(world.create());
    const fees = [stored.validationFees, stored.issuanceFees, stored.verificationFees];
    expect(fees).toEqual([0n, 0n, 0n]);
    expect([stored.effectiveUntil, stored.vsOperator]).toEqual([undefined, ""]);
  });

  it("[D-PP-02] wants a DID", () => {
    expectRefusal({ did: "" }, ppErrors.missingParameter);
  });

  it("[MOD-PP-MSG-7-2-1] refuses malformed signers and accounts", () => {
    expectRefusal({ corporation: "nobody" }, ppErrors.malformedCorporation);
    expectRefusal({ operator: "verana1xyz" }, ppErrors.malformedOperator);
    expectRefusal({ vsOperator: "cosmos1xyz" }, ppErrors.malformedVsOperator);
  });

  it("[MOD-PP-MSG-7-2-1] stores a VS operator in lower case", () => {
    const world = new ParticipantWorld();
    expect(world.participant(world.create({ vsOperator: AGENT.toUpperCase() })).vsOperator).toBe(
      AGENT,
    );
  });

  it("[D-GEN-17] refuses what is no DID", () => {
    const malformed = ["did:Example:a", "did:example:", "did:example:a/b", "example", "did:e:a#k"];
    for (const did of malformed) expectRefusal({ did }, ppErrors.malformedDid);
  });

  it("[D-GEN-02] takes the corporation by its group id too and names its address in the event", () => {
    const world = new ParticipantWorld();
    expect(world.participant(world.create({ corporation: "4" })).corporationId).toBe(4n);
    expect(world.chain.events[0]?.attributes).toContainEqual(["corporation", POLICY]);
    for (const corporation of ["0", "04", "-4", "4 "]) {
      expectRefusal({ corporation }, ppErrors.malformedCorporation);
    }
  });

  it("[D-GEN-04] wants an operator, whoever signs", () => {
    expectRefusal({ operator: "" }, ppErrors.missingParameter);
  });

  it("[MOD-PP-MSG-7-2] refuses an operator without a grant before it looks at the schema", () => {
    const error = new ParticipantWorld().refused({ operator: AGENT, schemaId: 99n }, AGENT);
    expect(error.kind).toBe(grantErrors.notGranted);
    expect(error.rule).toBe(BASIC);
  });

  it("[MOD-PP-MSG-7-2-1] refuses an unknown schema", () => {
    expectRefusal({ schemaId: 99n }, ppErrors.schemaNotFound);
  });

  it("[MOD-PP-MSG-7-2-1] refuses a DID that participants of another corporation have, in any state", () => {
    const world = new ParticipantWorld();
    world.put({ id: 50n, corporationId: 5n, revoked: 1n, did: "did:example:theirs" });
    expectRefusal({ did: "did:example:theirs" }, ppErrors.didOfAnother, BASIC, world);
    expect(world.create({ did: "did:example:theirs2" })).toBe(1n);
  });

  it("[MOD-PP-MSG-7-2-1] lets participants of one corporation share a DID", () => {
    const world = new ParticipantWorld();
    world.put({ id: 50n, schemaId: 2n });
    expect(world.create()).toBe(1n);
  });

  it("[D-GEN-18] looks at other entities on chains with strict DID ownership alone", () => {
    const theirs = ["did:example:corporation-5", "did:example:ecosystem-7"];
    for (const did of theirs) {
      expect(new ParticipantWorld().create({ did })).toBe(1n);
      const strict = new ParticipantWorld({ settings: { strictDidOwnership: true } });
      expectRefusal({ did }, ppErrors.didOfOtherEntity, "D-GEN-18", strict);
      expect(strict.create({ did: "did:example:ecosystem-3" })).toBe(1n);
    }
  });

  it("[D-PP-27] wants a beginning after the block's time and an end after the beginning", () => {
    const world = new ParticipantWorld();
    const now = world.chain.time;
    expectRefusal({ effectiveFrom: now }, ppErrors.fromNotInFuture);
    expectRefusal({ effectiveFrom: now - 1n }, ppErrors.fromNotInFuture);
    const from = now + 1n;
    expectRefusal({ effectiveFrom: from, effectiveUntil: from }, ppErrors.untilNotAfterFrom);
    expectRefusal({ effectiveFrom: from, effectiveUntil: now }, ppErrors.untilNotAfterFrom);
    expect(world.create({ effectiveFrom: from, effectiveUntil: from + 1n })).toBe(1n);
  });

  it("[D-GEN-20] keeps fees below 2^63", () => {
    const most = (1n << 63n) - 1n;
    const world = new ParticipantWorld();
    const id = world.create({ validationFees: most, issuanceFees: most, verificationFees: most });
    expect(world.participant(id).verificationFees).toBe(most);
    expectRefusal({ validationFees: most + 1n }, ppErrors.validationFeesOutOfRange);
    expectRefusal({ issuanceFees: most + 1n }, ppErrors.issuanceFeesOutOfRange);
    expectRefusal({ verificationFees: most + 1n }, ppErrors.verificationFeesOutOfRange);
  });

  it("[MOD-PP-MSG-7-2-2] refuses a corporation that does not control the ecosystem", () => {
    const rule = "MOD-PP-MSG-7-2-2";
    expectRefusal({ schemaId: 4n }, ppErrors.notEcosystemController, rule);
    expectRefusal({ corporation: OTHER_POLICY }, ppErrors.notEcosystemController, rule);
    expect(new ParticipantWorld().create({ corporation: OTHER_POLICY, schemaId: 4n })).toBe(1n);
  });

  it("[MOD-PP-MSG-7-2-3] takes nothing itself: only its own store changes, one event comes", () => {
    const world = new ParticipantWorld();
    const before = world.chain.dump().split("\n");
    world.create();
    const changed = world.chain
      .dump()
      .split("\n")
      .filter((line) => !before.includes(line));
    expect(new Set(changed.map((line) => line.split(" ")[0]))).toEqual(new Set(["pp"]));
    expect(world.chain.events.map((event) => event.type)).toEqual(["create_root_participant"]);
  });

  it("[D-PP-09] wants slashed deposits of the same ecosystem repaid first", () => {
    const world = new ParticipantWorld();
    const debt = { slashed: 1n, slashedDeposit: 10n, repaidDeposit: 9n, did: "did:example:s" };
    world.put({ id: 50n, schemaId: 2n, role: ParticipantRole.ISSUER, ...debt });
    expectRefusal({ schemaId: 1n }, ppErrors.slashNotRepaid, "D-PP-09", world);
    expect(world.create({ schemaId: 3n })).toBe(1n);
    world.put({ id: 50n, schemaId: 2n, role: ParticipantRole.ISSUER, ...debt, repaidDeposit: 10n });
    expect(world.create({ schemaId: 1n })).toBe(2n);
  });
});

describe("the VS operator of a root participant", () => {
  const asked = { vsOperator: AGENT, vsOperatorAuthzMsgTypes: ["SetParticipantOPtoValidated"] };

  it("[D-PP-07] takes false and empty lists as absent and stores a VS operator alone", () => {
    const world = new ParticipantWorld();
    const id = world.create({
      vsOperator: AGENT,
      vsOperatorAuthzWithFeegrant: false,
      vsOperatorAuthzMsgTypes: [],
      vsOperatorAuthzSpendLimit: [],
    });
    expect(world.participant(id).vsOperator).toBe(AGENT);
  });

  it.each([
    ["a spend limit", { vsOperatorAuthzSpendLimit: [{ denom: "uvna", amount: 1n }] }],
    ["a fee grant", { vsOperatorAuthzWithFeegrant: true }],
    ["a fee limit", { vsOperatorAuthzFeeSpendLimit: [{ denom: "uvna", amount: 1n }] }],
    ["a period", { vsOperatorAuthzPeriod: DAY }],
  ])("[D-PP-07] refuses %s without message types", (_what, given) => {
    expectRefusal({ vsOperator: AGENT, ...given }, ppErrors.vsAuthorizationIncomplete);
  });

  it("[D-PP-07] refuses message types without a VS operator", () => {
    expectRefusal({ ...asked, vsOperator: "" }, ppErrors.vsAuthorizationIncomplete);
  });

  it("[D-PP-14] refuses message types that a root's operator may not have", () => {
    const { vsOperatorAuthzMsgTypes: types } = asked;
    const foreign = ["TriggerResolver", "/verana.pp.v1.MsgSelfCreateParticipant", "__proto__", ""];
    for (const type of foreign) {
      const given = { ...asked, vsOperatorAuthzMsgTypes: [...types, type] };
      expectRefusal(given, ppErrors.vsMessageNotPermitted);
    }
  });

  it("[D-PP-28] has its record at once, until the entry ends", () => {
    const world = new ParticipantWorld();
    const effectiveUntil = world.chain.time + 9n * DAY;
    const id = world.create({ ...asked, effectiveUntil });
    expect(world.delegation.vsRecord(world.chain.ctx, id)).toMatchObject({
      corporationId: 4n,
      vsOperator: AGENT,
      record: { participantId: id, expiration: effectiveUntil },
    });
  });

  it("[D-GEN-19] knows a message type by its URL and by its short name in any case", () => {
    const names = [
      "SetParticipantOPtoValidated",
      "setparticipantoptovalidated",
      "/verana.pp.v1.MsgSetParticipantOPToValidated",
    ];
    for (const name of names) {
      const world = new ParticipantWorld();
      const id = world.create({ ...asked, vsOperatorAuthzMsgTypes: [name] });
      const stored = world.delegation.vsRecord(world.chain.ctx, id)?.record.msgTypes;
      expect(stored).toEqual(["/verana.pp.v1.MsgSetParticipantOPToValidated"]);
    }
  });
});

describe("the gas of creating a root participant", () => {
  const gasOf = (world: ParticipantWorld): bigint => {
    const meter = new TxGasMeter(undefined);
    world.chain.gas = meter;
    world.create({ did: "did:example:new" });
    world.chain.gas = freeGas;
    return meter.used;
  };

  it("[D-TX-08] does not depend on how many participants exist", () => {
    const many = new ParticipantWorld();
    const now = many.chain.time;
    for (let n = 1n; n <= 20n; n++) {
      many.put({ id: n, effectiveFrom: now - 2n * n, effectiveUntil: now - 2n * n + 1n });
    }
    const few = new ParticipantWorld();
    for (const world of [many, few]) {
      world.chain.run((ctx) => world.keeper.state.ids.restore(ctx, 20n));
    }
    expect(gasOf(many)).toBe(gasOf(few));
  });
});
