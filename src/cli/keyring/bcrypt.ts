import { compare, encodeBase64, genSalt, hash, truncates } from "bcryptjs";

/** Work factor of new hashes: about a quarter of a second. */
const COST = 12;

/** bcrypt takes 72 bytes and leaves out the rest silently, which no passphrase may meet. */
export function fitsBcrypt(passphrase: string): boolean {
  return !truncates(passphrase);
}

/** Hash that later tells whether a passphrase is the right one. */
export async function hashPassphrase(passphrase: string): Promise<string> {
  return await hash(passphrase, await genSalt(COST));
}

/** Whether a passphrase is the one that was hashed; a text that is no hash matches none. */
export async function matchesHash(passphrase: string, hashed: string): Promise<boolean> {
  return await compare(passphrase, hashed).catch(() => false);
}

/** The hash with a salt of 16 bytes, for keys that are derived from it. */
export async function hashWithSalt(
  passphrase: string,
  salt: Uint8Array,
  cost: number,
): Promise<string> {
  const encoded = encodeBase64(Uint8Array.from(salt), salt.length);
  return await hash(passphrase, `$2a$${String(cost).padStart(2, "0")}$${encoded}`);
}
