import {
  iavlSpec,
  ics23,
  tendermintSpec,
  verifyExistence,
  verifyNonExistence,
} from "@confio/ics23";
import type { ProofOp } from "../../src/store/contract.js";

/** What a proof is held against: without a value, that the key is absent. */
export interface Claim {
  readonly root: Uint8Array;
  readonly key: Uint8Array;
  readonly value: Uint8Array | undefined;
}

/** Whether the independent verifier accepts an encoded proof of a key in a tree. */
export function verifies(proof: Uint8Array, { root, key, value }: Claim): boolean {
  return passes(() => {
    const { exist, nonexist } = ics23.CommitmentProof.decode(proof);
    if (value !== undefined) {
      if (!exist || value.length === 0) throw new Error("no existence proof");
      verifyExistence(exist, iavlSpec, root, key, value);
      return;
    }
    if (!nonexist) throw new Error("no absence proof");
    refuseEmptyValues(nonexist);
    // The verifier does not look at the key that an absence proof says it is of.
    if (Buffer.compare(nonexist.key ?? new Uint8Array(), key) !== 0) throw new Error("another key");
    verifyNonExistence(nonexist, iavlSpec, root, key);
  });
}

/** Whether the chain of operations leads from a key of a store to the app hash. */
export function opsVerify(ops: readonly ProofOp[], store: string, claim: Claim): boolean {
  const [first, second] = ops;
  if (ops.length !== 2 || first?.type !== "ics23:iavl" || second?.type !== "ics23:simple") {
    return false;
  }
  if (Buffer.compare(first.key, claim.key) !== 0) return false;
  if (Buffer.compare(second.key, Buffer.from(store)) !== 0) return false;
  return passes(() => {
    const { exist } = ics23.CommitmentProof.decode(second.data);
    const root = exist?.value;
    if (!exist || !root) throw new Error("no proof of the store");
    verifyExistence(exist, tendermintSpec, claim.root, Buffer.from(store), root);
    if (!verifies(first.data, { ...claim, root })) throw new Error("no proof of the key");
  });
}

/** The proof as the verifier reads it, encoded anew: equal for all encodings of one proof. */
export function meaning(proof: Uint8Array): string | undefined {
  try {
    const { exist, nonexist } = ics23.CommitmentProof.decode(proof);
    const read = ics23.CommitmentProof.encode(
      exist ? { exist } : nonexist ? { nonexist } : {},
    ).finish();
    return Buffer.from(read).toString("hex");
  } catch {
    return undefined;
  }
}

// As the reference's verifier does.
function refuseEmptyValues({ left, right }: ics23.INonExistenceProof): void {
  for (const side of [left, right]) {
    if (side && !side.value?.length) throw new Error("an empty value proves nothing");
  }
}

function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}
