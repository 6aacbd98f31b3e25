import { describe, expect, it } from "vitest";
import {
  OnboardingState,
  type Participant,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import { Schema } from "../../../src/keeper/collections.js";
import type { WriteContext } from "../../../src/keeper/context.js";
import { bankState } from "../../../src/modules/bank/state.js";
import { delegationState } from "../../../src/modules/de/state.js";
import { MarketWorld, MODE } from "./market-world.js";

const { ISSUER_GRANTOR, ISSUER, VERIFIER } = ParticipantRole;
const SESSION = "CreateOrUpdateParticipantSession";

/** A root, a grantor, an issuer with a record, and a request that waits, of four corporations; another schema's root. */
function busy() {
  const world = new MarketWorld();
  const [a, b, c, d] = [world.party("a"), world.party("b"), world.party("c"), world.party("d")];
  const schemaId = world.schema(a, { verifierOnboardingMode: MODE.ecosystem });
  const other = world.schema(a);
  const root = world.root(a, schemaId, { validationFees: 1_000n });
  const elsewhere = world.root(a, other);
  const grantor = world.onboard(b, { party: a, id: root }, ISSUER_GRANTOR);
  const services = { vsOperator: c.vsOperator, vsOperatorAuthzMsgTypes: [SESSION] };
  const limit = { vsOperatorAuthzSpendLimit: [{ denom: "uvna", amount: 10n }] };
  const start = { ...services, ...limit };
  const issuer = world.onboard(c, { party: b, id: grantor }, ISSUER, { start });
  const pending = world.start(d, root, VERIFIER);
  const state = world.participants.state;
  const records = delegationState(new Schema("de", world.settings.prefix));
  const change = (id: bigint, changes: Partial<Participant>) => (ctx: WriteContext) =>
    state.participants.set(ctx, id, { ...world.participant(id), ...changes });
  const put = (changes: Partial<Participant> & { readonly like: bigint }) => (ctx: WriteContext) =>
    state.participants.set(ctx, 9n, { ...world.participant(changes.like), id: 9n, ...changes });
  return {
    ...{ world, state, records, change, put },
    ...{ root, elsewhere, grantor, issuer, pending, a, b, c, d },
  };
}

type Busy = ReturnType<typeof busy>;
type Spoil = (b: Busy) => (ctx: WriteContext) => void;

const recordOf = ({ records, issuer }: Busy, ctx: WriteContext) => {
  const entry = records.records.get(ctx, issuer);
  if (entry === undefined) throw new Error("the issuer has no record");
  return entry;
};

const depositOf = ({ world, b }: Busy, ctx: WriteContext) => {
  const td = world.deposits.find(ctx, b.id);
  if (td === undefined) throw new Error("the grantor's corporation has no deposit");
  return td;
};

const SPOILT: readonly (readonly [what: string, name: string, spoil: Spoil])[] = [
  [
    "[D-PP-13] coins in the escrow that nobody waits for",
    "pp/escrow",
    ({ world, a }) =>
      (ctx) =>
        world.bank.toModule(ctx, a.policyAddress, "pp", [{ denom: "uvna", amount: 1n }]),
  ],
  [
    "[D-PP-13] a request whose fee is not in the escrow",
    "pp/escrow",
    ({ change, pending }) => change(pending, { opCurrentFees: 1_001n }),
  ],
  [
    "[D-PP-21] two entries of a context at one time",
    "pp/overlap",
    ({ put, issuer }) => put({ like: issuer, vsOperator: "" }),
  ],
  [
    "a repayment of more than was slashed",
    "pp/amounts",
    ({ change, grantor }) => change(grantor, { repaidDeposit: 1n }),
  ],
  [
    "the deposit of a request of somebody who asks for nothing",
    "pp/amounts",
    ({ change, grantor }) => change(grantor, { opCurrentDeposit: 1n }),
  ],
  [
    "a participant without its validator",
    "pp/tree",
    ({ put, issuer }) => put({ like: issuer, validatorParticipantId: 8n }),
  ],
  [
    "a participant that is its own validator",
    "pp/tree",
    ({ put, issuer }) => put({ like: issuer, validatorParticipantId: 9n }),
  ],
  [
    "a cycle",
    "pp/tree",
    ({ change, grantor, issuer }) => change(grantor, { validatorParticipantId: issuer }),
  ],
  [
    "a validator of another schema",
    "pp/tree",
    ({ change, issuer, elsewhere }) => change(issuer, { validatorParticipantId: elsewhere }),
  ],
  [
    "an issuer above whom nobody stands",
    "pp/tree",
    ({ change, issuer }) => change(issuer, { validatorParticipantId: 0n }),
  ],
  [
    "a root with a validator",
    "pp/tree",
    ({ change, elsewhere, root }) => change(elsewhere, { validatorParticipantId: root }),
  ],
  [
    "a root of a corporation that does not control the ecosystem",
    "pp/tree",
    ({ change, elsewhere, b }) => change(elsewhere, { corporationId: b.id, did: b.did }),
  ],
  [
    "[D-DE-01] a record that outlived a revocation",
    "pp/records",
    ({ change, issuer, world }) => change(issuer, { revoked: world.time }),
  ],
  [
    "[D-DE-01] a record that outlived the cancellation of the first request",
    "pp/records",
    ({ change, issuer }) => change(issuer, { opState: OnboardingState.TERMINATED }),
  ],
  [
    "[D-DE-01] a record of no participant",
    "pp/records",
    (b) => (ctx) => {
      const entry = recordOf(b, ctx);
      b.records.records.set(ctx, 8n, entry);
    },
  ],
  [
    "[D-DE-01] a record of an account that the participant does not name",
    "pp/records",
    ({ change, issuer, d }) => change(issuer, { vsOperator: d.vsOperator }),
  ],
  [
    "[D-GEN-18] a DID of two corporations",
    "pp/did-controller",
    ({ change, grantor, a }) => change(grantor, { did: a.did }),
  ],
  [
    "[D-GEN-13] a participant that an index lacks",
    "pp/indexes",
    ({ state, root }) =>
      (ctx) => {
        const [entry] = state.byRole.keys(ctx);
        if (entry === undefined) throw new Error(`nothing tells of the role of ${root}`);
        ctx.stores.store("pp").delete(Uint8Array.of(0x08, ...entry));
      },
  ],
  [
    "[D-AUTHZ-03] a record that was spent beyond its limit",
    "de/balances",
    (b) => (ctx) => {
      const entry = recordOf(b, ctx);
      const record = { ...entry.record, remainingSpend: [{ denom: "uvna", amount: -1n }] };
      b.records.records.set(ctx, b.issuer, { ...entry, record });
    },
  ],
  [
    "[D-AUTHZ-03] a record with more left than its limit",
    "de/balances",
    (b) => (ctx) => {
      const entry = recordOf(b, ctx);
      const record = { ...entry.record, remainingSpend: [{ denom: "uvna", amount: 11n }] };
      b.records.records.set(ctx, b.issuer, { ...entry, record });
    },
  ],
  [
    "[D-TD-13] deposits that the account does not hold",
    "td/covered",
    (b) => (ctx) => {
      const td = depositOf(b, ctx);
      b.world.deposits.state.deposits.set(ctx, b.b.id, { ...td, deposit: td.deposit + 401n });
    },
  ],
  [
    "[D-TD-13] shares that nobody counted",
    "td/total-share",
    (b) => (ctx) => {
      const td = depositOf(b, ctx);
      b.world.deposits.state.deposits.set(ctx, b.b.id, { ...td, share: td.share - 1n });
    },
  ],
  [
    "[D-TD-13] credit above the deposit",
    "td/counters",
    (b) => (ctx) => {
      const td = depositOf(b, ctx);
      b.world.deposits.state.deposits.set(ctx, b.b.id, { ...td, refunded: td.deposit + 1n });
    },
  ],
  [
    "[D-TD-13] a repayment to governance of more than was slashed",
    "td/counters",
    (b) => (ctx) => {
      const td = depositOf(b, ctx);
      b.world.deposits.state.deposits.set(ctx, b.b.id, { ...td, repaidDeposit: 1n });
    },
  ],
  [
    "coins without a supply",
    "bank/total-supply",
    ({ world, a }) =>
      (ctx) => {
        const { balances } = bankState(world.settings.prefix);
        balances.set(ctx, [a.policyAddress, "unobody"], 1n);
      },
  ],
];

const names = ({ world }: Busy): readonly string[] =>
  world.faults().map((fault) => fault.slice(0, fault.indexOf(":")));

describe("the invariants of participants and trust deposits", () => {
  it("hold in a tree of participants", () => {
    expect(busy().world.faults()).toEqual([]);
  });

  it.each(SPOILT)("find %s", (_what, name, spoil) => {
    const found = busy();
    found.world.run(spoil(found));
    expect(names(found)).toContain(name);
  });
});
