import { createRequire } from "node:module";
import { secp256k1 } from "@noble/curves/secp256k1.js";

interface Binding {
  ecdsaSign(digest: Uint8Array, secret: Uint8Array): { readonly signature: Uint8Array };
}

/** Signs digests: natively where that can be had, since long runs need ten thousand signatures. */
export const signDigest: (digest: Uint8Array, secret: Uint8Array) => Uint8Array = choose();

function choose() {
  try {
    const native = createRequire(import.meta.url)("secp256k1/bindings.js") as Binding;
    return (digest: Uint8Array, secret: Uint8Array) => native.ecdsaSign(digest, secret).signature;
  } catch {
    return (digest: Uint8Array, secret: Uint8Array) =>
      secp256k1.sign(digest, secret, { prehash: false });
  }
}
