import { describe, expect, it } from "vitest";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { TEST_SETTINGS } from "../../support/module-context.js";
import { AGENT } from "../../support/registry-ports.js";
import { ParticipantWorld } from "./pp-world.js";

const ISSUER = {
  id: "10",
  schema_id: "1",
  role: "ISSUER",
  did: "did:example:issuer",
  created: "2025-11-22T01:30:12.236805721Z",
  adjusted: null,
  slashed: "2025-11-22T01:30:24.373694635Z",
  repaid: null,
  effective_from: "2025-11-22T01:30:14.257654357Z",
  effective_until: null,
  modified: "2025-11-22T01:30:34.474681219Z",
  validation_fees: "0",
  issuance_fees: "0",
  verification_fees: "0",
  deposit: "20000000",
  slashed_deposit: "10",
  repaid_deposit: "9",
  revoked: null,
  validator_participant_id: "9",
  op_state: "VALIDATED",
  op_exp: null,
  op_last_state_change: "2025-11-22T01:30:14.257654357Z",
  op_validator_deposit: "20000000",
  op_current_fees: "0",
  op_current_deposit: "0",
  op_summary_digest: "",
  issuance_fee_discount: "10000",
  verification_fee_discount: "0",
  vs_operator: "",
  corporation_id: "4",
};

const BEGIN = ISSUER.effective_from;
const UNTIL = "2027-01-01T00:00:00Z";
const OTHER_UUID = "67ae9b46-fc8b-49c4-a07d-45e0f614c30c";
const SESSION = {
  id: "67ae9b46-fc8b-49c4-a07d-45e0f614c30b",
  corporation_id: "4",
  vs_operator: AGENT,
  created: BEGIN,
  modified: BEGIN,
  session_records: [
    {
      id: "7",
      created: BEGIN,
      issuer_participant_id: "10",
      verifier_participant_id: "0",
      wallet_agent_participant_id: "0",
      agent_participant_id: "0",
    },
  ],
};
const BEFORE = "2025-11-22T01:30:12.236805720Z";

describe("the genesis of participants", () => {
  it("[D-WIRE-05] starts with the wire's parameter and id 1 to come", () => {
    expect(new ParticipantWorld().pp.module.genesis?.fresh(TEST_SETTINGS)).toEqual({
      params: { validation_term_requested_timeout_days: "7" },
      participants: [],
      participant_sessions: [],
      participant_versions: [],
      next_participant_id: "1",
      next_session_record_id: "1",
    });
  });

  it("[D-GEN-09] exports what it was started with, and goes on with the next id", () => {
    const world = new ParticipantWorld();
    const section = {
      params: { validation_term_requested_timeout_days: "9" },
      participants: [ISSUER],
      participant_sessions: [],
      participant_versions: [],
      next_participant_id: "25",
      next_session_record_id: "1",
    };
    world.start(section);
    expect(world.pp.module.genesis?.export(world.chain.ctx)).toEqual(section);
    expect(world.create({ schemaId: 3n })).toBe(25n);
  });

  it("[D-PP-02] takes an entry without a DID, and a VS operator in capitals as in small letters", () => {
    const world = new ParticipantWorld();
    const given = { ...ISSUER, did: "", vs_operator: AGENT.toUpperCase() };
    world.start({ participants: [given], next_participant_id: "25" });
    expect(world.participant(10n)).toMatchObject({ did: "", vsOperator: AGENT });
  });

  it("[D-PP-09] indexes what it was started with", () => {
    const world = new ParticipantWorld();
    world.start({ participants: [ISSUER], next_participant_id: "25" });
    expect(world.refused({}).kind).toBe(ppErrors.slashNotRepaid);
  });

  it("[D-PP-41] takes sessions, and goes on with the number of the next record", () => {
    const world = new ParticipantWorld();
    world.start({
      participants: [ISSUER],
      participant_sessions: [SESSION],
      next_participant_id: "25",
      next_session_record_id: "0",
    });
    expect(world.pp.module.genesis?.export(world.chain.ctx)).toMatchObject({
      participant_sessions: [SESSION],
      next_session_record_id: "8",
    });
  });

  it.each([
    ["an id of 0", { participants: [{ ...ISSUER, id: "0" }] }],
    ["an id twice", { participants: [ISSUER, ISSUER] }],
    ["a next id that is taken", { participants: [ISSUER], next_participant_id: "10" }],
    ["no schema", { participants: [{ ...ISSUER, schema_id: "0" }] }],
    ["no corporation", { participants: [{ ...ISSUER, corporation_id: "0" }] }],
    ["no role", { participants: [{ ...ISSUER, role: "UNSPECIFIED" }] }],
    ["an unknown role", { participants: [{ ...ISSUER, role: 9 }] }],
    ["an unknown state", { participants: [{ ...ISSUER, op_state: 4 }] }],
    ["an unknown schema", { participants: [{ ...ISSUER, schema_id: "99" }] }],
    ["an unknown corporation", { participants: [{ ...ISSUER, corporation_id: "99" }] }],
    ["a malformed DID", { participants: [{ ...ISSUER, did: "did:Example:a" }] }],
    ["a malformed VS operator", { participants: [{ ...ISSUER, vs_operator: "someone" }] }],
    ["an end at its beginning", { participants: [{ ...ISSUER, effective_until: BEGIN }] }],
    ["a change before its time", { participants: [{ ...ISSUER, modified: BEFORE }] }],
    ["no time", { participants: [{ ...ISSUER, modified: null }] }],
    ["a discount above 1", { participants: [{ ...ISSUER, issuance_fee_discount: "10001" }] }],
    ["an amount of 2^63", { participants: [{ ...ISSUER, deposit: "9223372036854775808" }] }],
    [
      "a DID of two corporations",
      { participants: [ISSUER, { ...ISSUER, id: "11", corporation_id: "5" }] },
    ],
    [
      "a validator that is not before it",
      { participants: [{ ...ISSUER, validator_participant_id: "10" }] },
    ],
    ["a session of nobody", { participant_sessions: [{ ...SESSION, corporation_id: "99" }] }],
    ["a session twice", { participant_sessions: [SESSION, { ...SESSION, session_records: [] }] }],
    ["a session without UUID", { participant_sessions: [{ ...SESSION, id: "nonsense" }] }],
    ["a session without time", { participant_sessions: [{ ...SESSION, modified: null }] }],
    ["a record twice", { participant_sessions: [SESSION, { ...SESSION, id: OTHER_UUID }] }],
    [
      "a record's number that is taken",
      { participant_sessions: [SESSION], next_session_record_id: "7" },
    ],
    ["a version of nobody", { participant_versions: [{ participant: ISSUER, until: UNTIL }] }],
    [
      "a version that ended before it began",
      { participants: [ISSUER], participant_versions: [{ participant: ISSUER, until: BEFORE }] },
    ],
    ["an unknown field", { owner: "me" }],
    ["text for a list", { participants: "none" }],
  ])("[D-GEN-09] refuses %s", (_what, section) => {
    const world = new ParticipantWorld();
    const whole = { next_participant_id: "25", ...section };
    const error = world.chain.rolledBack((ctx) => world.pp.module.genesis?.init(ctx, whole));
    expect(error.kind).toBe(ppErrors.invalidGenesis);
  });
});
