import {
  GenesisState,
  OnboardingStateEnum,
  type Participant,
  ParticipantRoleEnum,
} from "../../gen/verana/pp/v1.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { isDid } from "../../keeper/formats/did.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import { ppErrors } from "./errors.js";
import type { ParticipantKeeper } from "./keeper.js";
import { DEFAULT_PARAMS } from "./params.js";
import type { CorporationPort, SchemaPort } from "./ports.js";

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
      const fresh = GenesisState.create({ params: DEFAULT_PARAMS, nextParticipantId: 1n });
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
  valid(genesis.participantSessions.length === 0, "participant sessions are not supported yet", 0n);
}

const AMOUNT_LIMIT = 1n << 63n;
const FULL_DISCOUNT = 10_000n;

function checkParticipant(p: Participant): void {
  valid(p.id > 0n && p.schemaId > 0n && p.corporationId > 0n, "an id is missing", p.id);
  valid(p.role !== 0 && Object.hasOwn(ParticipantRoleEnum.byNumber, p.role), "unknown role", p.id);
  valid(Object.hasOwn(OnboardingStateEnum.byNumber, p.opState), "unknown op_state", p.id);
  valid(p.created !== undefined && p.modified !== undefined, "a time is missing", p.id);
  valid(p.created <= p.modified, "modified before it was created", p.id);
  valid(p.did === "" || isDid(p.did), "malformed did", p.id);
  const { effectiveFrom: from, effectiveUntil: until } = p;
  valid(from === undefined || until === undefined || from < until, "ends before it begins", p.id);
  const discounts = [p.issuanceFeeDiscount, p.verificationFeeDiscount];
  valid(
    discounts.every((points) => points <= FULL_DISCOUNT),
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
  });
}
