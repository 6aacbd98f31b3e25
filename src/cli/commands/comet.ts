import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { ENGINE_DATA, NOTHING_SIGNED } from "../../engine/comet/home.js";
import { type NodeKey, nodeId, readKeyFile } from "../../engine/embedded/keys.js";
import { BLOCK_VERSION, ENGINE_INFO, P2P_VERSION } from "../../engine/embedded/protocol.js";
import { addressText } from "../../keeper/addresses.js";
import { CliError, messageOf } from "../failure.js";
import { cliPaths } from "../home.js";
import { flagsOf, homeOf, surroundings } from "../options.js";
import { print, printLines, say } from "../output.js";

/** `comet …` */
export function cometCommand(): Command {
  return new Command("comet")
    .aliases(["cometbft", "tendermint"])
    .summary("keys and data of the engine in this home")
    .addCommand(showNodeId())
    .addCommand(showAddress())
    .addCommand(showValidator())
    .addCommand(resetAll())
    .addCommand(resetState())
    .addCommand(version());
}

function showNodeId(): Command {
  const command = new Command("show-node-id").summary("id under which peers know the node");
  return command.action(() => {
    process.stdout.write(`${nodeId(keyOf(cliPaths(homeOf(command)).nodeKey))}\n`);
  });
}

function showAddress(): Command {
  const command = new Command("show-address").summary("consensus address of the validator's key");
  return command.action(() => {
    const { home, client } = surroundings(command);
    const { address } = keyOf(cliPaths(home).validatorKey);
    process.stdout.write(`${addressText(`${client["bech32-prefix"]}valcons`, address)}\n`);
  });
}

function showValidator(): Command {
  const command = new Command("show-validator").summary("public key of the validator");
  return command.action(() => {
    const { publicKey } = keyOf(cliPaths(homeOf(command)).validatorKey);
    const key = Buffer.from(publicKey).toString("base64");
    print({ "@type": "/cosmos.crypto.ed25519.PubKey", key }, "line");
  });
}

const resetSchema = z.object({ keepAddrBook: z.boolean().default(false) });

function resetAll(): Command {
  const command = new Command("unsafe-reset-all")
    .alias("unsafe_reset_all")
    .summary("remove blocks, state and what the validator remembers to have signed")
    .description(
      "Remove all data, back to the genesis. The validator forgets what it signed: on a chain that " +
        "goes on elsewhere with the same key it may sign twice.",
    )
    .option("--keep-addr-book", "keep the addresses of peers");
  return command.action(async () => {
    const { data, config, validatorState } = cliPaths(homeOf(command));
    const { keepAddrBook } = flagsOf(command, resetSchema);
    await requireStopped(homeOf(command));
    const found = existsSync(data) ? readdirSync(data) : [];
    for (const name of found) rmSync(join(data, name), { recursive: true });
    if (!keepAddrBook) rmSync(join(config, "addrbook.json"), { force: true });
    mkdirSync(data, { recursive: true });
    writeFileSync(validatorState, NOTHING_SIGNED, { mode: 0o600 });
    say(`removed all data in ${data}`);
  });
}

function resetState(): Command {
  const command = new Command("reset-state")
    .alias("reset_state")
    .summary("remove the engine's blocks and state")
    .description("Remove what the engine keeps. The application's state and the signer's stay.");
  return command.action(async () => {
    const { data } = cliPaths(homeOf(command));
    await requireStopped(homeOf(command));
    for (const name of [...ENGINE_DATA, "engine.db"]) {
      rmSync(join(data, name), { recursive: true, force: true });
    }
    say(`removed the engine's data in ${data}`);
  });
}

function version(): Command {
  return new Command("version").summary("what the engines speak").action(() => {
    printLines({
      ABCI: ENGINE_INFO.abciVersion,
      BlockProtocol: Number(BLOCK_VERSION),
      CometBFT: ENGINE_INFO.version,
      P2PProtocol: Number(P2P_VERSION),
    });
  });
}

function keyOf(path: string): NodeKey {
  try {
    return readKeyFile(path);
  } catch (error) {
    throw new CliError(`${messageOf(error)}; vprd init makes the keys of a home`);
  }
}

/** Throws CliError where a node works in this home. A damaged state is no reason to keep it. */
async function requireStopped(home: string): Promise<void> {
  const { state } = cliPaths(home);
  if (!existsSync(state)) return;
  const { openDatabase } = await import("../../store/database.js");
  try {
    await (await openDatabase(state)).close();
  } catch (error) {
    const reason = messageOf(error);
    if (reason.includes("in use")) throw new CliError(`${reason}; stop the node first`);
  }
}
