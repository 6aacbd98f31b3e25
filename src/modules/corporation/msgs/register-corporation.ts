import { MsgRegisterCorporation, MsgRegisterCorporationResponse } from "../../../gen/vpr/co/v1.js";
import { ensure } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { coErrors } from "../errors.js";
import type { CorporationKeeper } from "../keeper.js";
import { ensureSigners } from "../parameters.js";
import type { DidControllerPort, FrameworkPort, Registrant, RegistrationPort } from "../ports.js";
import { ensureDidFree, ensureGiven, ensureWellFormed, register } from "../registration.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: CorporationKeeper;
  readonly delegation: RegistrationPort;
  readonly frameworks: FrameworkPort;
  readonly didControllers: readonly DidControllerPort[];
}

type RegisterCorporation = Handler<
  MsgRegisterCorporation,
  Registrant,
  void,
  MsgRegisterCorporationResponse
>;

/** [MOD-CO-MSG-1] [D-CO-02] An operator registers the group that granted it as a corporation. */
export const registerCorporation = (deps: Deps): RegisterCorporation => ({
  rule: "MOD-CO-MSG-1",
  type: MsgRegisterCorporation,
  response: MsgRegisterCorporationResponse,

  /** [MOD-CO-MSG-1-2-1] [D-GEN-04] The operator is mandatory. */
  parse(message) {
    const rule = "MOD-CO-MSG-1-2-1";
    const { corporation, operator } = message;
    ensureGiven(message, { corporation, operator });
    ensureSigners(deps, message, rule);
    ensureWellFormed(message);
  },

  authorize: deps.delegation.registrant(MsgRegisterCorporation.typeUrl, "MOD-CO-MSG-1-2-1"),

  /** [MOD-CO-MSG-1-2] [MOD-CO-MSG-1-2-1] The stateful checks; [MOD-CO-MSG-1-2-2] fees are the ante stage's. */
  check(ctx, { did }, { groupId }) {
    const known = deps.keeper.find(ctx, groupId);
    ensure(known === undefined, "MOD-CO-MSG-1-2-1", coErrors.alreadyRegistered, { groupId });
    ensureDidFree(ctx, deps, did, groupId);
  },

  /** [MOD-CO-MSG-1-3] [D-GEN-01] The policy that granted is bound for good. */
  execute(ctx, message, { groupId, policyAddress }) {
    deps.delegation.bindPolicy(ctx, groupId, policyAddress);
    const { id } = register(ctx, deps, { id: groupId, policyAddress }, message);
    return { corporationId: id };
  },
});
