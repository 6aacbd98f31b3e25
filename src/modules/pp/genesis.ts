import {
  GenesisState,
  OnboardingStateEnum,
  type Participant,
  ParticipantRoleEnum,
  type ParticipantSession,
  ParticipantVersion,
} from "../../gen/verana/pp/v1.js";
import { parseAccount } from "../../keeper/addresses.js";
import { AMOUNT_LIMIT } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { isDid } from "../../keeper/formats/did.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import { u64Key } from "../../keeper/keys.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import { ppErrors } from "./errors.js";
import type { ParticipantKeeper } from "./keeper.js";
import { DEFAULT_PARAMS } from "./params.js";
import type { CorporationPort, SchemaPort } from "./ports.js";
import { WHOLE } from "./pricing.js";
import { uuidOf, withRecords } from "./sessions.js";

interface Deps {
  readonly participants: ParticipantKeeper;
  readonly schemas: SchemaPort;
  readonly corporations: CorporationPort;
}

/**
 * The section `pp` of `app_state`: parameters, participants, the next id. Corporations and schemas are
 * there before it.
 */
export function participantGenesis(deps: Deps): ModuleGenesis {
  return {
    name: "pp",
    fresh: () => {
      const fresh = GenesisState.create({
        params: DEFAULT_PARAMS,
        nextParticipantId: 1n,
        nextSessionRecordId: 1n,
      });
      return printSection(GenesisState, fresh);
    },
    init: (ctx, section) =>
      init(ctx, deps, readSection(GenesisState, section, ppErrors.invalidGenesis)),
    export: (ctx) => printSection(GenesisState, read(ctx, deps.participants)),
  };
}

function init(ctx: WriteContext, deps: Deps, genesis: GenesisState): void {
  const keeper = deps.participants;
  const { state } = keeper;
  state.params.set(ctx, genesis.params);
  let last = 0n;
  for (const participant of genesis.participants) {
    const { id, did, corporationId } = participant;
    valid(!state.participants.has(ctx, id), "participant id given twice", id);
    checkParticipant(participant);
    checkReferences(ctx, deps, participant);
    const holder = did === "" ? undefined : keeper.controllerOf(ctx, did);
    valid(holder === undefined || holder === corporationId, "did of two corporations", id);
    state.participants.set(ctx, id, withAccount(ctx, participant));
    if (id > last) last = id;
  }
  const next = genesis.nextParticipantId === 0n ? 1n : genesis.nextParticipantId;
  valid(next > last, "next_participant_id is taken", last);
  state.ids.restore(ctx, next - 1n);
  for (const version of genesis.participantVersions) initVersion(ctx, deps, version);
  initHistory(ctx, deps.participants);
  initSessions(ctx, deps, genesis);
}

/** [D-PP-55] What a participant was, until a time that is past. */
function initVersion(
  ctx: WriteContext,
  deps: Deps,
  { participant, until, modified }: ParticipantVersion,
): void {
  const { state } = deps.participants;
  const id = participant?.id ?? 0n;
  valid(participant !== undefined && until !== undefined, "a version lacks a part", id);
  valid(state.participants.has(ctx, id), "version of no participant", id);
  valid(!state.versions.has(ctx, [id, until]), "version given twice", id);
  checkParticipant(participant);
  valid((participant.modified ?? 0n) < until, "a version ended before it began", id);
  state.versions.set(ctx, [id, until], { participant, until, modified });
}

/** [D-PP-55] What a participant was before its first version that is told is not known. */
function initHistory(ctx: WriteContext, { state }: ParticipantKeeper): void {
  let since: bigint | undefined;
  for (const [id, participant] of state.participants.entries(ctx)) {
    const [first] = state.versions.entries(ctx, { start: u64Key.encode(id) });
    const { created = 0n, modified = 0n } = first?.[1].participant ?? participant;
    if (modified > created && (since === undefined || modified > since)) since = modified;
  }
  if (since !== undefined) state.knownSince.set(ctx, since);
}

function initSessions(ctx: WriteContext, deps: Deps, genesis: GenesisState): void {
  const { state } = deps.participants;
  const numbers = new Set<bigint>();
  let last = 0n;
  for (const session of genesis.participantSessions) {
    const stored = checkedSession(ctx, deps, session);
    state.sessions.set(ctx, stored.id, { ...stored, sessionRecords: [] });
    for (const record of stored.sessionRecords) {
      valid(record.id > 0n && !numbers.has(record.id), "session record given twice", record.id);
      valid(record.created !== undefined, "a session record lacks its time", record.id);
      numbers.add(record.id);
      state.sessionRecords.set(ctx, [stored.id, record.id], record);
      if (record.id > last) last = record.id;
    }
  }
  const next = genesis.nextSessionRecordId === 0n ? last + 1n : genesis.nextSessionRecordId;
  valid(next > last, "next_session_record_id is taken", last);
  state.recordIds.restore(ctx, next - 1n);
}

function checkedSession(
  ctx: ReadContext,
  { participants, corporations }: Deps,
  session: ParticipantSession,
): ParticipantSession {
  const { corporationId } = session;
  const id = uuidOf(session.id);
  valid(id !== undefined, "a session id is no UUID", corporationId);
  valid(!participants.state.sessions.has(ctx, id), "session given twice", corporationId);
  const owner = corporations.find(ctx, corporationId);
  valid(owner !== undefined, "session of an unknown corporation", corporationId);
  const vsOperator = parseAccount(ctx.chain.prefix, session.vsOperator);
  valid(vsOperator !== undefined, "malformed vs_operator of a session", corporationId);
  const timed = session.created !== undefined && session.modified !== undefined;
  valid(timed, "a session lacks a time", corporationId);
  return { ...session, id, vsOperator };
}

function checkParticipant(p: Participant): void {
  valid(p.id > 0n && p.schemaId > 0n && p.corporationId > 0n, "an id is missing", p.id);
  valid(p.role !== 0 && Object.hasOwn(ParticipantRoleEnum.byNumber, p.role), "unknown role", p.id);
  valid(Object.hasOwn(OnboardingStateEnum.byNumber, p.opState), "unknown op_state", p.id);
  valid(p.created !== undefined && p.modified !== undefined, "a time is missing", p.id);
  valid(p.created <= p.modified, "modified before it was created", p.id);
  // Walks to the root end, since ids fall on the way.
  valid(p.validatorParticipantId < p.id, "its validator is not before it", p.id);
  valid(p.did === "" || isDid(p.did), "malformed did", p.id);
  const { effectiveFrom: from, effectiveUntil: until } = p;
  valid(from === undefined || until === undefined || from < until, "ends before it begins", p.id);
  const discounts = [p.issuanceFeeDiscount, p.verificationFeeDiscount];
  valid(
    discounts.every((points) => points <= WHOLE),
    "a discount is above 10000",
    p.id,
  );
  const amounts = [
    p.validationFees,
    p.issuanceFees,
    p.verificationFees,
    p.deposit,
    p.slashedDeposit,
    p.repaidDeposit,
    p.opValidatorDeposit,
    p.opCurrentFees,
    p.opCurrentDeposit,
  ];
  valid(
    amounts.every((amount) => amount < AMOUNT_LIMIT),
    "an amount is not below 2^63",
    p.id,
  );
}

function checkReferences(ctx: ReadContext, { schemas, corporations }: Deps, p: Participant): void {
  valid(schemas.find(ctx, p.schemaId) !== undefined, "unknown schema", p.id);
  const owner = corporations.resolve(ctx, p.corporationId.toString());
  valid(owner !== undefined, "unknown corporation", p.id);
}

/** The participant with its VS operator in lower case, as a message would store it. */
function withAccount(ctx: ReadContext, p: Participant): Participant {
  if (p.vsOperator === "") return p;
  const vsOperator = parseAccount(ctx.chain.prefix, p.vsOperator);
  valid(vsOperator !== undefined, "malformed vs_operator", p.id);
  return { ...p, vsOperator };
}

function valid(ok: boolean, reason: string, id: bigint): asserts ok {
  ensure(ok, "D-GEN-09", ppErrors.invalidGenesis, { reason, id });
}

function read(ctx: ReadContext, keeper: ParticipantKeeper): GenesisState {
  const { state } = keeper;
  return GenesisState.create({
    params: keeper.params(ctx),
    participants: [...state.participants.entries(ctx)].map(([, participant]) => participant),
    nextParticipantId: state.ids.last(ctx) + 1n,
    participantSessions: [...state.sessions.entries(ctx)].map(([, session]) =>
      withRecords(ctx, state, session),
    ),
    participantVersions: [...state.versions.entries(ctx)].map(([, version]) =>
      ParticipantVersion.create(version),
    ),
    nextSessionRecordId: state.recordIds.last(ctx) + 1n,
  });
}
