import type { DelegationPort } from "../../keeper/authority.js";
import { Schema } from "../../keeper/collections.js";
import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { participantGenesis } from "./genesis.js";
import { ParticipantKeeper } from "./keeper.js";
import { createRootParticipant } from "./msgs/create-root-participant.js";
import { participantParams } from "./params.js";
import type { CorporationPort, EcosystemPort, SchemaPort } from "./ports.js";
import { getParticipant } from "./queries/get-participant.js";
import { listParams } from "./queries/list-params.js";
import { listParticipants } from "./queries/list-participants.js";
import { participantState } from "./state.js";

/** Store name, key of the genesis section and codespace. */
const NAME = "pp";

/** What the participant module stands on. */
export interface ParticipantModuleDeps {
  readonly settings: ChainSettings;
  readonly schemas: SchemaPort;
  readonly ecosystems: EcosystemPort;
  readonly corporations: CorporationPort;
  readonly delegation: DelegationPort;
}

/** The participant module. */
export function ppModule(deps: ParticipantModuleDeps): {
  readonly module: Module;
  readonly keeper: ParticipantKeeper;
} {
  const keeper = new ParticipantKeeper(participantState(new Schema(NAME, deps.settings.prefix)));
  const k = { ...deps, participants: keeper };
  return {
    keeper,
    module: {
      name: NAME,
      messages: [bindMessage(NAME, createRootParticipant(k))],
      queries: [listParticipants(k), getParticipant(k), listParams(k)],
      genesis: participantGenesis(k),
      params: participantParams(keeper),
    },
  };
}
