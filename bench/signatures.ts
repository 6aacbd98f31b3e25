import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { nativeSecp256k1 } from "../src/abci/sign/native.js";
import { nobleSecp256k1, type Secp256k1 } from "../src/abci/sign/secp256k1.js";
import { testKey } from "../test/support/signed-tx.js";
import { calibrate, type Figure, Figures, timed } from "./measure.js";
import type { Sizes } from "./sizes.js";

/** The cost of checking one signature, by each verifier that this machine has. */
export async function benchSignatures({ block, rounds }: Sizes): Promise<readonly Figure[]> {
  const cases = Array.from({ length: Math.min(block, 200) }, (_, i) => {
    const { secret, key } = testKey(i + 1);
    const digest = sha256(secret);
    return { key: key.key, digest, signature: secp256k1.sign(digest, secret, { prehash: false }) };
  });
  const figures = new Figures("signature", `${cases.length} keys`);
  const native = nativeSecp256k1();
  const verifiers: readonly (readonly [string, Secp256k1])[] = [
    ["noble", nobleSecp256k1],
    ...(native === undefined ? [] : [["native", native] as const]),
  ];
  for (let round = 0; round <= rounds; round++) {
    if (round > 0) figures.add("calibration loop", "ms", calibrate());
    for (const [name, curve] of verifiers) {
      const took = await timed(() => {
        for (const { key, digest, signature } of cases) {
          if (!curve.verify(key, digest, signature)) throw new Error("a good signature is refused");
        }
      });
      if (round > 0) figures.add(`verify, ${name}`, "µs", (took / cases.length) * 1e3);
    }
  }
  return figures.all();
}
