import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { parseAccount } from "../../keeper/addresses.js";
import { CliError } from "../failure.js";
import { accountAddress, type KeyPair, keyPair } from "./derive.js";

/** A key with its name. */
export interface NamedKey extends KeyPair {
  readonly name: string;
  readonly address: string;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const SUFFIX = ".json";

const keyFile = z.object({
  version: z.literal(1),
  name: z.string(),
  private_key: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Keys in files that are not encrypted, readable by their owner alone: for development. */
export class TestKeyring {
  constructor(
    private readonly folder: string,
    private readonly prefix: string,
  ) {}

  /** Names in alphabetical order. */
  list(): readonly NamedKey[] {
    if (!existsSync(this.folder)) return [];
    const files = readdirSync(this.folder).filter((file) => file.endsWith(SUFFIX));
    return files.sort().map((file) => this.read(join(this.folder, file)));
  }

  /** A key by its name. */
  find(name: string): NamedKey | undefined {
    if (!NAME.test(name)) return undefined;
    const path = this.path(name);
    return existsSync(path) ? this.read(path) : undefined;
  }

  /** A key by its name or address. Throws CliError when there is none. */
  load(nameOrAddress: string): NamedKey {
    const address = parseAccount(this.prefix, nameOrAddress);
    const found =
      this.find(nameOrAddress) ??
      (address === undefined ? undefined : this.list().find((key) => key.address === address));
    if (found !== undefined) return found;
    throw new CliError(`no key ${nameOrAddress} in the keyring ${this.folder}: key not found`);
  }

  /** Stores a key. Throws CliError when the name is taken or no name. */
  add(name: string, { privateKey }: Pick<KeyPair, "privateKey">): NamedKey {
    if (!NAME.test(name) || parseAccount(this.prefix, name) !== undefined) {
      throw new CliError(`${JSON.stringify(name)} is no key name: letters, digits and . _ - only`);
    }
    if (existsSync(this.path(name))) throw new CliError(`a key ${name} exists already`);
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const file = { version: 1, name, private_key: Buffer.from(privateKey).toString("hex") };
    writeFileSync(this.path(name), `${JSON.stringify(file)}\n`, { mode: 0o600, flag: "wx" });
    return this.named(name, privateKey);
  }

  /** Account address of a key name; an address is given back in its canonical form. Throws CliError. */
  addressOf(nameOrAddress: string): string {
    const key = this.find(nameOrAddress);
    const address = key?.address ?? parseAccount(this.prefix, nameOrAddress);
    if (address !== undefined) return address;
    throw new CliError(`${nameOrAddress} is neither an account address nor a key of the keyring`);
  }

  private path(name: string): string {
    return join(this.folder, `${name}${SUFFIX}`);
  }

  private read(path: string): NamedKey {
    const parsed = keyFile.safeParse(readJson(path));
    if (!parsed.success) throw new CliError(`${path} is no key file of this keyring`);
    return this.named(parsed.data.name, Buffer.from(parsed.data.private_key, "hex"));
  }

  private named(name: string, privateKey: Uint8Array): NamedKey {
    const pair = keyPair(new Uint8Array(privateKey));
    return { ...pair, name, address: accountAddress(this.prefix, pair.publicKey) };
  }
}

/** The keyring of a backend. Throws CliError for those that this build does not have. */
export function openKeyring(backend: string, folder: string, prefix: string): TestKeyring {
  if (backend === "test") return new TestKeyring(folder, prefix);
  throw new CliError(
    `keyring backend ${backend} is not supported yet; only "test" is, which does not encrypt its keys`,
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
