import { existsSync, readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { CliError, messageOf } from "../failure.js";
import { cliPaths } from "../home.js";
import { APP_CHECKS, APP_SETTINGS } from "./app-settings.js";
import { CLIENT_CHECKS, CLIENT_SETTINGS } from "./client-settings.js";
import { ENGINE_CHECKS, ENGINE_SETTINGS } from "./engine-settings.js";
import {
  type Checks,
  type ReadSettings,
  readSettings,
  type Sections,
  type Values,
} from "./settings.js";

export type ClientConfig = Values<typeof CLIENT_SETTINGS>;
export type AppConfig = Values<typeof APP_SETTINGS>;
export type EngineConfig = Values<typeof ENGINE_SETTINGS>;

/** One of a home's configuration files. */
export interface ConfigFile<T extends Sections> {
  /** File name in the folder `config`. */
  readonly file: string;
  readonly defaults: T;
  readonly checks: Checks;
  readonly path: (home: string) => string;
}

/** `app.toml`: the application's and the gateway's settings. */
export const APP_FILE: ConfigFile<typeof APP_SETTINGS> = {
  file: "app.toml",
  defaults: APP_SETTINGS,
  checks: APP_CHECKS,
  path: (home) => cliPaths(home).appConfig,
};

/** `client.toml`: what commands do where no flag tells. */
export const CLIENT_FILE: ConfigFile<typeof CLIENT_SETTINGS> = {
  file: "client.toml",
  defaults: CLIENT_SETTINGS,
  checks: CLIENT_CHECKS,
  path: (home) => cliPaths(home).clientConfig,
};

/** `config.toml`: CometBFT's file, of which the embedded engine reads a part. */
export const ENGINE_FILE: ConfigFile<typeof ENGINE_SETTINGS> = {
  file: "config.toml",
  defaults: ENGINE_SETTINGS,
  checks: ENGINE_CHECKS,
  path: (home) => cliPaths(home).engineConfig,
};

/** The three files by the names that `config` knows them by. */
export const CONFIG_FILES: Readonly<Record<string, ConfigFile<Sections>>> = {
  app: APP_FILE,
  client: CLIENT_FILE,
  config: ENGINE_FILE,
};

/** `client.toml` of a home; the defaults where there is none. Throws CliError. */
export function readClientConfig(home: string): ClientConfig {
  return readStrict(home, CLIENT_FILE);
}

/** `app.toml` of a home; the defaults where there is none. Throws CliError. */
export function readAppConfig(home: string): AppConfig {
  return readStrict(home, APP_FILE);
}

/** `config.toml` of a home; the defaults where there is none. Throws CliError. */
export function readEngineConfig(home: string): EngineConfig {
  return readStrict(home, ENGINE_FILE);
}

/** One line for each key of a node's files that nothing reads. Throws CliError. */
export function configWarnings(home: string): readonly string[] {
  return [APP_FILE, ENGINE_FILE].flatMap((file) =>
    inspect<Sections>(home, file).unknown.map(({ message }) => `${file.path(home)}: ${message}`),
  );
}

/**
 * Reads a file without judging it: environment, then the file, then the defaults. Throws CliError
 * where the file is no TOML at all.
 */
export function inspect<T extends Sections>(home: string, of: ConfigFile<T>): ReadSettings<T> {
  const found = parsedFile(of.path(home)) ?? {};
  return readSettings(of.defaults, { found, told: fromEnvironment, checks: of.checks });
}

/** A TOML file; undefined where there is none. Throws CliError. */
export function parsedFile(path: string): unknown {
  if (!existsSync(path)) return undefined;
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new CliError(`${path}: ${messageOf(error).split("\n")[0]}`);
  }
}

/** Environment variable of a key: `api.enable` is `VPRD_API_ENABLE`. */
export function environmentName(key: string): string {
  return `VPRD_${key.replace(/[.-]/g, "_").toUpperCase()}`;
}

function fromEnvironment(key: string): string | undefined {
  return process.env[environmentName(key)];
}

function readStrict<T extends Sections>(home: string, of: ConfigFile<T>): Values<T> {
  const { values, wrong } = inspect(home, of);
  const [first] = wrong;
  if (first === undefined) return values;
  const variable = environmentName(first.key);
  const where = process.env[variable] === undefined ? of.path(home) : variable;
  throw new CliError(`${where}: ${first.message}`);
}
