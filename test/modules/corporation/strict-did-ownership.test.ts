import { describe, expect, it } from "vitest";
import { MsgCreateCorporation } from "../../../src/gen/verana/co/v1.js";
import { MsgCreateEcosystem } from "../../../src/gen/verana/ec/v1.js";
import { Participant } from "../../../src/gen/verana/pp/v1.js";
import { Schema } from "../../../src/keeper/collections.js";
import { coErrors } from "../../../src/modules/corporation/index.js";
import { ecErrors } from "../../../src/modules/ecosystem/index.js";
import { participantState } from "../../../src/modules/pp/state.js";
import {
  BOB,
  CAROL,
  described,
  newCorporation,
  RegistryWorld,
} from "../../support/registry-world.js";

const DID = "did:example:participant";

/** A chain on which corporation 1 has a participant with the DID, and an operator for ecosystems. */
function prepared(strictDidOwnership: boolean) {
  const world = new RegistryWorld({ settings: { strictDidOwnership } });
  const first = world.corporation("did:example:first").policyAddress;
  const second = world.corporation("did:example:second", CAROL).policyAddress;
  for (const policy of [first, second]) world.grant(policy, { msgTypes: ["CreateEcosystem"] });
  const { participants } = participantState(new Schema("pp", "verana"));
  const participant = Participant.create({ id: 1n, did: DID, corporationId: 1n });
  world.run((ctx) => participants.set(ctx, 1n, participant));
  return { world, first, second };
}

describe("a DID that a participant has", () => {
  it("[D-GEN-18] may be anyone's on other chains", () => {
    const { world, second } = prepared(false);
    world.ecosystem(second, DID);
    world.corporation(DID, BOB);
  });

  it("[D-GEN-18] is nobody else's ecosystem's on strict chains", () => {
    const { world, first, second } = prepared(true);
    const init = { corporation: second, operator: BOB, ...described(DID) };
    const error = world.refuses(MsgCreateEcosystem, init, BOB);
    expect(error.kind).toBe(ecErrors.didOfOtherEntity);
    expect(error.rule).toBe("D-GEN-18");
    world.ecosystem(first, DID);
  });

  it("[D-GEN-18] is no other corporation's on strict chains", () => {
    const { world } = prepared(true);
    const error = world.refuses(MsgCreateCorporation, newCorporation(DID, BOB), BOB);
    expect(error.kind).toBe(coErrors.didOfAnother);
    expect(error.rule).toBe("D-GEN-18");
  });
});
