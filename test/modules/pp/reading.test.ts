import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/gen/registry.js";
import { OnboardingState } from "../../../src/gen/verana/pp/v1.js";
import { ChainError, type ErrorKind } from "../../../src/keeper/errors.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { escapedJson } from "../../../src/wire/json-text.js";
import { toJson } from "../../../src/wire/proto-json.js";
import { ask, askSpec, queryOf } from "../../support/registry-ports.js";
import { valuesOf } from "../../wire/arbitrary.js";
import { at, ParticipantWorld } from "./pp-world.js";

function expectRefused(work: () => unknown, kind: ErrorKind, rule: string): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    expect([error.kind, error.rule]).toEqual([kind, rule]);
    return;
  }
  throw new Error("nothing was refused");
}

describe("reading one participant", () => {
  it("[MOD-PP-QRY-2] prints the entity as the specification names it", () => {
    const world = new ParticipantWorld();
    world.create({ issuanceFees: 12n });
    expect(askSpec(world.chain, world.pp.module, "GetParticipant", { id: "1" })).toEqual({
      participant: {
        id: "1",
        schema_id: "1",
        role: "ECOSYSTEM",
        did: "did:example:root",
        corporation: "4",
        vs_operator: null,
        created: "2026-01-01T00:00:00.000Z",
        adjusted: null,
        slashed: null,
        repaid: null,
        effective_from: "2026-01-02T00:00:00.000Z",
        effective_until: null,
        modified: "2026-01-01T00:00:00.000Z",
        validation_fees: "0",
        issuance_fees: "12",
        verification_fees: "0",
        deposit: "0",
        slashed_deposit: "0",
        repaid_deposit: "0",
        revoked: null,
        validator_participant_id: null,
        op_state: null,
        op_exp: null,
        op_last_state_change: null,
        op_validator_deposit: "0",
        op_current_fees: "0",
        op_current_deposit: "0",
        op_summary_digest: null,
        issuance_fee_discount: "0",
        verification_fee_discount: "0",
      },
    });
  });

  it("[D-GEN-07] [D-GEN-10] prints times with the digits they need, amounts as text, the state by name", () => {
    const world = new ParticipantWorld();
    world.put({
      id: 1n,
      opState: OnboardingState.PENDING,
      validatorParticipantId: (1n << 64n) - 1n,
      deposit: (1n << 63n) - 1n,
      revoked: at("2026-01-01T00:00:00.5Z"),
      slashed: at("2026-01-01T00:00:00.0005Z"),
      repaid: at("2026-01-01T00:00:00.000000005Z"),
      opExp: at("0001-01-01T00:00:00Z"),
    });
    const answer = askSpec(world.chain, world.pp.module, "GetParticipant", { id: "1" });
    expect(answer).toMatchObject({
      participant: {
        op_state: "PENDING",
        validator_participant_id: "18446744073709551615",
        deposit: "9223372036854775807",
        revoked: "2026-01-01T00:00:00.500Z",
        slashed: "2026-01-01T00:00:00.000500Z",
        repaid: "2026-01-01T00:00:00.000000005Z",
        op_exp: "0001-01-01T00:00:00.000Z",
      },
    });
  });

  it("[D-PP-06] prints discounts as shortest decimals, basis points on the wire", () => {
    const world = new ParticipantWorld();
    world.put({ id: 1n, issuanceFeeDiscount: 2500n, verificationFeeDiscount: 10000n });
    const answer = askSpec(world.chain, world.pp.module, "GetParticipant", { id: "1" });
    expect(answer).toMatchObject({
      participant: { issuance_fee_discount: "0.25", verification_fee_discount: "1" },
    });
    const wire = ask(world.chain, world.pp.module, "GetParticipant", { id: 1n });
    expect(wire).toMatchObject({ participant: { issuanceFeeDiscount: 2500n } });
  });

  it("[D-WIRE-04] prints the smallest discount whole", () => {
    const world = new ParticipantWorld();
    world.put({ id: 1n, issuanceFeeDiscount: 1n, verificationFeeDiscount: 9990n });
    expect(askSpec(world.chain, world.pp.module, "GetParticipant", { id: "1" })).toMatchObject({
      participant: { issuance_fee_discount: "0.0001", verification_fee_discount: "0.999" },
    });
  });

  it("[D-GEN-11] answers with one key, the wire's spelling of the owner apart from the specification's", () => {
    const world = new ParticipantWorld();
    world.create();
    const one = askSpec(world.chain, world.pp.module, "GetParticipant", { id: "1" });
    const many = askSpec(world.chain, world.pp.module, "ListParticipants", {});
    expect(Object.keys(one as object)).toEqual(["participant"]);
    expect(many).toEqual({ participants: [(one as { participant: unknown }).participant] });
    expect(many).not.toHaveProperty("participants.0.corporation_id");
    const { method } = queryOf(world.pp.module, "GetParticipant");
    const wire = toJson(
      method.response,
      ask(world.chain, world.pp.module, "GetParticipant", { id: 1n }),
      { registry },
    );
    expect(wire).toMatchObject({
      participant: {
        corporation_id: "4",
        validator_participant_id: "0",
        op_state: "ONBOARDING_STATE_UNSPECIFIED",
        vs_operator: "",
        created: "2026-01-01T00:00:00Z",
        adjusted: null,
        issuance_fee_discount: "0",
      },
    });
  });

  it("[MOD-PP-QRY-1] prints what is long as text, to the byte what it renders", () => {
    const { queries = [] } = new ParticipantWorld().pp.module;
    const printing = queries.filter(({ spec }) => spec?.text);
    expect(printing.map(({ spec }) => spec?.path)).toEqual(["/pp/v1/list", "/pp/v1/authorized"]);
    for (const { method, spec } of printing) {
      const property = fc.property(valuesOf(method.response), (response) => {
        expect(spec?.text?.(response)).toBe(escapedJson(spec?.render(response)));
      });
      fc.assert(property, { numRuns: 300 });
    }
  });

  it("[MOD-PP-QRY-2-3] answers not found for an unknown id", () => {
    const world = new ParticipantWorld();
    const get = () => ask(world.chain, world.pp.module, "GetParticipant", { id: 9n });
    expectRefused(get, ppErrors.participantNotFound, "MOD-PP-QRY-2-3");
    expect(ppErrors.participantNotFound.grpc).toBe("NotFound");
  });

  it("[MOD-PP-QRY-2-2] wants an id above 0", () => {
    const world = new ParticipantWorld();
    const get = () => ask(world.chain, world.pp.module, "GetParticipant", { id: 0n });
    expectRefused(get, ppErrors.idMissing, "MOD-PP-QRY-2-2");
  });

  it("[MOD-PP-QRY-2-1] takes the id as text and refuses what is none", () => {
    const world = new ParticipantWorld();
    for (const id of ["", "0", "-1", "abc", "18446744073709551616"]) {
      expect(() => askSpec(world.chain, world.pp.module, "GetParticipant", { id })).toThrow();
    }
  });
});

describe("reading the parameters", () => {
  it("[MOD-PP-QRY-6] answers with the parameters that are in force", () => {
    const world = new ParticipantWorld();
    const params = { validationTermRequestedTimeoutDays: 9n };
    world.chain.run((ctx) => world.keeper.state.params.set(ctx, params));
    expect(ask(world.chain, world.pp.module, "Params", {})).toEqual({ params });
  });

  it("[MOD-PP-QRY-6-3] lists the parameter that the wire has and no others", () => {
    const world = new ParticipantWorld();
    const names = Object.keys(world.keeper.params(world.chain.ctx));
    expect(names).toEqual(["validationTermRequestedTimeoutDays"]);
  });

  it("[MOD-PP-QRY-6-4] prints every parameter as text under params", () => {
    const world = new ParticipantWorld();
    expect(askSpec(world.chain, world.pp.module, "Params", {})).toEqual({
      params: { validation_term_requested_timeout_days: "7" },
    });
  });

  it("[MOD-PP-QRY-6-2] takes no parameters", () => {
    const world = new ParticipantWorld();
    expect(() => askSpec(world.chain, world.pp.module, "Params", { id: "1" })).toThrow();
  });
});
