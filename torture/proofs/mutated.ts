import { CommitmentProof } from "../../src/gen/cosmos/ics23/v1.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { type Claim, meaning, opsVerify } from "../../test/store/proof-checks.js";
import type { Random } from "../../test/store/random.js";
import { type Check, eachCase, must, type Plan, randomOf } from "../check.js";

const STORE = "bank";

interface Proved {
  readonly claim: Claim;
  readonly ops: readonly [Uint8Array, Uint8Array];
}

/** Proofs of present and absent keys of two versions; every one verifies. */
async function provedKeys(random: Random): Promise<readonly Proved[]> {
  const state = await openMultiStore({ stores: ["acc", STORE, "td"] });
  const found: Proved[] = [];
  for (let version = 1n; version <= 2n; version += 1n) {
    const branch = state.branch();
    for (let n = 0; n < 60; n += 1) {
      branch.store(n % 7 === 0 ? "td" : STORE).set(random.bytes(2, 12), random.bytes(1, 40));
    }
    const { appHash } = state.stage(branch);
    await state.commit();
    const keys = [...state.store(STORE).iterate()].map(([key]) => key).slice(0, 20);
    for (const key of [
      ...keys,
      ...keys.map((each) => Uint8Array.of(...each, 0)),
      Uint8Array.of(0),
    ]) {
      const proof = state.prove(version, STORE, key);
      const [first, second] = proof?.ops ?? [];
      if (proof === undefined || first === undefined || second === undefined) {
        throw new Error("no proof");
      }
      const claim = { root: appHash, key, value: proof.value };
      must(opsVerify(proof.ops, STORE, claim), () => "a true proof is refused");
      found.push({ claim, ops: [first.data, second.data] });
    }
  }
  return found;
}

function verifiesAs(ops: Proved["ops"], claim: Claim): boolean {
  const chain = [
    { type: "ics23:iavl", key: claim.key, data: ops[0] },
    { type: "ics23:simple", key: Buffer.from(STORE), data: ops[1] },
  ];
  return opsVerify(chain, STORE, claim);
}

/** One of many ways to forge: bytes changed, steps changed, parts of other proofs, other claims. */
function forged(random: Random, all: readonly Proved[], one: Proved): Proved {
  const other = random.pick(all);
  const [key, store] = one.ops;
  const { claim } = one;
  const ways: (() => Proved)[] = [
    () => ({ claim, ops: [random.mutated(key), store] }),
    () => ({ claim, ops: [key, random.mutated(store)] }),
    () => ({ claim, ops: [restructured(random, key, other.ops[0]), store] }),
    () => ({ claim, ops: [key, restructured(random, store, other.ops[1])] }),
    () => ({ claim, ops: [other.ops[0], store] }),
    () => ({ claim: { ...claim, value: other.claim.value }, ops: one.ops }),
    () => ({ claim: { ...claim, value: random.mutated(claim.value ?? claim.key) }, ops: one.ops }),
    () => ({ claim: { ...claim, key: random.mutated(claim.key) }, ops: one.ops }),
    () => ({ claim: { ...claim, root: random.mutated(claim.root) }, ops: one.ops }),
  ];
  return random.pick(ways)();
}

/** A proof whose message was changed rather than its bytes. */
function restructured(random: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  const proof = CommitmentProof.decode(bytes);
  const from = CommitmentProof.decode(other);
  const sides = [proof.exist, proof.nonexist?.left, proof.nonexist?.right];
  const [exist, left, right] = sides.map((side) => {
    if (side === undefined || random.below(3) === 0) return side;
    const path = [...side.path];
    const at = random.below(path.length + 1);
    const ways = [
      () => path.splice(at, 1),
      () => path.splice(at, 0, ...path.slice(0, 1)),
      () => path.reverse(),
      () => path.splice(at, 1, ...(from.exist?.path.slice(at, at + 1) ?? [])),
    ];
    random.pick(ways)();
    const value = random.below(4) === 0 ? (from.exist?.value ?? side.value) : side.value;
    return { ...side, path, value };
  });
  if (exist !== undefined) {
    const turned = { nonexist: { key: exist.key, left: exist, right: undefined } };
    return CommitmentProof.encode(
      CommitmentProof.create(random.below(4) === 0 ? turned : { exist }),
    );
  }
  const nonexist = { key: proof.nonexist?.key ?? new Uint8Array(), left, right };
  const ways = [
    nonexist,
    { ...nonexist, left: right, right: left },
    { ...nonexist, left: undefined },
    { ...nonexist, right: undefined },
  ];
  return CommitmentProof.encode(CommitmentProof.create({ nonexist: random.pick(ways) }));
}

const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("hex");

function same(a: Proved, b: Proved): boolean {
  return (
    a.ops.every((bytes, index) => meaning(bytes) === meaning(b.ops[index] ?? bytes)) &&
    text(a.claim.root) === text(b.claim.root) &&
    text(a.claim.key) === text(b.claim.key) &&
    text(a.claim.value) === text(b.claim.value)
  );
}

/** A forgery that is neither another encoding of a true proof nor a true proof of something else. */
function forgery(random: Random, all: readonly Proved[]): Proved {
  for (;;) {
    const made = forged(random, all, random.pick(all));
    if (!all.some((each) => same(made, each))) return made;
  }
}

/** Forged proofs for the independent verifier, alone and behind the chain of operations. */
export const mutatedProofs: Check = {
  part: "proofs",
  name: "proofs.mutated",
  unit: "proofs",
  full: 20_000,
  async run(plan: Plan) {
    const all = await provedKeys(randomOf(plan.seed, -1));
    const failures = await eachCase(plan, plan.count, (random) => {
      const { ops, claim } = forgery(random, all);
      must(!verifiesAs(ops, claim), () => `accepted: ${ops.map(text)} for ${text(claim.key)}`);
    });
    return { tried: plan.count, told: `accepted ${failures.length}`, failures };
  },
};
