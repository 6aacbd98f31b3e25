import { describe, expect, it } from "vitest";
import * as pp from "../../../src/gen/verana/pp/v1.js";
import * as td from "../../../src/gen/verana/td/v1.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { tdErrors } from "../../../src/modules/td/index.js";
import type { MessageType } from "../../../src/wire/descriptor.js";
import { account, SECOND } from "../../support/registry-world.js";
import { MarketWorld } from "./market-world.js";
import { UUID } from "./session-world.js";

const world = new MarketWorld();
const who = world.party("who");
const later = { did: who.did, effectiveFrom: world.time + SECOND };
const asks = { ...later, role: pp.ParticipantRole.ISSUER, validatorParticipantId: 1n };

/** Every message of an operator, with all that it needs beside corporation and operator. */
const MESSAGES: readonly (readonly [MessageType, object])[] = [
  [pp.MsgStartParticipantOP, asks],
  [pp.MsgRenewParticipantOP, { id: 1n }],
  [pp.MsgSetParticipantOPToValidated, { id: 1n }],
  [pp.MsgCancelParticipantOPLastRequest, { id: 1n }],
  [pp.MsgCreateRootParticipant, { ...later, schemaId: 1n }],
  [pp.MsgSetParticipantEffectiveUntil, { id: 1n, effectiveUntil: world.time + SECOND }],
  [pp.MsgRevokeParticipant, { id: 1n }],
  [pp.MsgCreateOrUpdateParticipantSession, { id: UUID, issuerParticipantId: 1n }],
  [pp.MsgSlashParticipantTrustDeposit, { id: 1n, amount: 1n }],
  [pp.MsgRepayParticipantSlashedTrustDeposit, { id: 1n }],
  [pp.MsgSelfCreateParticipant, asks],
  [pp.MsgTriggerResolver, { id: 1n }],
  [td.MsgReclaimTrustDepositYield, {}],
  [td.MsgRepaySlashedTrustDeposit, { deposit: 1n }],
];

describe("messages of participants and trust deposits", () => {
  it.each(MESSAGES.map(([type, content]) => [type.name, type, content] as const))(
    "[D-GEN-04] [D-GEN-15] %s names a corporation and an operator, which is asked before the state is",
    (name, type, content) => {
      const errors = name.startsWith("verana.pp.") ? ppErrors : tdErrors;
      const parsed = (init: object) => {
        const packed = { typeUrl: type.typeUrl, value: encoded({ ...world.by(who), ...init }) };
        return () => world.app.router.parse(packed);
      };
      const encoded = (init: object) => type.encode(type.create({ ...content, ...init }));
      expect(parsed({})).not.toThrow();
      const kind = (init: object) => world.refused(parsed(init)).kind;
      for (const party of ["corporation", "operator"]) {
        expect(kind({ [party]: "" }), party).toBe(errors.missingParameter);
      }
      for (const text of ["me", "0", "-1", account(1).slice(0, -1)]) {
        expect(kind({ corporation: text }), text).toBe(errors.malformedCorporation);
      }
      for (const text of ["me", "1", account(1).slice(0, -1)]) {
        expect(kind({ operator: text }), text).toBe(errors.malformedOperator);
      }
    },
  );

  it.each([
    [pp.MsgStartParticipantOP.name, pp.MsgStartParticipantOP, asks],
    [pp.MsgCreateRootParticipant.name, pp.MsgCreateRootParticipant, { ...later, schemaId: 1n }],
    [pp.MsgSelfCreateParticipant.name, pp.MsgSelfCreateParticipant, asks],
  ] as readonly (readonly [string, MessageType, object])[])(
    "[D-DE-09] [D-GEN-15] [D-PP-14] %s asks for no limits that a VS operator cannot have",
    (_name, type, content) => {
      const vsOperatorAuthzMsgTypes = ["SetParticipantOPtoValidated"];
      const asked = { ...world.by(who), vsOperator: who.vsOperator, vsOperatorAuthzMsgTypes };
      const parsed = (init: object) => {
        const value = type.encode(type.create({ ...content, ...asked, ...init }));
        return () => world.app.router.parse({ typeUrl: type.typeUrl, value });
      };
      const limit = (...amounts: bigint[]) => amounts.map((amount) => ({ denom: "uvna", amount }));
      expect(parsed({ vsOperatorAuthzSpendLimit: limit(1n) })).not.toThrow();
      for (const bad of [limit(0n), limit(1n << 63n), limit(1n, 2n), [{ denom: "", amount: 1n }]]) {
        const spend = world.refused(parsed({ vsOperatorAuthzSpendLimit: bad }));
        expect(spend).toMatchObject({ kind: deErrors.malformedRecordLimit, rule: "D-DE-09" });
        const fees = world.refused(parsed({ vsOperatorAuthzFeeSpendLimit: bad }));
        expect(fees.kind).toBe(deErrors.malformedRecordFeeLimit);
      }
      const period = world.refused(parsed({ vsOperatorAuthzPeriod: 0n }));
      expect(period.kind).toBe(deErrors.malformedRecordPeriod);
    },
  );
});
