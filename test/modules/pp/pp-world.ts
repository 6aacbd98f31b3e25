import {
  MsgCreateRootParticipant,
  MsgCreateRootParticipantResponse,
  Participant,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import type { Json } from "../../../src/keeper/query.js";
import { authModule } from "../../../src/modules/auth/index.js";
import { bankModule } from "../../../src/modules/bank/index.js";
import { type DelegationKeeper, delegationModule } from "../../../src/modules/de/index.js";
import { diModule } from "../../../src/modules/di/index.js";
import { type ParticipantKeeper, ppModule } from "../../../src/modules/pp/index.js";
import { tdModule } from "../../../src/modules/td/index.js";
import { xrModule } from "../../../src/modules/xr/index.js";
import { parseTimestamp } from "../../../src/wire/time.js";
import type { ModuleContext, ModuleContextOptions } from "../../support/module-context.js";
import { TEST_SETTINGS } from "../../support/module-context.js";
import {
  corporationTable,
  delegationTable,
  ecosystemTable,
  feegrantKeeper,
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
  readonly delegation: DelegationKeeper;

  constructor(options: ModuleContextOptions = {}) {
    const schemas = new SchemaWorld(options);
    this.chain = schemas.chain;
    for (const [index, ecosystemId] of [3n, 3n, 6n, 7n].entries()) {
      schemas.put({ id: BigInt(index + 1), ecosystemId });
    }
    const settings = this.chain.settings;
    const corporations = corporationTable;
    const accounts = authModule(settings).keeper;
    const { keeper: bank } = bankModule({ settings, accounts, blocked: new Set() });
    const groups = { policy: () => undefined };
    const feegrants = feegrantKeeper(settings);
    const { keeper: delegation } = delegationModule({ settings, corporations, groups, feegrants });
    delegation.corporationOperator = delegationTable.corporationOperator;
    this.delegation = delegation;
    this.pp = ppModule({
      settings,
      schemas: schemas.keeper,
      ecosystems: ecosystemTable,
      corporations,
      delegation,
      bank,
      accounts,
      deposits: tdModule({ settings, bank, accounts, corporations, delegation }).keeper,
      prices: xrModule({ settings, coins: bank }).keeper,
      digests: diModule({ settings, corporations, delegation }).keeper,
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
