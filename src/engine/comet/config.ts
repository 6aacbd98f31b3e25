import { COMET_VERSION } from "../embedded/protocol.js";
import { COMET_COMMENTS } from "./comments.js";
import { printToml, type TomlTable, type TomlValue } from "./toml.js";

/** What of CometBFT's configuration is chosen when a home is made. */
export interface CometConfig {
  readonly moniker: string;
  /** `tcp://127.0.0.1:26658` unless told. */
  readonly proxyApp?: string;
  /** `tcp://127.0.0.1:26657` unless told. */
  readonly rpcListen?: string;
  /** `tcp://0.0.0.0:26656` unless told. */
  readonly p2pListen?: string;
  /** Further values as `section.key`, or `key` of the top. */
  readonly values?: Readonly<Record<string, TomlValue>>;
}

/** Text of `config.toml` for CometBFT 0.38. Throws where `values` names a key that is not there. */
export function cometConfigText(config: CometConfig): string {
  const { moniker, proxyApp, rpcListen, p2pListen, values = {} } = config;
  const chosen = new Map<string, TomlValue>([["moniker", moniker]]);
  if (proxyApp !== undefined) chosen.set("proxy_app", proxyApp);
  if (rpcListen !== undefined) chosen.set("rpc.laddr", rpcListen);
  if (p2pListen !== undefined) chosen.set("p2p.laddr", p2pListen);
  for (const [key, value] of Object.entries(values)) chosen.set(key, value);
  const { "": usual, ...rest } = COMET_SETTINGS;
  const top = replaced(usual, "", chosen);
  const sections = Object.entries(rest).map(
    ([name, table]) => [name, replaced(table, `${name}.`, chosen)] as const,
  );
  const [unknown] = chosen.keys();
  if (unknown !== undefined) throw new Error(`CometBFT's configuration has no ${unknown}`);
  return printToml(top, Object.fromEntries(sections), COMET_COMMENTS);
}

/** The table with chosen values in it, which are taken out of `chosen`. */
function replaced(table: TomlTable, prefix: string, chosen: Map<string, TomlValue>): TomlTable {
  const entries = Object.entries(table).map(([key, usual]) => {
    const value = chosen.get(prefix + key) ?? usual;
    chosen.delete(prefix + key);
    return [key, value] as const;
  });
  return Object.fromEntries(entries);
}

/** Keys of `config.toml` with their defaults, by section; those of the top under the empty name. */
export const COMET_SETTINGS = {
  "": {
    version: COMET_VERSION,
    proxy_app: "tcp://127.0.0.1:26658",
    moniker: "node",
    db_backend: "goleveldb",
    db_dir: "data",
    log_level: "info",
    log_format: "plain",
    genesis_file: "config/genesis.json",
    priv_validator_key_file: "config/priv_validator_key.json",
    priv_validator_state_file: "data/priv_validator_state.json",
    priv_validator_laddr: "",
    node_key_file: "config/node_key.json",
    abci: "socket",
    filter_peers: false,
  },
  rpc: {
    laddr: "tcp://127.0.0.1:26657",
    cors_allowed_origins: [],
    cors_allowed_methods: ["HEAD", "GET", "POST"],
    cors_allowed_headers: ["Origin", "Accept", "Content-Type", "X-Requested-With", "X-Server-Time"],
    grpc_laddr: "",
    grpc_max_open_connections: 900,
    unsafe: false,
    max_open_connections: 900,
    max_subscription_clients: 100,
    max_subscriptions_per_client: 5,
    experimental_subscription_buffer_size: 200,
    experimental_websocket_write_buffer_size: 200,
    experimental_close_on_slow_client: false,
    timeout_broadcast_tx_commit: "10s",
    // CosmJS sends batches of this order; CometBFT's own limit of ten refuses them.
    max_request_batch_size: 100,
    max_body_bytes: 1_000_000,
    max_header_bytes: 1_048_576,
    tls_cert_file: "",
    tls_key_file: "",
    pprof_laddr: "localhost:6060",
  },
  p2p: {
    laddr: "tcp://0.0.0.0:26656",
    external_address: "",
    seeds: "",
    persistent_peers: "",
    addr_book_file: "config/addrbook.json",
    addr_book_strict: true,
    max_num_inbound_peers: 40,
    max_num_outbound_peers: 10,
    unconditional_peer_ids: "",
    persistent_peers_max_dial_period: "0s",
    flush_throttle_timeout: "100ms",
    max_packet_msg_payload_size: 1024,
    send_rate: 5_120_000,
    recv_rate: 5_120_000,
    pex: true,
    seed_mode: false,
    private_peer_ids: "",
    allow_duplicate_ip: false,
    handshake_timeout: "20s",
    dial_timeout: "3s",
  },
  mempool: {
    type: "flood",
    recheck: true,
    recheck_timeout: "1s",
    broadcast: true,
    wal_dir: "",
    size: 5000,
    max_txs_bytes: 1_073_741_824,
    cache_size: 10_000,
    "keep-invalid-txs-in-cache": false,
    max_tx_bytes: 1_048_576,
    max_batch_bytes: 0,
    experimental_max_gossip_connections_to_persistent_peers: 0,
    experimental_max_gossip_connections_to_non_persistent_peers: 0,
  },
  statesync: {
    enable: false,
    rpc_servers: "",
    trust_height: 0,
    trust_hash: "",
    trust_period: "168h0m0s",
    discovery_time: "15s",
    temp_dir: "",
    chunk_request_timeout: "10s",
    chunk_fetchers: "4",
  },
  blocksync: { version: "v0" },
  consensus: {
    wal_file: "data/cs.wal/wal",
    timeout_propose: "3s",
    timeout_propose_delta: "500ms",
    timeout_prevote: "1s",
    timeout_prevote_delta: "500ms",
    timeout_precommit: "1s",
    timeout_precommit_delta: "500ms",
    timeout_commit: "5s",
    double_sign_check_height: 0,
    skip_timeout_commit: false,
    create_empty_blocks: true,
    create_empty_blocks_interval: "0s",
    peer_gossip_sleep_duration: "100ms",
    peer_query_maj23_sleep_duration: "2s",
  },
  storage: { discard_abci_responses: false },
  tx_index: { indexer: "kv", "psql-conn": "" },
  instrumentation: {
    prometheus: false,
    prometheus_listen_addr: ":26660",
    max_open_connections: 3,
    namespace: "cometbft",
  },
} as const satisfies Readonly<Record<string, TomlTable>>;
