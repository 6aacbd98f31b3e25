import { describe, expect, it } from "vitest";
import { registry } from "../../src/gen/registry.js";
import { Query as EcQuery, type QueryListEcosystemsResponse } from "../../src/gen/verana/ec/v1.js";
import { addressText, groupPolicyAddress } from "../../src/keeper/addresses.js";
import type { Any } from "../../src/wire/descriptor.js";
import * as m from "../support/messages.js";
import { emptyApp, initChain, World, world } from "../support/world.js";

const policyOf = (n: bigint) => addressText("verana", groupPolicyAddress(n));
const GAS = { gas: 2_000_000n } as const;

/** Sends and expects success. */
async function done(w: World, messages: Any | readonly Any[], by = 1) {
  const result = await w.send(messages, { ...GAS, by });
  expect(result.log).toBe("");
  return result;
}

/** A chain with one of everything that can be made, an open proposal and a failed one. */
async function filled(): Promise<World> {
  const w = await world();
  const [alice, bob, carol] = [w.address(1), w.address(2), w.address(3)];
  await done(w, m.createGroupWithPolicy(alice, [alice, carol]));
  const policy = policyOf(1n);
  await done(w, m.propose(policy, alice, [m.grant(policy, bob, ["CreateCorporation"])]));
  const actors = { corporation: policy, operator: bob };
  await done(w, m.registerCorporation(actors, "did:example:one"), 2);
  await done(w, m.propose(policy, alice, [m.grant(policy, bob)]));
  await done(w, m.createCorporation(carol, [carol, alice], "did:example:two"), 3);
  await done(w, m.createEcosystem(actors, "did:example:eco"), 2);
  await done(w, m.createSchema(actors, 1n), 2);
  await done(w, m.createRoot(actors, 1n, "did:example:root", w.time + 10n ** 15n), 2);
  await done(w, m.propose(policy, alice, [m.transfer(policy, alice)]));
  await done(w, m.propose(policyOf(2n), alice, [m.transfer(policyOf(2n), alice)], 0));
  await done(w, m.vote(4n, carol), 3);
  // The fees so far are distributed.
  await w.block();
  return w;
}

describe("a chain with corporations", () => {
  it("is the same chain, byte for byte, when it starts from its own export", async () => {
    const w = await filled();
    const { app, store } = await emptyApp();
    const copy = new World(app, store);
    app.initChain(initChain(w.app.export()));
    copy.time = w.time;
    await copy.block();
    await w.block();
    expect(copy.app.export()).toEqual(w.app.export());
    expect(World.changes(w.snapshot(), copy.snapshot())).toEqual({});
    const next = m.createCorporation(w.address(3), [w.address(3)], "did:example:next");
    const [there, here] = [await done(w, next, 3), await done(copy, next, 3)];
    expect(here.data).toEqual(there.data);
  });

  it("[D-GEN-15] keeps fee and sequence of a transaction whose last message is refused, and nothing else", async () => {
    const w = await filled();
    const bob = w.address(2);
    const actors = { corporation: policyOf(1n), operator: bob };
    const before = w.snapshot();
    const sequence = w.accountOf(2)?.sequence ?? 0n;
    const messages = [
      m.createEcosystem(actors, "did:example:more"),
      m.createEcosystem({ ...actors, corporation: policyOf(2n) }, "did:example:more"),
    ];
    const result = await w.send(messages, { ...GAS, by: 2 });
    expect([result.codespace, result.code]).toEqual(["de", 5]);
    expect(result.events.filter(({ type }) => type === "create_ecosystem")).toEqual([]);
    const stores = Object.keys(World.changes(before, w.snapshot())).map((key) => key.split(" ")[0]);
    expect([...new Set(stores)]).toEqual(["acc", "bank"]);
    expect(w.accountOf(2)?.sequence).toBe(sequence + 1n);
  });

  it("[D-GEN-15] refuses what cannot be right before a fee is taken", async () => {
    const w = await filled();
    const actors = { corporation: policyOf(1n), operator: w.address(2) };
    const before = w.snapshot();
    const result = await w.send(m.createEcosystem(actors, "no did"), { ...GAS, by: 2 });
    expect(result.codespace).toBe("ec");
    expect(World.changes(before, w.snapshot())).toEqual({});
  });

  it("leaves nothing of a proposal whose last message is refused, neither entries nor events", async () => {
    const w = await filled();
    const policy = policyOf(1n);
    const actors = { corporation: policy, operator: policy };
    await done(w, m.propose(policy, w.address(1), [m.grant(policy, policy)]));
    const [ok, refused] = [
      m.createEcosystem(actors, "did:example:own"),
      m.createEcosystem({ ...actors, corporation: "2" }, "did:example:own"),
    ];
    const result = await done(w, m.propose(policy, w.address(1), [ok, refused]));
    expect(result.events.map(({ type }) => type)).not.toContain("create_ecosystem");
    const list = () => w.query<QueryListEcosystemsResponse>(EcQuery.ListEcosystems).ecosystems;
    expect(list()).toHaveLength(1);
    await done(w, m.propose(policy, w.address(1), [ok]));
    expect(list().map(({ id, did }) => [id, did])).toContainEqual([2n, "did:example:own"]);
  });

  it("[D-GEN-16] has no messages for what only its own modules call", () => {
    const names = ["GrantFeeAllowance", "RevokeFeeAllowance", "GrantVSOperatorAuthorization"];
    for (const name of names) expect(registry.byUrl(`/verana.de.v1.Msg${name}`)).toBeUndefined();
  });
});
