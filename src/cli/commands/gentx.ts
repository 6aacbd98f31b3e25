import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { nodeId, readKeyFile } from "../../engine/embedded/keys.js";
import { withSetting } from "../config/edit.js";
import { readEngineConfig } from "../config/files.js";
import { CliError } from "../failure.js";
import { collectGenTxs } from "../genesis/collect.js";
import {
  type GenesisDocument,
  prefixOf,
  readDocument,
  tryGenesis,
  writeDocument,
} from "../genesis/file.js";
import { makeGenTx, USUAL_COMMISSION, type ValidatorWish, withGenTxs } from "../genesis/gentx.js";
import { cliPaths } from "../home.js";
import { publicKeyOf } from "../keyring/public-key-json.js";
import { flagsOf, homeOf, keyringFlags, surroundings, wholeNumber } from "../options.js";
import { say } from "../output.js";
import { readCoins } from "../text/coins.js";
import { printDocument, txJson } from "../tx/tx-file.js";

const schema = z.object({
  chainId: z.string().optional(),
  moniker: z.string().optional(),
  identity: z.string().default(""),
  website: z.string().default(""),
  securityContact: z.string().default(""),
  details: z.string().default(""),
  commissionRate: z.string().default(USUAL_COMMISSION.rate),
  commissionMaxRate: z.string().default(USUAL_COMMISSION.maxRate),
  commissionMaxChangeRate: z.string().default(USUAL_COMMISSION.maxChangeRate),
  minSelfDelegation: z.string().default("1"),
  pubkey: z.string().optional(),
  nodeId: z.string().optional(),
  ip: z.string().optional(),
  p2pPort: z.number().optional(),
  outputDocument: z.string().optional(),
  gas: z.number().default(200_000),
  fees: z.string().default(""),
});

type Flags = z.output<typeof schema>;

/** `gentx`, also at the top level. */
export function genTxCommand(): Command {
  const command = new Command("gentx")
    .summary("sign the transaction that makes a validator of the genesis")
    .description(
      "Sign the transaction that makes an account of the genesis a validator, with the key of this " +
        "home unless --pubkey tells another, and write it into config/gentx. The genesis stays as it is.",
    )
    .argument("<key>", "name of the operator's key")
    .argument("<amount>", "what the operator stakes, as 1000000uvna")
    .option("--chain-id <id>", "must be the genesis's")
    .option("--output-document <file>", "where it goes (default: config/gentx/gentx-<nodeid>.json)")
    .option("--node-id <id>", "id of the node (default: this home's)")
    .option("--ip <host>", "where peers reach the node (default: this machine's address)")
    .option("--p2p-port <port>", "its port (default: config.toml's p2p.laddr)", wholeNumber)
    .option("--gas <limit>", "gas limit (200000)", wholeNumber)
    .option("--fees <coins>", "fees");
  return keyringFlags(validatorFlags(command)).action(async (name: string, text: string) => {
    const flags = flagsOf(command, schema);
    const around = surroundings(command);
    const paths = cliPaths(around.home);
    const document = readDocument(paths.genesis);
    if (flags.chainId !== undefined && flags.chainId !== document.chain_id) {
      throw new CliError(`the genesis is of chain ${document.chain_id}, not ${flags.chainId}`);
    }
    const key = await around.keyring(prefixOf(document)).signing(name);
    const id = flags.nodeId ?? nodeId(readKeyFile(paths.nodeKey));
    const frame = {
      memo: `${id}@${flags.ip ?? ownAddress()}:${flags.p2pPort ?? peerPort(around.home)}`,
      gas: BigInt(flags.gas),
      fees: readCoins(flags.fees),
    };
    const tx = makeGenTx(document, key, wishOf(flags, around.home, text), frame);
    await tryGenesis(withGenTxs(document, [tx]));
    const file = flags.outputDocument ?? join(paths.config, "gentx", `gentx-${id}.json`);
    mkdirSync(dirname(file), { recursive: true });
    printDocument(txJson(tx), file);
    say(`Genesis transaction written to "${file}"`);
  });
}

/** What a validator says of itself, as flags. */
export function validatorFlags(command: Command): Command {
  return command
    .option("--moniker <name>", "name of the validator (default: config.toml's)")
    .option("--identity <id>", "identity, as of Keybase")
    .option("--website <url>", "website")
    .option("--security-contact <address>", "whom to tell of a danger")
    .option("--details <text>", "more about the validator")
    .option("--commission-rate <rate>", `commission (${USUAL_COMMISSION.rate})`)
    .option("--commission-max-rate <rate>", `highest commission (${USUAL_COMMISSION.maxRate})`)
    .option(
      "--commission-max-change-rate <rate>",
      `most that it may change in a day (${USUAL_COMMISSION.maxChangeRate})`,
    )
    .option("--min-self-delegation <amount>", "least that the operator stakes, base units (1)")
    .option("--pubkey <json>", "consensus key, as vprd comet show-validator prints it");
}

function wishOf(flags: Flags, home: string, text: string): ValidatorWish {
  const [amount, ...more] = readCoins(text);
  if (amount === undefined || more.length > 0) {
    throw new CliError(`${text} is no stake: one amount, as 1000000uvna`);
  }
  return {
    moniker: flags.moniker ?? readEngineConfig(home).moniker,
    identity: flags.identity,
    website: flags.website,
    securityContact: flags.securityContact,
    details: flags.details,
    rate: flags.commissionRate,
    maxRate: flags.commissionMaxRate,
    maxChangeRate: flags.commissionMaxChangeRate,
    minSelfDelegation: flags.minSelfDelegation,
    publicKey: consensusKey(flags.pubkey, home),
    amount,
  };
}

/** A consensus key from its JSON, or else the home's. Throws CliError. */
export function consensusKey(json: string | undefined, home: string): Uint8Array {
  if (json === undefined) return readKeyFile(cliPaths(home).validatorKey).publicKey;
  const key = publicKeyOf(json);
  if (key.kind === "ed25519") return key.key;
  throw new CliError(`consensus takes ed25519 keys, not ${key.kind}`);
}

/** The first address of this machine that others may reach. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.1";
}

function peerPort(home: string): string {
  return /:(\d+)$/.exec(readEngineConfig(home).p2p.laddr)?.[1] ?? "26656";
}

const collectSchema = z.object({ gentxDir: z.string().optional() });

/** `collect-gentxs`, also at the top level. */
export function collectGenTxsCommand(): Command {
  const command = new Command("collect-gentxs")
    .summary("put the validators' transactions into the genesis")
    .description(
      "Put the transactions of config/gentx into the genesis, which then names its validators, and " +
        "the other nodes into config.toml as persistent peers. Nothing is written unless all of them run.",
    )
    .option("--gentx-dir <folder>", "where they are (default: config/gentx)");
  return command.action(async () => {
    const home = homeOf(command);
    const paths = cliPaths(home);
    const { gentxDir = join(paths.config, "gentx") } = flagsOf(command, collectSchema);
    const collected = await collectGenTxs(readDocument(paths.genesis), gentxDir);
    const id = nodeId(readKeyFile(paths.nodeKey));
    const peers = collected.found.map(({ peer }) => peer).filter((peer) => !peer.startsWith(id));
    writeDocument(paths.genesis, collected.document);
    if (existsSync(paths.engineConfig)) setPeers(paths.engineConfig, peers);
    say(JSON.stringify(told(home, id, gentxDir, collected.document)));
  });
}

function setPeers(file: string, peers: readonly string[]): void {
  const place = { section: "p2p", key: "persistent_peers" };
  const text = withSetting(readFileSync(file, "utf8"), place, [...peers].sort().join(","));
  writeFileSync(file, text);
}

function told(home: string, id: string, gentxDir: string, document: GenesisDocument) {
  return {
    moniker: readEngineConfig(home).moniker,
    chain_id: document.chain_id,
    node_id: id,
    gentxs_dir: gentxDir,
    app_message: document.app_state,
  };
}
