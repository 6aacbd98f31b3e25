import type { Command } from "commander";
import {
  MsgCreateExchangeRate,
  MsgGrantExchangeRateAuthorization,
  MsgRevokeExchangeRateAuthorization,
  MsgSetExchangeRateState,
  MsgUpdateExchangeRate,
} from "../../gen/verana/xr/v1.js";
import { governedCommand } from "../tx/governed-command.js";
import { messageCommand } from "../tx/message-command.js";

/** `tx xr …`: rates are governance's, but what they are is pushed by the accounts that it authorizes. */
export function txExchangeRateCommands(): readonly Command[] {
  return [
    messageCommand({
      name: "update-exchange-rate",
      summary: "push a fresh rate, as an account that governance authorized",
      type: MsgUpdateExchangeRate,
      args: ["id", "rate"],
      example: "update-exchange-rate 1 2510000 --from oracle",
    }),
    governedCommand({
      name: "create-exchange-rate",
      summary: "create the exchange rate of a pair of assets, disabled",
      type: MsgCreateExchangeRate,
      without: ["state"],
      defaults: { rate_scale: "0", validity_duration: "24h" },
      title: "Create an exchange rate",
      example:
        "create-exchange-rate --base-asset-type fiat --base-asset EUR --quote-asset-type coin " +
        "--quote-asset uvna --rate 2500000 --rate-scale 2 --deposit 10000000uvna --from alice",
    }),
    governedCommand({
      name: "set-exchange-rate-state",
      summary: "enable an exchange rate, or disable it without --state",
      type: MsgSetExchangeRateState,
      args: ["id"],
      title: "Enable or disable an exchange rate",
      example: "set-exchange-rate-state 1 --state --deposit 10000000uvna --from alice",
    }),
    governedCommand({
      name: "grant-exchange-rate-authz",
      summary: "let an account update an exchange rate",
      type: MsgGrantExchangeRateAuthorization,
      args: ["xr_id", "operator"],
      title: "Authorize an oracle",
      example:
        "grant-exchange-rate-authz 1 oracle --expiration 2030-01-01T00:00:00Z --min-interval 10s " +
        "--max-deviation-bps 500 --deposit 10000000uvna --from alice",
    }),
    governedCommand({
      name: "revoke-exchange-rate-authz",
      summary: "take an account's authorization to update an exchange rate back",
      type: MsgRevokeExchangeRateAuthorization,
      args: ["xr_id", "operator"],
      title: "Revoke an oracle",
      example: "revoke-exchange-rate-authz 1 oracle --deposit 10000000uvna --from alice",
    }),
  ];
}
