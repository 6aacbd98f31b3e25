import { readGasPrices } from "../text/gas.js";
import { choiceFault, faultOf } from "./checks.js";
import type { Checks, Sections } from "./settings.js";

/** Keys of `client.toml` with their defaults; those after `broadcast-mode` are this project's own. */
export const CLIENT_SETTINGS = {
  "": {
    "chain-id": "",
    "keyring-backend": "test",
    "keyring-default-keyname": "",
    output: "",
    node: "tcp://localhost:26657",
    "broadcast-mode": "sync",
    denom: "uvna",
    "bech32-prefix": "verana",
    "gas-prices": "",
    wait: false,
    confirm: true,
  },
} as const satisfies Sections;

/** What the values of `client.toml` must be, beyond their kinds. */
export const CLIENT_CHECKS: Checks = {
  "keyring-backend": choiceFault(["test", "file", "os", "memory", "kwallet", "pass", "keychain"]),
  output: choiceFault(["text", "json", "brief", ""]),
  "broadcast-mode": choiceFault(["sync", "async"]),
  "gas-prices": faultOf(readGasPrices),
};

/** Comments of `client.toml` by key. */
export const CLIENT_COMMENTS: Readonly<Record<string, string>> = {
  "chain-id": "The chain that transactions are signed for.",
  "keyring-backend":
    "Where keys are: test (not encrypted, for development), file (encrypted with a passphrase).",
  "keyring-default-keyname": "The key that signs where --from is not given.",
  output: `How answers are printed: text, json or brief; "" means json for tx and text for query.`,
  node: "RPC of the node that commands ask.",
  "broadcast-mode": "Whether a broadcast waits for the check of the transaction: sync or async.",
  denom: "Base denomination of fees. This key and those below are this project's own.",
  "bech32-prefix": "Prefix of account addresses.",
  "gas-prices": `Prices that fees are worked out from when no flag tells; "" means 0.025 of the denomination.`,
  wait: "Wait until a transaction is in a block.",
  confirm: "Ask before a transaction is broadcast.",
};
