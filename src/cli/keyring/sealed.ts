import { z } from "zod";

/** What a sealed file holds: the name of the file and its contents. */
export interface SealedItem {
  readonly key: string;
  readonly data: Uint8Array;
}

/** The item in JSON, as the keyring library of Go programs writes it. */
const itemSchema = z.object({ Key: z.string(), Data: z.base64().nullable() });

/**
 * Iterations that are accepted: more would keep the processor busy for minutes, which a file that
 * somebody else wrote must not be able to.
 */
const MOST_ITERATIONS = 2_000_000;

/**
 * Seals an item with a passphrase as a compact JWE (PBES2-HS256+A128KW, A256GCM), the form in which
 * the keyrings of Cosmos chains keep their files. More iterations make guessing dearer.
 */
export async function seal(
  item: SealedItem,
  passphrase: string,
  iterations: number,
): Promise<string> {
  const json = {
    Key: item.key,
    Data: Buffer.from(item.data).toString("base64"),
    Label: "",
    Description: "",
    KeychainNotTrustApplication: false,
    KeychainNotSynchronizable: false,
  };
  const { CompactEncrypt } = await import("jose");
  return await new CompactEncrypt(Buffer.from(JSON.stringify(json)))
    .setProtectedHeader({
      alg: "PBES2-HS256+A128KW",
      enc: "A256GCM",
      created: new Date().toISOString(),
    })
    .setKeyManagementParameters({
      p2c: iterations,
      p2s: crypto.getRandomValues(new Uint8Array(16)),
    })
    .encrypt(Buffer.from(passphrase));
}

/** Opens a sealed file; undefined where the passphrase is another one or the file was changed. */
export async function unseal(text: string, passphrase: string): Promise<SealedItem | undefined> {
  const { compactDecrypt } = await import("jose");
  try {
    const { plaintext } = await compactDecrypt(text.trim(), Buffer.from(passphrase), {
      keyManagementAlgorithms: ["PBES2-HS256+A128KW"],
      contentEncryptionAlgorithms: ["A256GCM"],
      maxPBES2Count: MOST_ITERATIONS,
    });
    const { Key: key, Data: data } = itemSchema.parse(
      JSON.parse(Buffer.from(plaintext).toString()),
    );
    return { key, data: Buffer.from(data ?? "", "base64") };
  } catch {
    return undefined;
  }
}
