import { Schema } from "../../keeper/collections.js";
import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import type { AuthorityParts } from "./authorization.js";
import { FeeGrants } from "./fees/fee-grants.js";
import { delegationGenesis } from "./genesis.js";
import { delegationInvariants } from "./invariants.js";
import { DelegationKeeper } from "./keeper.js";
import { grantOperatorAuthorization } from "./msgs/grant-operator-authorization.js";
import { revokeOperatorAuthorization } from "./msgs/revoke-operator-authorization.js";
import { delegationParams } from "./params.js";
import type { CorporationPort, FeegrantPort, GroupPort } from "./ports.js";
import {
  getOperatorAuthorization,
  getVsOperatorAuthorization,
} from "./queries/get-authorizations.js";
import { listOperatorAuthorizations } from "./queries/list-operator-authorizations.js";
import { listVsOperatorAuthorizations } from "./queries/list-vs-operator-authorizations.js";
import { listParams } from "./queries/params.js";
import { delegationState } from "./state.js";

/** Store name, key of the genesis section and codespace. */
const NAME = "de";

/** What the delegation module stands on. */
export interface DelegationModuleDeps {
  readonly settings: ChainSettings;
  readonly corporations: CorporationPort;
  readonly groups: GroupPort;
  readonly feegrants: FeegrantPort;
}

/** The delegation module. */
export function delegationModule(deps: DelegationModuleDeps): {
  readonly module: Module;
  readonly keeper: DelegationKeeper;
} {
  const { settings, corporations, groups, feegrants } = deps;
  const { prefix } = settings;
  const state = delegationState(new Schema(NAME, prefix));
  const fees = new FeeGrants(state, feegrants);
  const parts: AuthorityParts = { prefix, state, corporations, groups, fees };
  return {
    keeper: new DelegationKeeper(parts, fees),
    module: {
      name: NAME,
      messages: [
        bindMessage(NAME, grantOperatorAuthorization(parts)),
        bindMessage(NAME, revokeOperatorAuthorization(parts)),
      ],
      queries: [
        listOperatorAuthorizations(parts),
        listVsOperatorAuthorizations(parts),
        getOperatorAuthorization(parts),
        getVsOperatorAuthorization(parts),
        listParams(),
      ],
      genesis: delegationGenesis(parts, fees),
      params: delegationParams(),
      invariants: delegationInvariants(parts, fees),
    },
  };
}
