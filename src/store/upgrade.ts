import type { Head } from "./archive.js";
import type { StoreChanges } from "./change-log.js";
import { StoreFault, type StoreReader } from "./contract.js";
import type { Versions } from "./versions.js";

/** How the set of stores changes at a version. */
export interface StoreUpgrade {
  readonly added?: readonly string[];
  /** From, to: the keys are copied in their order into a new tree. */
  readonly renamed?: readonly (readonly [from: string, to: string])[];
  readonly deleted?: readonly string[];
}

/** Says from the last committed state how the set of stores changes with the next version. */
export type ChooseUpgrade = (state: StoreReader, next: bigint) => StoreUpgrade | undefined;

interface Wanted {
  readonly stores: readonly string[];
  readonly upgrade?: StoreUpgrade | ChooseUpgrade;
}

/**
 * Mounts the wanted stores and gives the changes this made to the next version. An upgrade that
 * was committed already changes nothing.
 */
export function mountStores(versions: Versions, head: Head, wanted: Wanted): StoreChanges[] {
  const names = [...new Set(wanted.stores)].sort();
  if (names.length < wanted.stores.length) throw new StoreFault("two stores have the same name");
  if (head.version === 0n) {
    for (const name of names) versions.mount(name);
    return [];
  }
  if (sameNames(versions.names, names)) return [];
  const changes = upgradeStores(versions, head.version + 1n, chosen(versions, head, wanted));
  if (sameNames(versions.names, names)) return changes;
  const missing = names.filter((name) => !versions.names.includes(name));
  const extra = versions.names.filter((name) => !names.includes(name));
  const listed = [
    ...missing.map((name) => `no ${name}`),
    ...extra.map((name) => `a store ${name}`),
  ];
  throw new StoreFault(`the database has ${listed.join(", ")}, unlike what was asked for`);
}

function chosen(versions: Versions, head: Head, { upgrade }: Wanted): StoreUpgrade {
  if (typeof upgrade !== "function") return upgrade ?? {};
  return upgrade({ store: (name) => versions.live(name) }, head.version + 1n) ?? {};
}

function upgradeStores(versions: Versions, version: bigint, upgrade: StoreUpgrade): StoreChanges[] {
  const { added = [], renamed = [], deleted = [] } = upgrade;
  const copies = renamed.map(([from, to]) => {
    const entries = [...versions.live(from).iterate()];
    return { from, name: to, writes: entries.map(([key, value]) => ({ key, value })) };
  });
  for (const name of deleted) versions.unmount(version, name);
  for (const { from } of copies) versions.unmount(version, from);
  for (const name of [...added, ...copies.map((copy) => copy.name)]) {
    if (versions.names.includes(name)) throw new StoreFault(`store ${name} is there already`);
    versions.mount(name);
  }
  for (const { name, writes } of copies) versions.apply(version, name, writes);
  return copies.map(({ name, writes }) => ({ name, writes }));
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
