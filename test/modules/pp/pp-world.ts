import {
  MsgCreateRootParticipant,
  MsgCreateRootParticipantResponse,
  Participant,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import type { Json } from "../../../src/keeper/query.js";
import { type ParticipantKeeper, ppModule } from "../../../src/modules/pp/index.js";
import { parseTimestamp } from "../../../src/wire/time.js";
import type { ModuleContext, ModuleContextOptions } from "../../support/module-context.js";
import { TEST_SETTINGS } from "../../support/module-context.js";
import {
  corporationTable,
  delegationTable,
  ecosystemTable,
  OPERATOR,
  POLICY,
  send,
} from "../../support/registry-ports.js";
import { SchemaWorld } from "../cs/cs-world.js";

/** Nanoseconds since the Unix epoch. */
export const at = (text: string): bigint => parseTimestamp(text);

export const DAY = 86_400_000_000_000n;

/**
 * A chain with schemas and participants, at 2026-01-01. Schemas 1 and 2 are of ecosystem 3, schema 3
 * is of ecosystem 6 (all of corporation 4), schema 4 is of ecosystem 7 (corporation 5).
 */
export class ParticipantWorld {
  readonly chain: ModuleContext;
  readonly pp;

  constructor(options: ModuleContextOptions = {}) {
    const schemas = new SchemaWorld(options);
    this.chain = schemas.chain;
    for (const [index, ecosystemId] of [3n, 3n, 6n, 7n].entries()) {
      schemas.put({ id: BigInt(index + 1), ecosystemId });
    }
    this.pp = ppModule({
      settings: TEST_SETTINGS,
      schemas: schemas.keeper,
      ecosystems: ecosystemTable,
      corporations: corporationTable,
      delegation: delegationTable,
    });
    this.start({});
  }

  get keeper(): ParticipantKeeper {
    return this.pp.keeper;
  }

  /** Creates a root participant; its id. */
  create(given: Partial<MsgCreateRootParticipant> = {}): bigint {
    const reply = this.chain.run((ctx) =>
      send(ctx, this.pp.module, MsgCreateRootParticipant, this.message(given)),
    );
    return MsgCreateRootParticipantResponse.decode(reply).id;
  }

  /** What creating a root participant is refused with; nothing was written. */
  refused(given: Partial<MsgCreateRootParticipant>, account = OPERATOR) {
    return this.chain.refused((ctx) =>
      send(ctx, this.pp.module, MsgCreateRootParticipant, this.message(given), account),
    );
  }

  /** A message that is accepted as it is: effective in a day, endless. */
  message(given: Partial<MsgCreateRootParticipant> = {}): MsgCreateRootParticipant {
    return MsgCreateRootParticipant.create({
      corporation: POLICY,
      operator: OPERATOR,
      schemaId: 1n,
      did: "did:example:root",
      effectiveFrom: this.chain.time + DAY,
      ...given,
    });
  }

  participant(id: bigint): Participant {
    const found = this.keeper.find(this.chain.ctx, id);
    if (found === undefined) throw new Error(`no participant ${id}`);
    return found;
  }

  /** Puts a participant into state, whatever it is. */
  put(given: Partial<Participant> & { readonly id: bigint }): Participant {
    const participant = Participant.create({
      schemaId: 1n,
      role: ParticipantRole.ECOSYSTEM,
      corporationId: 4n,
      did: "did:example:root",
      created: this.chain.time,
      modified: this.chain.time,
      ...given,
    });
    this.chain.run((ctx) => this.keeper.state.participants.set(ctx, given.id, participant));
    return participant;
  }

  /** Replaces members of the section of a fresh chain and starts with it. */
  start(section: Readonly<Record<string, Json>>): void {
    const genesis = this.pp.module.genesis;
    if (genesis === undefined) throw new Error("no genesis");
    const fresh = genesis.fresh(TEST_SETTINGS);
    if (typeof fresh !== "object") throw new Error("no section");
    this.chain.run((ctx) => genesis.init(ctx, { ...fresh, ...section }));
  }
}
