import { printToml } from "../../engine/comet/toml.js";
import { APP_COMMENTS, APP_SETTINGS } from "./app-settings.js";
import { CLIENT_COMMENTS, CLIENT_SETTINGS } from "./client-settings.js";

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

/** Text of `app.toml`: all well-known keys, with comments that say which of them do nothing. */
export function appToml({ api, development }: HomeChoices): string {
  const { "": top, ...sections } = APP_SETTINGS;
  const chosen = {
    ...sections,
    telemetry: {
      ...sections.telemetry,
      enabled: development,
      "prometheus-retention-time": development ? 60 : 0,
    },
    api: {
      ...sections.api,
      address: api,
      swagger: development,
      "enabled-unsafe-cors": development,
    },
    embedded: { ...sections.embedded, instant: development },
  };
  return printToml(top, chosen, APP_COMMENTS);
}

/** Text of `client.toml`; the keys after `broadcast-mode` are this project's own. */
export function clientToml({ chainId, denom, rpc, development }: HomeChoices): string {
  const chosen = {
    ...CLIENT_SETTINGS[""],
    "chain-id": chainId,
    output: development ? "brief" : "",
    node: rpc,
    denom,
    "gas-prices": `0.025${denom}`,
    wait: development,
    confirm: !development,
  };
  return printToml(chosen, {}, CLIENT_COMMENTS);
}
