import { readGasPrices } from "../text/gas.js";
import { addressFault, choiceFault, durationFault, faultOf, numberFault } from "./checks.js";
import type { Checks, Sections } from "./settings.js";

/** Keys of `app.toml` with their defaults: the well-known ones, then this project's own sections. */
export const APP_SETTINGS = {
  "": {
    "minimum-gas-prices": "",
    "query-gas-limit": "0",
    pruning: "default",
    "pruning-keep-recent": "0",
    "pruning-interval": "0",
    "halt-height": 0,
    "halt-time": 0,
    "min-retain-blocks": 0,
    "inter-block-cache": true,
    "index-events": [],
    "iavl-cache-size": 781_250,
    "iavl-disable-fastnode": false,
    "app-db-backend": "",
  },
  telemetry: {
    "service-name": "",
    enabled: false,
    "enable-hostname": false,
    "enable-hostname-label": false,
    "enable-service-label": false,
    "prometheus-retention-time": 0,
    "global-labels": [],
    "metrics-sink": "",
    "statsd-addr": "",
    "datadog-hostname": "",
  },
  api: {
    enable: true,
    swagger: false,
    address: "tcp://localhost:1317",
    "max-open-connections": 1000,
    "rpc-read-timeout": 10,
    "rpc-write-timeout": 0,
    "rpc-max-body-bytes": 1_000_000,
    "enabled-unsafe-cors": false,
  },
  grpc: {
    enable: false,
    address: "localhost:9090",
    "max-recv-msg-size": "10485760",
    "max-send-msg-size": "2147483647",
  },
  "grpc-web": { enable: true },
  "state-sync": { "snapshot-interval": 0, "snapshot-keep-recent": 2 },
  "streaming.abci": { keys: [], plugin: "", "stop-node-on-err": true },
  mempool: { "max-txs": -1 },
  gateway: {
    "rate-limit": 0,
    "rate-burst": 0,
    "trusted-proxies": [],
    "stop-grace": "5s",
    "ready-max-block-age": "1m",
  },
  embedded: { "block-time": "1s", instant: false },
} as const satisfies Sections;

/** How often `pruning` keeps what. */
export const PRUNINGS = ["default", "nothing", "everything", "custom"] as const;

/** What the values of `app.toml` must be, beyond their kinds. */
export const APP_CHECKS: Checks = {
  "minimum-gas-prices": faultOf(readGasPrices),
  "query-gas-limit": numberFault,
  pruning: choiceFault(PRUNINGS),
  "pruning-keep-recent": numberFault,
  "pruning-interval": numberFault,
  "halt-height": numberFault,
  "halt-time": numberFault,
  "min-retain-blocks": numberFault,
  "telemetry.prometheus-retention-time": numberFault,
  "api.address": addressFault,
  "api.max-open-connections": numberFault,
  "api.rpc-read-timeout": numberFault,
  "api.rpc-write-timeout": numberFault,
  "api.rpc-max-body-bytes": numberFault,
  "grpc.address": addressFault,
  "state-sync.snapshot-interval": numberFault,
  "state-sync.snapshot-keep-recent": numberFault,
  "gateway.rate-limit": numberFault,
  "gateway.rate-burst": numberFault,
  "gateway.stop-grace": durationFault,
  "gateway.ready-max-block-age": durationFault,
  "embedded.block-time": durationFault,
};

/** Comments of `app.toml`: of a section under its name in brackets, of a key under its whole name. */
export const APP_COMMENTS: Readonly<Record<string, string>> = {
  "minimum-gas-prices": `Least price of gas that this node takes into its mempool, as "0.025uvna"; several by commas.`,
  "query-gas-limit": "Gas that one query may use, over REST or RPC; 0 sets no limit.",
  pruning: `How much history stays readable:
default     the last 362880 heights, pruned every 10 blocks
nothing     every height
everything  the last 2 heights, pruned every 10 blocks
custom      what the two keys below say`,
  "pruning-keep-recent": "Heights that stay readable (custom).",
  "pruning-interval": "Blocks between two prunings (custom).",
  "halt-height": "Height after which the node stops by itself; 0 for never.",
  "halt-time": "Time of the block after which the node stops, in seconds since 1970; 0 for never.",
  "min-retain-blocks": "Blocks that the engine is asked to keep; 0 keeps all.",
  "inter-block-cache": "Kept for compatibility: the store caches by itself.",
  "index-events": `Attributes of events that can be searched for, as "message.action"; an empty list means all.`,
  "iavl-cache-size": "Kept for compatibility: the tree is held in memory.",
  "iavl-disable-fastnode": "Kept for compatibility: the tree has no second index.",
  "app-db-backend": "Kept for compatibility: the database is LevelDB.",
  "[telemetry]": "Metrics of the application, in the form of Prometheus.",
  "telemetry.service-name": "Put before the names of the application's own metrics.",
  "telemetry.enable-hostname":
    "Kept for compatibility, as are the labels and sinks of other collectors below.",
  "telemetry.prometheus-retention-time":
    "Seconds; above 0 the REST server serves /metrics. Values do not expire.",
  "telemetry.global-labels": "Labels of all metrics: a list of [name, value].",
  "[api]": "The REST server. It is on unless told otherwise here or by --no-api.enable.",
  "api.swagger": "Whether a page for reading the API is served.",
  "api.max-open-connections": "Most connections at once.",
  "api.rpc-read-timeout": "Seconds that a request may take to arrive.",
  "api.rpc-write-timeout": "Seconds that an answer may take; 0 sets no limit.",
  "api.rpc-max-body-bytes": "Largest request, bytes.",
  "api.enabled-unsafe-cors": "Whether web pages of any origin may use the REST server.",
  "[grpc]": "There is no gRPC server yet; the keys are kept for the scripts that set them.",
  "[grpc-web]": "Kept for compatibility, as [grpc] is.",
  "[state-sync]": "Snapshots that other nodes can start from.",
  "state-sync.snapshot-interval": "Blocks between two snapshots; 0 makes none.",
  "state-sync.snapshot-keep-recent": "Snapshots that are kept; 0 keeps all.",
  "[streaming.abci]": "Kept for compatibility: there are no plugins.",
  "[mempool]": "The application's own mempool, kept for compatibility: the engine holds one.",
  "[gateway]":
    "Bounds of the REST server that Cosmos SDK does not have. These keys are this node's own.",
  "gateway.rate-limit": "Requests a second that one address may send; 0 sets no limit.",
  "gateway.rate-burst":
    "Requests at once that one address may send after a pause; 0: twice the rate.",
  "gateway.trusted-proxies": `Addresses and networks, as "10.0.0.0/8", whose X-Forwarded-For names the client.`,
  "gateway.stop-grace": "Time that requests under way have once the node stops.",
  "gateway.ready-max-block-age":
    "Age of the last block above which /ready says no; 0s for any age.",
  "[embedded]": "The engine that makes blocks without CometBFT. These keys are this node's own.",
  "embedded.block-time": "Time between two blocks.",
  "embedded.instant": "Make a block as soon as a transaction comes.",
};
