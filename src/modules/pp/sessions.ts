import type { ParticipantSession, ParticipantSessionRecord } from "../../gen/verana/pp/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { type ParticipantState, sessionBound } from "./state.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** [D-PP-41] A UUID in lower case; undefined for any other text. */
export function uuidOf(text: string): string | undefined {
  if (!/^[0-9a-fA-F-]{36}$/.test(text)) return undefined;
  const lower = text.toLowerCase();
  return UUID.test(lower) ? lower : undefined;
}

/** A session with its records, in the order in which they were appended; undefined when there is none. */
export function findSession(
  ctx: ReadContext,
  state: ParticipantState,
  id: string,
): ParticipantSession | undefined {
  const session = state.sessions.get(ctx, id);
  return session === undefined ? undefined : withRecords(ctx, state, session);
}

/** A stored session with its records. */
export function withRecords(
  ctx: ReadContext,
  state: ParticipantState,
  session: ParticipantSession,
): ParticipantSession {
  const start = sessionBound(session.id);
  const records = [...state.sessionRecords.entries(ctx, { start })].map(([, record]) => record);
  return { ...session, sessionRecords: records };
}

/** [D-PP-41] Appends a record under the next number of all records; its session is as given. */
export function appendRecord(
  ctx: WriteContext,
  state: ParticipantState,
  session: ParticipantSession,
  record: Omit<ParticipantSessionRecord, "id">,
): void {
  const id = state.recordIds.next(ctx);
  state.sessions.set(ctx, session.id, { ...session, sessionRecords: [] });
  state.sessionRecords.set(ctx, [session.id, id], { ...record, id });
}
