import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { argon2idAsync } from "@noble/hashes/argon2.js";
import { CliError } from "../failure.js";
import { armorText, readArmor } from "./ascii-armor.js";
import { hashWithSalt } from "./bcrypt.js";

const BLOCK = "TENDERMINT PRIVATE KEY";
/** Amino's type bytes of a secp256k1 private key, and its length. */
const AMINO = Uint8Array.of(0xe1, 0xb0, 0xf7, 0x9b, 32);
const ARGON2 = { t: 1, m: 64 * 1024, p: 4, dkLen: 32 };
const BCRYPT_COST = 12;
const TAG_LENGTH = 16;
const SALSA_NONCE = 24;
/** The key is new with every salt, so that the nonce need not be. */
const CHACHA_NONCE = new Uint8Array(12);

/** A private key of 32 bytes in the encrypted text that Cosmos chains exchange keys in. */
export async function armorKey(privateKey: Uint8Array, passphrase: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await argon2idAsync(passphrase, salt, ARGON2);
  const cipher = createCipheriv("chacha20-poly1305", key, CHACHA_NONCE, {
    authTagLength: TAG_LENGTH,
  });
  const parts = [cipher.update(AMINO), cipher.update(privateKey), cipher.final()];
  return armorText({
    type: BLOCK,
    headers: {
      kdf: "argon2",
      salt: Buffer.from(salt).toString("hex").toUpperCase(),
      type: "secp256k1",
    },
    data: Buffer.concat([...parts, cipher.getAuthTag()]),
  });
}

/** The 32 bytes of an armored key, of either key derivation. Throws CliError. */
export async function unarmorKey(text: string, passphrase: string): Promise<Uint8Array> {
  const { type, headers, data } = readArmor(text);
  if (type !== BLOCK) throw new CliError(`unrecognized armor type: ${type}`);
  const { kdf = "", salt: saltHex = "", type: algorithm = "secp256k1" } = headers;
  if (algorithm !== "secp256k1") throw new CliError(`keys of the type ${algorithm} are unknown`);
  if (!/^[0-9a-fA-F]{32}$/.test(saltHex)) throw new CliError("the armored key has no good salt");
  const salt = new Uint8Array(Buffer.from(saltHex, "hex"));
  const plain = await opener(kdf)(data, passphrase, salt);
  if (plain === undefined) throw new CliError("invalid account password");
  if (plain.length !== AMINO.length + 32 || Buffer.compare(plain.subarray(0, 5), AMINO) !== 0) {
    throw new CliError("the armored key holds no secp256k1 private key");
  }
  return plain.slice(AMINO.length);
}

type Open = (
  data: Uint8Array,
  passphrase: string,
  salt: Uint8Array,
) => Promise<Uint8Array | undefined>;

function opener(kdf: string): Open {
  if (kdf === "argon2") return openArgon2;
  if (kdf === "bcrypt") return openBcrypt;
  throw new CliError(`unrecognized KDF type: ${kdf}`);
}

async function openArgon2(...[data, passphrase, salt]: Parameters<Open>) {
  if (data.length < TAG_LENGTH) return undefined;
  const key = await argon2idAsync(passphrase, salt, ARGON2);
  const decipher = createDecipheriv("chacha20-poly1305", key, CHACHA_NONCE, {
    authTagLength: TAG_LENGTH,
  });
  decipher.setAuthTag(data.subarray(data.length - TAG_LENGTH));
  const plain = decipher.update(data.subarray(0, data.length - TAG_LENGTH));
  return quietly(() => Buffer.concat([plain, decipher.final()]));
}

/** The older form: bcrypt and NaCl's secret box, its nonce in front. */
async function openBcrypt(...[data, passphrase, salt]: Parameters<Open>) {
  if (data.length < SALSA_NONCE + TAG_LENGTH) return undefined;
  const hashed = await hashWithSalt(passphrase, salt, BCRYPT_COST);
  const key = new Uint8Array(createHash("sha256").update(hashed).digest());
  const nonce = new Uint8Array(data.subarray(0, SALSA_NONCE));
  return quietly(() =>
    xsalsa20poly1305(key, nonce).decrypt(new Uint8Array(data.subarray(SALSA_NONCE))),
  );
}

/** Undefined where a seal is broken. */
function quietly(open: () => Uint8Array): Uint8Array | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}
