import { createRequire } from "node:module";
import { isCompressed, type Secp256k1 } from "./secp256k1.js";

/** What this module uses of the `secp256k1` package. All throw on malformed arguments. */
interface Binding {
  publicKeyVerify(key: Uint8Array): boolean;
  ecdsaVerify(signature: Uint8Array, digest: Uint8Array, key: Uint8Array): boolean;
}

/** The package's native half. Its entry point would fall back to a slow, laxer implementation. */
const NATIVE_MODULE = "secp256k1/bindings.js";

/**
 * Signature checks by libsecp256k1, some twenty times as fast as noble's. Undefined where the
 * optional package is missing, has no build for this machine, or does not know right from wrong.
 */
export function nativeSecp256k1(): Secp256k1 | undefined {
  const binding = load();
  if (binding === undefined) return undefined;
  const curve = over(binding);
  return tellsRightFromWrong(curve) ? curve : undefined;
}

function load(): Binding | undefined {
  try {
    return createRequire(import.meta.url)(NATIVE_MODULE) as Binding;
  } catch {
    return undefined;
  }
}

function over(binding: Binding): Secp256k1 {
  return {
    isPublicKey: (key) => isCompressed(key) && binding.publicKeyVerify(key),
    verify(key, digest, signature) {
      if (!isCompressed(key) || digest.length !== 32 || signature.length !== 64) return false;
      try {
        return binding.ecdsaVerify(signature, digest, key);
      } catch {
        // A number that is not below the order, or a key off the curve.
        return false;
      }
    },
  };
}

const GENERATOR = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
const DIGEST = "1".padStart(64, "0");
const LOW_S = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81799";
const HIGH_S = "8641998106234453aa5f9d6a3178f4f7b812e00b817a776265dfdd31b93e29a8";

/** With secret, nonce and digest 1 a signature is r = x of the generator, s = x + 1; and its high twin. */
function tellsRightFromWrong(curve: Secp256k1): boolean {
  const [key, digest] = [bytes(`02${GENERATOR}`), bytes(DIGEST)];
  return (
    curve.isPublicKey(key) &&
    curve.verify(key, digest, bytes(`${GENERATOR}${LOW_S}`)) &&
    !curve.verify(key, digest, bytes(`${GENERATOR}${HIGH_S}`))
  );
}

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
