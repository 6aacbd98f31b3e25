import { CommitmentProof, ExistenceProof, HashOp, LengthOp } from "../gen/cosmos/ics23/v1.js";
import { type NamedHash, pathOf } from "./app-hash.js";
import { type ProofOp, StoreFault } from "./contract.js";

const utf8 = new TextEncoder();

/** The operation that proves a key of a store, present or absent, against the store's root. */
export function keyOp(key: Uint8Array, proof: CommitmentProof): ProofOp {
  return { type: "ics23:iavl", key, data: CommitmentProof.encode(proof) };
}

/** The operation that proves a store's root against the app hash; the stores are sorted by name. */
export function storeOp(stores: readonly NamedHash[], name: string): ProofOp {
  const index = stores.findIndex((store) => store.name === name);
  const hash = stores[index]?.hash;
  if (hash === undefined) throw new StoreFault(`no store ${name} to prove`);
  const key = utf8.encode(name);
  const leaf = {
    hash: HashOp.SHA256,
    prehashKey: HashOp.NO_HASH,
    prehashValue: HashOp.SHA256,
    length: LengthOp.VAR_PROTO,
    prefix: Uint8Array.of(0),
  };
  const path = pathOf(stores, index).map((step) => ({ hash: HashOp.SHA256, ...step }));
  const exist = ExistenceProof.create({ key, value: hash, leaf, path });
  return { type: "ics23:simple", key, data: CommitmentProof.encode({ exist }) };
}
