import { ParticipantRole } from "../../../src/gen/verana/pp/v1.js";
import { MarketWorld, MODE } from "./market-world.js";

const { ISSUER, ISSUER_GRANTOR } = ParticipantRole;

/** A root, a grantor below it and an issuer below that, each of its own corporation. */
export function tree(schema = {}) {
  const world = new MarketWorld();
  const [eco, grantor, issuer] = [
    world.party("eco"),
    world.party("grantor"),
    world.party("issuer"),
  ];
  const schemaId = world.schema(eco, schema);
  const root = world.root(eco, schemaId);
  const middle = world.onboard(grantor, { party: eco, id: root }, ISSUER_GRANTOR);
  const leaf = world.onboard(issuer, { party: grantor, id: middle }, ISSUER);
  world.events.splice(0);
  return { world, eco, grantor, issuer, schemaId, root, middle, leaf };
}

/** An open schema with its root, and who makes participants of themselves. */
export function open(until?: bigint) {
  const world = new MarketWorld();
  const [eco, own] = [world.party("eco"), world.party("own")];
  const schemaId = world.schema(eco, {
    issuerOnboardingMode: MODE.open,
    verifierOnboardingMode: MODE.open,
  });
  const root = world.root(eco, schemaId, until === undefined ? {} : { effectiveUntil: until });
  world.events.splice(0);
  return { world, eco, own, schemaId, root };
}
