import { existsSync } from "node:fs";
import { Command, Option } from "commander";
import { z } from "zod";
import type { Logger } from "../../abci/logger.js";
import { embeddedChoices } from "../config/embedded-options.js";
import { configWarnings, readAppConfig, readEngineConfig } from "../config/files.js";
import { readOperations } from "../config/operations.js";
import { readRetention, retentionFlags, retentionSchema } from "../config/retention.js";
import { CliError } from "../failure.js";
import { cliPaths } from "../home.js";
import { readLogLevels } from "../log-levels.js";
import { lineLogger } from "../logger.js";
import { runUntilSignal } from "../node/signals.js";
import type { NodeOptions } from "../node/start-node.js";
import { flagsOf, homeOf, wholeNumber } from "../options.js";
import { readMilliseconds } from "../text/durations.js";
import { readGasPrices } from "../text/gas.js";
import { cometFlags, cometOptions, reachable, supervisedComet } from "./start-comet.js";

const schema = z.object({
  ...cometFlags,
  abciLaddr: z.string().optional(),
  cometRpc: z.string().optional(),
  apiAddress: z.string().optional(),
  apiEnable: z.boolean().optional(),
  grpcAddress: z.string().optional(),
  minimumGasPrices: z.string().optional(),
  queryGasLimit: z.number().optional(),
  blockTime: z.string().optional(),
  instant: z.boolean().optional(),
  apiEnabledUnsafeCors: z.boolean().optional(),
  unsafeSkipUpgrades: z.array(z.number()).optional(),
  ...retentionSchema,
});

const logSchema = z.object({
  log_format: z.enum(["plain", "json"]).optional(),
  log_level: z.string().optional(),
});

/** `start` */
export function startCommand(): Command {
  const command = new Command("start")
    .summary("run the node")
    .description("Run the node until SIGINT or SIGTERM. Flags go before the home's files.")
    .addOption(
      new Option("--engine <engine>", "who makes the blocks (embedded)").choices([
        "embedded",
        "comet",
      ]),
    )
    .option("--rpc.laddr <address>", "RPC of the engine that runs here (tcp://127.0.0.1:26657)")
    .option("--abci.laddr <address>", "where CometBFT connects (tcp://127.0.0.1:26658)")
    .option("--comet.rpc <address>", "RPC of CometBFT (tcp://127.0.0.1:26657)")
    .option("--api.address <address>", "REST (tcp://127.0.0.1:1317)")
    .option("--api.enable", "serve REST, whatever app.toml says")
    .option("--no-api.enable", "serve no REST")
    .option("--api.enabled-unsafe-cors", "let web pages of any origin use REST")
    .option("--grpc.address <address>", "accepted; the gRPC server comes in a later version")
    .option("--minimum-gas-prices <prices>", "least price of gas, as 0.025uvna")
    .option("--query-gas-limit <gas>", "gas that one query may use (0: any)", wholeNumber)
    .option("--block-time <duration>", "time between blocks of the embedded engine (1s)")
    .option("--instant", "make a block as soon as a transaction comes (embedded engine)")
    .option("--unsafe-skip-upgrades <heights>", "let the upgrades of these heights pass", heights);
  return cometOptions(retentionFlags(command)).action(async () => {
    const home = homeOf(command);
    const logger = loggerOf(command, home);
    const options = nodeOptions(command, home, logger);
    const ownEngine = options.engine === "embedded" || options.supervised !== undefined;
    if (ownEngine && !existsSync(cliPaths(home).genesis)) {
      throw new CliError(`no genesis in ${home}; vprd init makes one`);
    }
    const { grpcAddress } = flagsOf(command, dotless(schema));
    if (grpcAddress !== undefined) {
      logger.warn("the gRPC server comes in a later version", { "grpc.address": grpcAddress });
    }
    for (const warning of configWarnings(home)) logger.warn(warning);
    // Other commands do without the engine and the gateway.
    const { startNode } = await import("../node/start-node.js");
    await runUntilSignal(logger, (abort) => startNode({ ...options, abort }));
  });
}

/** The logger that the flags choose, or else the home's `config.toml`, writing on standard output. */
export function loggerOf(command: Command, home: string): Logger {
  const flags = flagsOf(command, logSchema);
  const engine = readEngineConfig(home);
  return lineLogger({
    format: flags.log_format ?? (engine.log_format === "json" ? "json" : "plain"),
    levels: readLogLevels(flags.log_level ?? engine.log_level),
    write: (line) => process.stdout.write(line),
  });
}

function nodeOptions(command: Command, home: string, logger: Logger): NodeOptions {
  const flags = flagsOf(command, dotless(schema));
  const app = readAppConfig(home);
  const engine = readEngineConfig(home);
  const apiListen = flags.apiAddress ?? app.api.address;
  const rpcListen = flags.rpcLaddr ?? engine.rpc.laddr;
  const supervised = supervisedComet(flags);
  return {
    home,
    logger,
    engine: flags.engine ?? (flags.withComet ? "comet" : "embedded"),
    rpcListen,
    abciListen: flags.abciLaddr ?? engine.proxy_app,
    cometRpc: reachable(flags.cometRpc ?? (flags.withComet ? rpcListen : engine.rpc.laddr)),
    ...(supervised === undefined ? {} : { supervised }),
    apiListen: (flags.apiEnable ?? app.api.enable) ? apiListen : undefined,
    cors: flags.apiEnabledUnsafeCors ?? app.api["enabled-unsafe-cors"],
    minGasPrices: readGasPrices(flags.minimumGasPrices ?? app["minimum-gas-prices"]),
    queryGasLimit: BigInt(flags.queryGasLimit ?? app["query-gas-limit"]),
    blockTimeMs: readMilliseconds(flags.blockTime ?? app.embedded["block-time"]),
    instant: flags.instant ?? app.embedded.instant,
    moniker: engine.moniker,
    bounds: embeddedChoices(engine),
    operations: readOperations({ app, engine }),
    skipUpgrades: new Set((flags.unsafeSkipUpgrades ?? []).map(BigInt)),
    ...readRetention(flags, app),
  };
}

/** Heights by commas, in one flag or several. */
const heights = (text: string, before: readonly number[] = []): readonly number[] => [
  ...before,
  ...text.split(",").map(wholeNumber),
];

/** Flags whose names have a point keep it: `rpc.laddr` is read as `rpcLaddr`. */
function dotless<S extends z.ZodType>(inner: S) {
  return z.preprocess((flags) => {
    if (typeof flags !== "object" || flags === null) return flags;
    const camel = (name: string) => name.replace(/[._]([a-z])/g, (_, c: string) => c.toUpperCase());
    return Object.fromEntries(Object.entries(flags).map(([name, value]) => [camel(name), value]));
  }, inner);
}
