import { nativeSecp256k1 } from "./native.js";
import { nobleSecp256k1, type Secp256k1 } from "./secp256k1.js";

/** Who checks signatures in this process. */
export interface Verifier {
  readonly name: "native" | "noble";
  readonly curve: Secp256k1;
}

/** The native one where it can be loaded, else noble's. Both give the same answers. */
export function chooseVerifier(): Verifier {
  const native = nativeSecp256k1();
  return native === undefined
    ? { name: "noble", curve: nobleSecp256k1 }
    : { name: "native", curve: native };
}
