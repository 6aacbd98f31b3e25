import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { readKeyFile } from "../../engine/embedded/keys.js";
import { withSetting } from "../config/edit.js";
import { type EmbeddedChoices, embeddedChoices } from "../config/embedded-options.js";
import { readAppConfig, readClientConfig, readEngineConfig } from "../config/files.js";
import { readOperations } from "../config/operations.js";
import { readRetention } from "../config/retention.js";
import {
  DEV_BALANCE,
  DEV_NAMES,
  DEV_PHRASE,
  DEV_STAKE,
  devAccounts,
  devGenesis,
} from "../dev-accounts.js";
import { CliError } from "../failure.js";
import { readDocument, writeDocument } from "../genesis/file.js";
import { cliPaths, DEV_HOME } from "../home.js";
import type { StoredKey } from "../keyring/keyring.js";
import { openKeyring } from "../keyring/open.js";
import { runUntilSignal } from "../node/signals.js";
import type { NodeOptions } from "../node/start-node.js";
import { flagsOf } from "../options.js";
import { readMilliseconds } from "../text/durations.js";
import { loggerOf } from "./start.js";

const CHAIN_ID = "vpr-dev-1";

const schema = z.object({
  home: z.string().optional(),
  reset: z.boolean().default(false),
  defaultDenom: z.string(),
  rpc: z.string().optional(),
  api: z.string().optional(),
  blockTime: z.string().optional(),
});

type Flags = z.output<typeof schema>;

/** `dev` */
export function devCommand(): Command {
  const command = new Command("dev")
    .summary("run a development chain with funded accounts")
    .description(
      `Run a development chain in ./${DEV_HOME}: made at the first start, kept until --reset. ` +
        "Its accounts come from a phrase that everybody knows.",
    )
    .option("--reset", "begin anew: the chain and its state are removed first")
    .option("--default-denom <denom>", "base denomination of a new chain", "uvna")
    .option("--rpc.laddr <address>", "RPC (tcp://127.0.0.1:26657)")
    .option("--api.address <address>", "REST (tcp://127.0.0.1:1317)")
    .option(
      "--block-time <duration>",
      "time between blocks (1s); transactions are not kept waiting",
    );
  return command.action(async () => {
    const flags = flagsOf(command, dotted);
    const home = resolve(flags.home ?? process.env.VPRD_HOME ?? DEV_HOME);
    if (flags.reset) reset(home);
    const accounts = await prepare(home, flags);
    const logger = loggerOf(command, home);
    const engine = readEngineConfig(home);
    const app = readAppConfig(home);
    const { startNode } = await import("../node/start-node.js");
    const options: NodeOptions = {
      home,
      logger,
      engine: "embedded",
      rpcListen: flags.rpc ?? engine.rpc.laddr,
      abciListen: engine.proxy_app,
      cometRpc: "",
      apiListen: flags.api ?? app.api.address,
      cors: true,
      minGasPrices: [],
      blockTimeMs: readMilliseconds(flags.blockTime ?? app.embedded["block-time"]),
      instant: true,
      moniker: engine.moniker,
      bounds: openToPages(embeddedChoices(engine)),
      operations: readOperations({ app, engine }),
      ...readRetention({}, app),
    };
    await runUntilSignal(logger, async (abort) => {
      const node = await startNode({ ...options, abort });
      pointClient(home, node.rpcAddress);
      process.stdout.write(welcome(home, accounts, node));
      return node;
    });
  });
}

/** Web pages of any origin may use the RPC of a development chain. */
function openToPages(choices: EmbeddedChoices): EmbeddedChoices {
  return { ...choices, rpc: { ...choices.rpc, corsOrigins: ["*"] } };
}

/** Flags whose names have a point are read under their short names. */
const dotted = z.preprocess((flags) => {
  if (typeof flags !== "object" || flags === null) return flags;
  const named = new Map<string, unknown>(Object.entries(flags));
  return { ...flags, rpc: named.get("rpc.laddr"), api: named.get("api.address") };
}, schema);

/** Removes a development home and nothing else. Throws CliError for any other folder. */
function reset(home: string): void {
  if (!existsSync(home)) return;
  const { genesis } = cliPaths(home);
  if (!existsSync(genesis) || readDocument(genesis).chain_id !== CHAIN_ID) {
    throw new CliError(`${home} holds no development chain; it is left as it is`);
  }
  rmSync(home, { recursive: true });
}

/** Makes the home where it is missing. */
async function prepare(home: string, flags: Flags): Promise<readonly StoredKey[]> {
  const { genesis, validatorKey } = cliPaths(home);
  const keyring = openKeyring("test", home, "verana");
  if (existsSync(genesis)) return await devAccounts(keyring);
  const denom = flags.defaultDenom;
  const { makeHome } = await import("../new-home.js");
  const { nodeId } = makeHome({
    home,
    moniker: "dev",
    chainId: CHAIN_ID,
    denom,
    overwrite: false,
    development: true,
    rpc: flags.rpc ?? "tcp://127.0.0.1:26657",
    api: flags.api ?? "tcp://127.0.0.1:1317",
  });
  const node = { denom, nodeId, validatorKey: readKeyFile(validatorKey).publicKey };
  writeDocument(genesis, await devGenesis(readDocument(genesis), node, keyring));
  return await devAccounts(keyring);
}

/** Lets commands in this folder find the node where it listens now. */
function pointClient(home: string, rpc: string): void {
  if (readClientConfig(home).node === rpc) return;
  const { clientConfig } = cliPaths(home);
  const text = readFileSync(clientConfig, "utf8");
  writeFileSync(clientConfig, withSetting(text, { section: "", key: "node" }, rpc));
}

function welcome(
  home: string,
  accounts: readonly StoredKey[],
  node: { readonly rpcAddress: string; readonly apiAddress: string | undefined },
): string {
  const url = (address: string) => address.replace(/^tcp:/, "http:");
  const { denom } = readClientConfig(home);
  const lines = [
    "",
    `Development chain ${CHAIN_ID} in ${home}`,
    "",
    `  RPC   ${url(node.rpcAddress)}`,
    `  REST  ${url(node.apiAddress ?? "")}`,
    "",
    `Accounts, each with ${DEV_BALANCE}${denom} at the start:`,
    "",
    ...accounts.map(({ name, address }) => `  ${name.padEnd(6)} ${address}`),
    "",
    `${DEV_NAMES[0]} stakes ${DEV_STAKE}${denom} more, for the chain's one validator.`,
    `Their phrase, known to everybody: ${DEV_PHRASE}`,
    "Ctrl+C stops the chain and keeps its state; --reset begins anew.",
    "",
  ];
  return `${lines.join("\n")}\n`;
}
