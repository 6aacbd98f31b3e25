import {
  OnboardingState,
  Params,
  Participant,
  ParticipantSession,
  ParticipantSessionRecord,
} from "../../gen/verana/pp/v1.js";
import type { Schema } from "../../keeper/collections.js";
import {
  concat,
  END_OF_TIME,
  stringKey,
  timeKey,
  tupleKey,
  u8Key,
  u64Key,
} from "../../keeper/keys.js";
import { remembered, rememberedMany } from "../../keeper/remembered.js";
import { protoValue, type ValueCodec } from "../../keeper/values.js";
import { timeField } from "../../wire/fields.js";
import { endedKey, endedRefs, versionKey, versionValue } from "./version.js";

export type ParticipantState = ReturnType<typeof participantState>;

/** Where entries exclude each other in time [D-PP-21]; a root has no validator, 0. */
export type Context = Pick<
  Participant,
  "schemaId" | "role" | "validatorParticipantId" | "corporationId"
>;

type ContextKey = readonly [bigint, number, bigint, bigint];

const contextKey = tupleKey<ContextKey>(u64Key, u8Key, u64Key, u64Key);
const contextEndKey = tupleKey<readonly [...ContextKey, bigint]>(
  u64Key,
  u8Key,
  u64Key,
  u64Key,
  timeKey,
);
const idAndTime = tupleKey<readonly [bigint, bigint]>(u64Key, timeKey);
const smallAndTime = tupleKey<readonly [number, bigint]>(u8Key, timeKey);
const textAndTime = tupleKey<readonly [string, bigint]>(stringKey, timeKey);

const subjectKey = tupleKey<readonly [string, bigint, number]>(stringKey, u64Key, u8Key);
const sessionAndRecord = tupleKey<readonly [string, bigint]>(stringKey, u64Key);

const timeValue: ValueCodec<bigint> = {
  encode: (time) => timeKey.encode(time),
  decode: (bytes) => timeKey.read(bytes, 0)[0],
};

const keyOf = (c: Context): ContextKey => [
  c.schemaId,
  c.role,
  c.validatorParticipantId,
  c.corporationId,
];

/** A context as `pending` lists it. */
export const contextRef = keyOf;

/** Where a context starts in `byContext`. */
export const contextBound = (c: Context): Uint8Array => contextKey.encode(keyOf(c));

const schemaAndRole = tupleKey<readonly [bigint, number]>(u64Key, u8Key);

/** Where the contexts of a role for a schema start in `byContext`: those below any validator with 0n. */
export const contextStart = (schemaId: bigint, role: number, validator: bigint): Uint8Array => {
  const start = schemaAndRole.encode([schemaId, role]);
  return validator === 0n ? start : concat([start, u64Key.encode(validator)]);
};

/** Where the entries of a context that end at `end` or later start in `byContext`. */
export const endBound = (c: Context, end: bigint): Uint8Array =>
  contextEndKey.encode([...keyOf(c), end]);

/** Where the entries of a DID in a role for a schema start in `bySubject`. */
export const subjectRef = (did: string, schemaId: bigint, role: number) =>
  [did, schemaId, role] as const;

/** Where the records of a session start. */
export const sessionBound = (id: string): Uint8Array => stringKey.encode(id);

/** What no method may touch again: revoked or slashed. */
const isClosed = (p: Participant): boolean => p.revoked !== undefined || p.slashed !== undefined;

/** Entries that are neither revoked nor slashed and have a beginning: those that may be active. */
export const isOpen = (p: Participant): boolean => !isClosed(p) && p.effectiveFrom !== undefined;

/** Number of `effective_until` in a participant. */
const UNTIL = 15;

/** `effectiveUntil` of a participant as it is stored. */
export const storedUntil = (stored: Uint8Array): bigint | undefined => timeField(stored, UNTIL);

/** Participants that are remembered: some megabytes, with what is printed of them. */
const PARTICIPANTS = 4_096;

const modified = (p: Participant): bigint => p.modified ?? 0n;

/**
 * Every byte this module owns. Prefixes are consensus: append, never renumber. Indexes of filters end
 * in `modified`, the order of MOD-PP-QRY-1, so that a list is a walk along one of them.
 */
export function participantState(schema: Schema) {
  const byModified = schema.index(0x03, "by_modified", timeKey, modified);
  const bySchema = schema.index(
    0x04,
    "by_schema",
    idAndTime,
    (p: Participant) => [p.schemaId, modified(p)] as const,
  );
  const byCorporation = schema.index(
    0x05,
    "by_corporation",
    idAndTime,
    (p: Participant) => [p.corporationId, modified(p)] as const,
  );
  const byDid = schema.index(0x06, "by_did", textAndTime, (p: Participant) =>
    p.did === "" ? undefined : ([p.did, modified(p)] as const),
  );
  const byValidator = schema.index(0x07, "by_validator", idAndTime, (p: Participant) =>
    p.validatorParticipantId === 0n
      ? undefined
      : ([p.validatorParticipantId, modified(p)] as const),
  );
  const byRole = schema.index(
    0x08,
    "by_role",
    smallAndTime,
    (p: Participant) => [p.role, modified(p)] as const,
  );
  const byOpState = schema.index(0x09, "by_op_state", smallAndTime, (p: Participant) =>
    p.opState === 0 ? undefined : ([p.opState, modified(p)] as const),
  );
  const slashed = schema.index(0x0a, "slashed", timeKey, (p: Participant) =>
    p.slashed === undefined ? undefined : modified(p),
  );
  const repaid = schema.index(0x0b, "repaid", timeKey, (p: Participant) =>
    p.repaid === undefined ? undefined : modified(p),
  );
  const open = schema.index(0x0c, "open", timeKey, (p: Participant) =>
    isOpen(p) ? modified(p) : undefined,
  );
  const byContext = schema.index(0x0d, "by_context", contextEndKey, (p: Participant) =>
    isOpen(p) ? ([...keyOf(p), p.effectiveUntil ?? END_OF_TIME] as const) : undefined,
  );
  const inDebt = schema.index(0x0e, "in_debt", u64Key, (p: Participant) =>
    p.slashedDeposit > p.repaidDeposit ? p.corporationId : undefined,
  );
  const pending = schema.index(0x0f, "pending", contextKey, (p: Participant) =>
    p.opState === OnboardingState.PENDING && !isClosed(p) ? keyOf(p) : undefined,
  );
  const bySubject = schema.index(0x10, "by_subject", subjectKey, (p: Participant) =>
    p.did === "" ? undefined : subjectRef(p.did, p.schemaId, p.role),
  );
  const ended = schema.multiIndex(0x12, "ended", endedKey, endedRefs);
  const sessionsByModified = schema.index(
    0x14,
    "sessions_by_modified",
    timeKey,
    (session: ParticipantSession) => session.modified ?? 0n,
  );
  return {
    params: schema.item(0x00, "params", remembered(protoValue(Params))),
    ids: schema.sequence(0x01, "ids"),
    participants: schema.map(0x02, "participants", {
      key: u64Key,
      value: rememberedMany(protoValue(Participant), PARTICIPANTS),
      indexes: [
        byModified,
        bySchema,
        byCorporation,
        byDid,
        byValidator,
        byRole,
        byOpState,
        slashed,
        repaid,
        open,
        byContext,
        inDebt,
        pending,
        bySubject,
      ],
    }),
    byModified,
    bySchema,
    byCorporation,
    byDid,
    byValidator,
    byRole,
    byOpState,
    slashed,
    repaid,
    open,
    byContext,
    inDebt,
    pending,
    bySubject,
    /** [D-PP-55] What participants were, until a block changed them. Append-only. */
    versions: schema.map(0x11, "versions", {
      key: versionKey,
      value: versionValue,
      indexes: [ended],
    }),
    ended,
    /** By UUID in lower case; without their records, which may be any number. */
    sessions: schema.map(0x13, "sessions", {
      key: stringKey,
      value: protoValue(ParticipantSession),
      indexes: [sessionsByModified],
    }),
    sessionsByModified,
    sessionRecords: schema.map(0x15, "session_records", {
      key: sessionAndRecord,
      value: protoValue(ParticipantSessionRecord),
    }),
    recordIds: schema.sequence(0x16, "session_record_ids"),
    /** Since when it is known what participants were, where a genesis told no more. Nanoseconds. */
    knownSince: schema.item(0x17, "known_since", timeValue),
  };
}
