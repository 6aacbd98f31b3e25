import { printToml } from "../../engine/comet/toml.js";

/** What a new home's files say. */
export interface HomeChoices {
  readonly chainId: string;
  readonly denom: string;
  /** `tcp://127.0.0.1:26657` */
  readonly rpc: string;
  /** `tcp://127.0.0.1:1317` */
  readonly api: string;
  /** A development chain: open to browsers, blocks at once, commands wait and ask nothing. */
  readonly development: boolean;
}

/** Text of `app.toml`: the well-known keys that this node reads. */
export function appToml({ api, development }: HomeChoices): string {
  return printToml(
    { "minimum-gas-prices": "" },
    {
      api: { enable: true, address: api, "enabled-unsafe-cors": development },
      grpc: { enable: false, address: "localhost:9090" },
      embedded: { "block-time": "1s", instant: development },
    },
  );
}

/** Text of `client.toml`; the keys after `broadcast-mode` are this project's own. */
export function clientToml({ chainId, denom, rpc, development }: HomeChoices): string {
  return printToml(
    {
      "chain-id": chainId,
      "keyring-backend": "test",
      output: development ? "brief" : "",
      node: rpc,
      "broadcast-mode": "sync",
      denom,
      "gas-prices": `0.025${denom}`,
      wait: development,
      confirm: !development,
    },
    {},
  );
}
