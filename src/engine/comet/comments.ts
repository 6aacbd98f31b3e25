import type { TomlComments } from "./toml.js";

/** Comments of `config.toml`. The embedded engine reads the keys that say so; CometBFT reads all. */
export const COMET_COMMENTS: TomlComments = {
  version: `Configuration of CometBFT. The embedded engine reads the same file: moniker, proxy_app and
[rpc] here, and what its documentation names; the other keys wait for CometBFT.`,
  proxy_app: "Where CometBFT finds the application, and where the application listens for it.",
  moniker: "Name of the node.",
  db_backend: "Database of CometBFT's own data.",
  log_level: "Level of CometBFT's log, for all or by module, as consensus:debug,*:error.",
  priv_validator_laddr: "Where a remote signer connects; empty for the key file.",
  "[rpc]": "The RPC.",
  "rpc.laddr": "Where the RPC listens.",
  "rpc.cors_allowed_origins": `Origins of web pages that may use the RPC; "*" for all.`,
  "rpc.unsafe": "Whether methods that control the node are served.",
  "rpc.max_request_batch_size": "Requests in one batch. CosmJS sends more than ten at once.",
  "[p2p]": "Peers of CometBFT.",
  "p2p.external_address":
    "Address that other nodes are told; empty for the one that is listened at.",
  "p2p.persistent_peers": "Peers that are always dialled, as id@host:port; several by commas.",
  "[mempool]": "Transactions that wait for a block.",
  "[statesync]": "Starting from a snapshot of the state that other nodes hold.",
  "statesync.rpc_servers": "At least two RPC addresses that headers are checked against.",
  "[blocksync]": "Fetching blocks that were missed.",
  "[consensus]": "Making blocks. timeout_commit is what sets the time between two of them.",
  "[storage]": "What CometBFT keeps.",
  "[tx_index]": "The index of transactions: kv, null or psql.",
  "[instrumentation]": "Metrics of CometBFT, for Prometheus.",
};
