import { ensureKeys } from "../engine/comet/home.js";
import type { TomlValue } from "../engine/comet/toml.js";
import { nodeId } from "../engine/embedded/keys.js";
import { genesisJson, writeGenesisFile } from "../engine/home/genesis-doc.js";
import type { GenesisDocument } from "./genesis/file.js";
import { cliPaths } from "./home.js";
import { makeHome, type NewHome } from "./new-home.js";

/** Where one validator lives. */
export interface NetworkPlace {
  readonly home: string;
  /** Name or address under which the others reach it. */
  readonly host: string;
  readonly ports: NetworkPorts;
}

export interface NetworkPorts {
  readonly p2p: number;
  readonly rpc: number;
  readonly abci: number;
  readonly api: number;
}

/** A network to be made. */
export interface NewNetwork {
  readonly places: readonly NetworkPlace[];
  readonly chainId: string;
  readonly denom: string;
  /** Whether RPC, REST and peers listen on every address of the machine. */
  readonly listenAll: boolean;
  /** Further values of every `config.toml`, by `section.key`. */
  readonly values: Readonly<Record<string, TomlValue>>;
  /** Puts accounts into the genesis. */
  fill(document: GenesisDocument): GenesisDocument;
}

/** One validator of a network that was made. */
export interface NetworkNode extends NetworkPlace {
  /** `id@host:port`, as peers write it. */
  readonly peer: string;
}

/** Power of each validator. */
const POWER = 10n;

/**
 * Makes the homes of a network: the same genesis with all validators in each, and in its
 * configuration the others as peers. Throws CliError where a home is there already.
 */
export function makeNetwork(wanted: NewNetwork): readonly NetworkNode[] {
  const { places, chainId, fill } = wanted;
  const nodes = places.map((place) => {
    const keys = ensureKeys(place.home);
    return { ...place, keys, peer: `${nodeId(keys.node)}@${place.host}:${place.ports.p2p}` };
  });
  const made = nodes.map((node, index) => {
    const others = nodes.filter((other) => other !== node).map(({ peer }) => peer);
    return makeHome({ ...homeOf(wanted, node, index), values: valuesOf(wanted, node, others) });
  });
  const validators = nodes.map(({ keys: { validator } }, index) => {
    return { publicKey: validator.publicKey, power: POWER, name: nameOf(index) };
  });
  const time = BigInt(Date.now()) * 1_000_000n;
  const appState = made[0]?.appState ?? {};
  const bare = genesisJson({ chainId, time, validators, appState });
  const document = fill({ ...bare, app_state: appState });
  for (const { home } of nodes) {
    writeGenesisFile(cliPaths(home).genesis, document, { overwrite: true });
  }
  return nodes.map(({ keys: _, ...node }) => node);
}

const nameOf = (index: number): string => `node${index}`;

function homeOf(wanted: NewNetwork, { home, ports }: NetworkPlace, index: number): NewHome {
  const { chainId, denom, listenAll } = wanted;
  const host = listenAll ? "0.0.0.0" : "127.0.0.1";
  return {
    ...{ home, chainId, denom, overwrite: false, development: false, moniker: nameOf(index) },
    rpc: `tcp://${host}:${ports.rpc}`,
    api: `tcp://${host}:${ports.api}`,
  };
}

function valuesOf(wanted: NewNetwork, { host, ports }: NetworkPlace, others: readonly string[]) {
  return {
    proxy_app: `tcp://127.0.0.1:${ports.abci}`,
    "p2p.laddr": `tcp://${host === LOOPBACK ? host : "0.0.0.0"}:${ports.p2p}`,
    "p2p.persistent_peers": others.join(","),
    // Nodes of one machine or of one network of containers have addresses that nobody routes.
    "p2p.addr_book_strict": false,
    "p2p.allow_duplicate_ip": true,
    ...wanted.values,
  };
}

/** Where the nodes of a network on one machine find each other. */
export const LOOPBACK = "127.0.0.1";
