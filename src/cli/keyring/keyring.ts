import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  type PublicKey,
  packPublicKey,
  publicKeyAddress,
  unpackPublicKey,
} from "../../abci/sign/public-key.js";
import { addressBytes, addressText, parseAccount } from "../../keeper/addresses.js";
import { ChainError } from "../../keeper/errors.js";
import { WireError } from "../../wire/descriptor.js";
import { CliError } from "../failure.js";
import { syncFolder, writeWhole } from "../write-whole.js";
import { type KeyPair, keyPair } from "./key-pair.js";
import type { Lock } from "./passphrase.js";
import {
  decodeRecord,
  encodeRecord,
  type KeyKind,
  packPrivateKey,
  unpackPrivateKey,
} from "./record.js";
import { seal, unseal } from "./sealed.js";

/** A key of a keyring. */
export interface StoredKey {
  readonly name: string;
  readonly kind: KeyKind;
  readonly address: string;
  readonly publicKey: PublicKey;
  /** 32 bytes; a local key alone has them. */
  readonly privateKey: Uint8Array | undefined;
}

/** A key that can sign. */
export interface NamedKey extends KeyPair {
  readonly name: string;
  readonly address: string;
}

/** What is added under a name: a private key, or a public key alone. */
export type NewKey =
  | Pick<KeyPair, "privateKey">
  | { readonly publicKey: PublicKey; readonly kind: "multi" | "offline" };

const RECORD = ".info";
const ADDRESS = ".address";
const NAME = /^[\p{L}\p{N}][^\p{C}/\\]{0,63}$/u;

/**
 * Keys in sealed files of one folder, in the form in which Cosmos chains keep theirs: a record for
 * each name, and a file for each address that says which record it belongs to.
 */
export class Keyring {
  constructor(
    readonly folder: string,
    private readonly prefix: string,
    private readonly lock: Lock,
  ) {}

  /** All keys, in the order of their names. */
  async list(): Promise<readonly StoredKey[]> {
    const keys: StoredKey[] = [];
    for (const file of this.files(RECORD)) keys.push(await this.read(file));
    return keys.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** A key by its name. Throws CliError where its file does not open. */
  async find(name: string): Promise<StoredKey | undefined> {
    const file = fileName(name, RECORD);
    return existsSync(join(this.folder, file)) ? await this.read(file) : undefined;
  }

  /** A key by its name or address. Throws CliError when there is none. */
  async load(nameOrAddress: string): Promise<StoredKey> {
    const address = parseAccount(this.prefix, nameOrAddress);
    const found =
      (await this.find(nameOrAddress)) ??
      (address === undefined ? undefined : await this.findAddress(address));
    if (found !== undefined) return found;
    const old = existsSync(join(this.folder, `${nameOrAddress}.json`));
    const hint = old ? "; vprd keys migrate takes over keys of an earlier version" : "";
    throw new CliError(
      `no key ${nameOrAddress} in the keyring ${this.folder}: key not found${hint}`,
    );
  }

  /** A key that can sign, by its name or address. Throws CliError when there is none. */
  async signing(nameOrAddress: string): Promise<NamedKey> {
    const { name, kind, address, privateKey } = await this.load(nameOrAddress);
    if (privateKey !== undefined) return { ...keyPair(privateKey), name, address };
    throw new CliError(`${name} is no key that can sign: the keyring holds it as ${kind}`);
  }

  /**
   * Stores a key; with `replace` in the place of the one of that name. Throws CliError when the name or
   * the key is there already, or the name is none.
   */
  async add(name: string, key: NewKey, { replace = false } = {}): Promise<StoredKey> {
    this.checkName(name);
    const stored = storedKey(this.prefix, name, key);
    const before = await this.find(name);
    if (before !== undefined && !replace) throw new CliError(`a key ${name} exists already`);
    const same = await this.findAddress(stored.address);
    if (same !== undefined && same.name !== name) {
      throw new CliError(`the key ${stored.address} is in the keyring already, as ${same.name}`);
    }
    if (before !== undefined) await this.delete(name);
    await this.write(stored);
    return stored;
  }

  /** Removes a key. Throws CliError when there is none. */
  async delete(name: string): Promise<void> {
    const { address } = await this.load(name);
    rmSync(join(this.folder, addressFile(address)), { force: true });
    rmSync(join(this.folder, fileName(name, RECORD)));
    syncFolder(this.folder);
  }

  /** Gives a key another name. Throws CliError when that name is taken, or none. */
  async rename(name: string, to: string): Promise<void> {
    this.checkName(to);
    const key = await this.load(name);
    if ((await this.find(to)) !== undefined) throw new CliError(`a key ${to} exists already`);
    await this.write({ ...key, name: to });
    rmSync(join(this.folder, fileName(key.name, RECORD)));
    syncFolder(this.folder);
  }

  /** Account address of a key name; an address is given back in its canonical form. Throws CliError. */
  async addressOf(nameOrAddress: string): Promise<string> {
    const address =
      parseAccount(this.prefix, nameOrAddress) ?? (await this.find(nameOrAddress))?.address;
    if (address !== undefined) return address;
    throw new CliError(`${nameOrAddress} is neither an account address nor a key of the keyring`);
  }

  /** Throws CliError for a text that is no name of a key. */
  checkName(name: string): void {
    if (NAME.test(name) && name.trim() === name && parseAccount(this.prefix, name) === undefined) {
      return;
    }
    throw new CliError(
      `${JSON.stringify(name)} is no key name: it begins with a letter or a digit and has no slashes`,
    );
  }

  private async findAddress(address: string): Promise<StoredKey | undefined> {
    const file = addressFile(address);
    if (!existsSync(join(this.folder, file))) {
      return (await this.list()).find((key) => key.address === address);
    }
    const record = Buffer.from(await this.open(file)).toString();
    return existsSync(join(this.folder, escaped(record)))
      ? await this.read(escaped(record))
      : undefined;
  }

  private files(suffix: string): readonly string[] {
    if (!existsSync(this.folder)) return [];
    const files = readdirSync(this.folder).filter((file) => file.endsWith(suffix));
    return files.filter((file) => !file.startsWith("."));
  }

  private async read(file: string): Promise<StoredKey> {
    const bytes = await this.open(file);
    try {
      const { name, kind, publicKey, privateKey } = decodeRecord(bytes);
      const key = unpackPublicKey(publicKey);
      const secret = privateKey === undefined ? undefined : unpackPrivateKey(privateKey);
      return { ...named(this.prefix, name, key), kind, privateKey: secret };
    } catch (error) {
      if (error instanceof WireError || error instanceof ChainError) {
        throw new CliError(`${join(this.folder, file)} holds no key that is known here`);
      }
      throw error;
    }
  }

  /** Contents of a sealed file, which must be the one that was written under its name. */
  private async open(file: string): Promise<Uint8Array> {
    const path = join(this.folder, file);
    const text = readFileSync(path, "utf8");
    const passphrase = await this.passphrase(file);
    const item = await unseal(text, passphrase);
    if (item !== undefined && escaped(item.key) === file) return item.data;
    throw new CliError(
      `${path} does not open with the passphrase of its keyring: it is damaged, or not of this keyring`,
    );
  }

  private async passphrase(file?: string): Promise<string> {
    const present = file ?? this.files(RECORD)[0];
    if (present === undefined) return await this.lock.passphrase(this.folder);
    return await this.lock.passphrase(this.folder, async (given) => {
      const text = readFileSync(join(this.folder, present), "utf8");
      return (await unseal(text, given)) !== undefined;
    });
  }

  private async write(key: StoredKey): Promise<void> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const passphrase = await this.passphrase();
    const { iterations } = this.lock;
    const sealed = async (file: string, data: Uint8Array) => {
      const text = await seal({ key: file, data }, passphrase, iterations);
      writeWhole(join(this.folder, escaped(file)), text);
    };
    const { name, kind, publicKey, privateKey } = key;
    const record = {
      name,
      kind,
      publicKey: packPublicKey(publicKey),
      privateKey: privateKey === undefined ? undefined : packPrivateKey(privateKey),
    };
    await sealed(`${name}${RECORD}`, encodeRecord(record));
    await sealed(addressFile(key.address), Buffer.from(`${name}${RECORD}`));
  }
}

/** A key as a keyring with this prefix of addresses would hold it. Throws CliError for bytes that are none. */
export function storedKey(prefix: string, name: string, key: NewKey): StoredKey {
  if ("kind" in key) return { ...named(prefix, name, key.publicKey), kind: key.kind };
  const { privateKey, publicKey } = keyPair(new Uint8Array(key.privateKey));
  return { ...named(prefix, name, { kind: "secp256k1", key: publicKey }), privateKey };
}

function named(prefix: string, name: string, publicKey: PublicKey): StoredKey {
  const address = addressText(prefix, publicKeyAddress(publicKey));
  return { name, kind: "local", address, publicKey, privateKey: undefined };
}

function addressFile(address: string): string {
  return `${Buffer.from(addressBytes(address)).toString("hex")}${ADDRESS}`;
}

function fileName(name: string, suffix: string): string {
  return escaped(`${name}${suffix}`);
}

/** The escapes of file names: slashes and the escape's own sign. */
function escaped(name: string): string {
  return name.replace(/[%/]/g, (sign) => (sign === "/" ? "%2F" : "%25"));
}
