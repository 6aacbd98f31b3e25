import { describe, expect, it } from "vitest";
import { Exec, MsgSubmitProposal } from "../../../src/gen/cosmos/group/v1.js";
import { MsgCreateCorporation } from "../../../src/gen/verana/co/v1.js";
import { MsgGrantOperatorAuthorization } from "../../../src/gen/verana/de/v1.js";
import { sdkErrors, undefinedErrors } from "../../../src/keeper/sdk-errors.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ALICE, BOB, newCorporation, RegistryWorld } from "../../support/registry-world.js";

describe("a grant by group proposal", () => {
  const proposal = (policy: string, init: Partial<MsgGrantOperatorAuthorization>) => {
    const grant = MsgGrantOperatorAuthorization.create({
      corporation: policy,
      grantee: BOB,
      msgTypes: ["CreateCorporation"],
      ...init,
    });
    return {
      groupPolicyAddress: policy,
      proposers: [ALICE],
      messages: [
        {
          typeUrl: MsgGrantOperatorAuthorization.typeUrl,
          value: MsgGrantOperatorAuthorization.encode(grant),
        },
      ],
      exec: Exec.EXEC_TRY,
      title: "operator",
      summary: "lets bob register the group",
    };
  };

  it("[D-DE-02] is signed by the policy, with itself as operator or with none", () => {
    for (const operator of ["", "policy"]) {
      const world = new RegistryWorld();
      const policy = world.group();
      const init = { operator: operator === "" ? "" : policy };
      world.send(MsgSubmitProposal, proposal(policy, init), ALICE);
      world.register(policy);
      expect(world.spec("/co/v1/get", { corporation: policy })).toMatchObject({
        corporation: { corporation: "1" },
      });
    }
  });

  it("[D-CS-06] is checked for what it says when it is proposed", () => {
    const world = new RegistryWorld();
    const policy = world.group();
    const message = proposal(policy, { operator: policy, msgTypes: ["Nothing"] });
    expect(world.refuses(MsgSubmitProposal, message, ALICE).kind).toBe(deErrors.notDelegable);
  });

  it("cannot hold bytes that are no text, as no message of a transaction can", () => {
    const world = new RegistryWorld();
    const policy = world.group();
    const init = { ...newCorporation("did:example:one", policy), groupMetadata: "\udcff" };
    const message = {
      ...proposal(policy, {}),
      messages: [
        {
          typeUrl: MsgCreateCorporation.typeUrl,
          value: MsgCreateCorporation.encode(MsgCreateCorporation.create(init)),
        },
      ],
    };
    expect(world.refuses(MsgSubmitProposal, message, ALICE).kind).toBe(undefinedErrors.internal);
  });

  it("[D-GEN-03] cannot be proposed in the name of another operator", () => {
    const world = new RegistryWorld();
    const policy = world.group();
    const message = proposal(policy, { operator: BOB });
    expect(world.refuses(MsgSubmitProposal, message, ALICE).kind).toBe(sdkErrors.unauthorized);
  });
});
