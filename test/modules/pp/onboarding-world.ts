import { MsgStartParticipantOP, ParticipantRole } from "../../../src/gen/verana/pp/v1.js";
import { MarketWorld } from "./market-world.js";

/** An ecosystem whose root asks 1000 for a validation, and an applicant to be its grantor. */
export function start(schema = {}, fees = 1_000n) {
  const world = new MarketWorld();
  const [eco, applicant] = [world.party("eco"), world.party("applicant")];
  const schemaId = world.schema(eco, schema);
  const root = world.root(eco, schemaId, { validationFees: fees });
  world.events.splice(0);
  const message = {
    ...world.by(applicant),
    role: ParticipantRole.ISSUER_GRANTOR,
    validatorParticipantId: root,
    did: applicant.did,
  };
  const refuses = (init: Partial<MsgStartParticipantOP>) =>
    world.refuses(MsgStartParticipantOP, { ...message, ...init }, applicant.operator);
  return { world, eco, applicant, schemaId, root, message, refuses };
}
