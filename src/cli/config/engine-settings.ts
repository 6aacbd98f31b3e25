import { COMET_SETTINGS } from "../../engine/comet/config.js";
import { addressFault, choiceFault, durationFault } from "./checks.js";
import { type Check, type Checks, keyName, type Section } from "./settings.js";

/** Keys of `config.toml` with their defaults, as CometBFT reads them. */
export const ENGINE_SETTINGS = COMET_SETTINGS;

/** Nothing, or an address. */
const optionalAddress: Check = (value) => (value === "" ? undefined : addressFault(value));

/** Keys whose default is a duration hold one. */
const durations = Object.entries<Section>(ENGINE_SETTINGS).flatMap(([section, table]) =>
  Object.entries(table)
    .filter(([, usual]) => durationFault(usual) === undefined)
    .map(([key]) => keyName(section, key)),
);

/** What the values of `config.toml` must be, beyond their kinds. */
export const ENGINE_CHECKS: Checks = {
  ...Object.fromEntries(durations.map((name) => [name, durationFault])),
  proxy_app: addressFault,
  "rpc.laddr": addressFault,
  "rpc.grpc_laddr": optionalAddress,
  "p2p.laddr": addressFault,
  "p2p.external_address": optionalAddress,
  "instrumentation.prometheus_listen_addr": optionalAddress,
  log_format: choiceFault(["plain", "json"]),
  abci: choiceFault(["socket", "grpc"]),
  "tx_index.indexer": choiceFault(["kv", "null", "psql"]),
  "mempool.type": choiceFault(["flood", "nop"]),
};
