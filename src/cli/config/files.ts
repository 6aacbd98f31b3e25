import { existsSync, readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { z } from "zod";
import { CliError, messageOf } from "../failure.js";
import { cliPaths } from "../home.js";

/** The keys that are read; others are left to who knows them. */
const clientSchema = z.looseObject({
  "chain-id": z.string().default(""),
  "keyring-backend": z.string().default("test"),
  output: z.enum(["text", "json", "brief", ""]).default(""),
  node: z.string().default(""),
  "broadcast-mode": z.enum(["sync", "async"]).default("sync"),
  /** Ours: base denomination of fees. */
  denom: z.string().default("uvna"),
  /** Ours: prefix of addresses. */
  "bech32-prefix": z.string().default("verana"),
  /** Ours: prices that fees are worked out from when none are given. */
  "gas-prices": z.string().default(""),
  /** Ours: wait until a transaction is in a block. */
  wait: z.boolean().default(false),
  /** Ours: ask before a transaction is broadcast. */
  confirm: z.boolean().default(true),
});

const appSchema = z.looseObject({
  "minimum-gas-prices": z.string().default(""),
  api: z
    .looseObject({
      enable: z.boolean().default(true),
      address: z.string().default("tcp://127.0.0.1:1317"),
      "enabled-unsafe-cors": z.boolean().default(false),
    })
    .prefault({}),
  grpc: z.looseObject({ address: z.string().default("localhost:9090") }).prefault({}),
  /** Ours: the embedded engine. */
  embedded: z
    .looseObject({
      "block-time": z.string().default("1s"),
      instant: z.boolean().default(false),
    })
    .prefault({}),
});

const engineSchema = z.looseObject({
  moniker: z.string().default("node"),
  proxy_app: z.string().default("tcp://127.0.0.1:26658"),
  rpc: z.looseObject({ laddr: z.string().default("tcp://127.0.0.1:26657") }).prefault({}),
});

export type ClientConfig = z.output<typeof clientSchema>;
export type AppConfig = z.output<typeof appSchema>;
export type EngineConfig = z.output<typeof engineSchema>;

/** `client.toml` of a home; the defaults where there is none. Throws CliError. */
export function readClientConfig(home: string): ClientConfig {
  return read(cliPaths(home).clientConfig, clientSchema);
}

/** `app.toml` of a home; the defaults where there is none. Throws CliError. */
export function readAppConfig(home: string): AppConfig {
  return read(cliPaths(home).appConfig, appSchema);
}

/** `config.toml` of a home; the defaults where there is none. Throws CliError. */
export function readEngineConfig(home: string): EngineConfig {
  return read(cliPaths(home).engineConfig, engineSchema);
}

function read<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  const found = existsSync(path) ? parsed(path) : {};
  const result = schema.safeParse(found);
  if (result.success) return result.data;
  throw new CliError(`${path}: ${z.prettifyError(result.error)}`);
}

function parsed(path: string): unknown {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new CliError(`${path}: ${messageOf(error).split("\n")[0]}`);
  }
}
