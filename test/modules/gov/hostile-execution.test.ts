import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Proposal } from "../../../src/gen/cosmos/gov/v1.js";
import { registry } from "../../../src/gen/registry.js";
import type { WriteContext } from "../../../src/keeper/context.js";
import { freeGas } from "../../../src/keeper/gas.js";
import { Execution } from "../../../src/modules/gov/execution.js";
import { branchInto } from "../../../src/store/branch.js";
import type { Any, MessageType } from "../../../src/wire/descriptor.js";
import { GOV } from "../../support/gov-messages.js";
import type { StakeChain } from "../../support/stake-chain.js";
import { valuesOf } from "../../wire/arbitrary.js";
import { govChain } from "./gov-world.js";

let chain: StakeChain;
beforeAll(async () => {
  chain = await govChain();
});
afterAll(() => chain.close());

/** A message of any values that governance's account would sign. */
function signedByGov(type: MessageType): fc.Arbitrary<Any> {
  const signers = Object.fromEntries(type.signers.map((key) => [key, GOV]));
  return valuesOf(type).map((value) => ({
    typeUrl: type.typeUrl,
    value: type.encode({ ...Object(value), ...signers }),
  }));
}

/** What a block's end would make of messages: why they failed, and how many keys they wrote. */
function carriedOut(messages: readonly Any[]): { readonly reason?: string; readonly keys: number } {
  const { settings, composition } = chain.app.live;
  const stores = branchInto(chain.store.branch());
  const ctx: WriteContext = {
    ...{ stores, chain: settings, height: chain.height + 1n, blockTime: chain.time },
    ...{ gas: freeGas, emit: () => undefined },
  };
  const execution = new Execution(composition.router, GOV);
  const failure = execution.run(ctx, Proposal.create({ messages }));
  const keys = [...stores.writes().values()].reduce((sum, { length }) => sum + length, 0);
  return failure === undefined ? { keys } : { reason: failure.reason, keys };
}

describe("whatever a proposal holds", () => {
  it("it is carried out or fails by a rule, and then it has changed nothing", () => {
    const { router } = chain.app.live.composition;
    const types = registry.types.filter(
      // Those of a bank transfer of several stand within its parts.
      ({ typeUrl, signers }) => router.find(typeUrl) !== undefined && !signers.includes("inputs"),
    );
    expect(types.length).toBeGreaterThan(50);
    const reasons = new Set<string>();
    for (const type of types) {
      fc.assert(
        fc.property(signedByGov(type), (made) => {
          const { reason, keys } = carriedOut([made]);
          expect(reason ?? "", type.name).not.toContain("internal error");
          if (reason !== undefined) expect(keys).toBe(0);
          reasons.add(`${type.name} ${reason}`);
        }),
        { numRuns: 30 },
      );
    }
    // Most come further than the first thing that is looked at.
    expect(reasons.size).toBeGreaterThan(2 * types.length);
  }, 120_000);
});
