import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { CliError } from "../failure.js";
import { withAccount } from "../genesis/accounts.js";
import { flagsOf, keyringFlags, surroundings, wholeNumber } from "../options.js";
import { say } from "../output.js";
import { readCoins } from "../text/coins.js";

const schema = z.object({
  validators: z.number(),
  outputDir: z.string(),
  chainId: z.string().optional(),
  defaultDenom: z.string(),
  host: z.array(z.string()).default([]),
  account: z.array(z.string()).default([]),
  listenAll: z.boolean().default(false),
  commitTimeout: z.string().optional(),
});

const MOST_VALIDATORS = 100;

/** `testnet` */
export function testnetCommand(): Command {
  const list = (value: string, before: readonly string[] = []) => [...before, ...value.split(",")];
  const command = new Command("testnet")
    .summary("make the homes of a network of validators")
    .description(
      "Make the homes node0, node1, … of a new chain on CometBFT: one genesis in which an " +
        "operator of each stakes for it, and in each configuration the others as peers.",
    )
    .option("--validators <n>", "how many validators", wholeNumber, 4)
    .option("--output-dir <folder>", "where the homes go", "./testnet")
    .option("--chain-id <id>", "chain id (default: a random one)")
    .option("--default-denom <denom>", "base denomination", "uvna")
    .option("--host <names>", "hosts of the nodes in their order (127.0.0.1, ports apart)", list)
    .option("--account <account=coins>", "an account of the genesis; may be repeated", collect)
    .option("--listen-all", "listen on every address of the machine, as a container has to")
    .option("--commit-timeout <duration>", "pause between blocks (CometBFT's own: 1s)");
  return keyringFlags(command).action(async () => {
    const flags = flagsOf(command, schema);
    const { LOOPBACK, makeNetwork } = await import("../new-network.js");
    const { stakeNetwork } = await import("../staked-network.js");
    const { validators, host: hosts } = flags;
    if (validators < 1 || validators > MOST_VALIDATORS) {
      throw new CliError(`a network has 1 to ${MOST_VALIDATORS} validators`);
    }
    if (hosts.length > 0 && hosts.length !== validators) {
      throw new CliError(`--host names ${hosts.length} hosts for ${validators} validators`);
    }
    const folder = resolve(flags.outputDir);
    const places = Array.from({ length: validators }, (_, index) => ({
      home: join(folder, `node${index}`),
      host: hosts[index] ?? LOOPBACK,
      ports: portsOf(hosts.length > 0 ? 0 : index),
    }));
    for (const { home } of places) {
      if (existsSync(home)) throw new CliError(`${home} is there already; it is left as it is`);
    }
    const accounts = await Promise.all(flags.account.map((text) => readAccount(command, text)));
    const made = makeNetwork({
      places,
      chainId: flags.chainId ?? `vpr-${randomBytes(3).toString("hex")}`,
      denom: flags.defaultDenom,
      listenAll: flags.listenAll,
      values: flags.commitTimeout === undefined ? {} : { [COMMIT_TIMEOUT]: flags.commitTimeout },
      fill: (document) =>
        accounts.reduce(
          (filled, [address, coins]) => withAccount(filled, address, coins),
          document,
        ),
    });
    await stakeNetwork(made, { folder, denom: flags.defaultDenom });
    for (const { home, peer, ports } of made) {
      say(`${home}  ${peer}  RPC :${ports.rpc}  REST :${ports.api}`);
    }
  });
}

const COMMIT_TIMEOUT = "consensus.timeout_commit";

/** The usual ports; further nodes of one machine have theirs ten apart. */
function portsOf(index: number) {
  const at = (first: number) => first + 10 * index;
  return { p2p: at(26_656), rpc: at(26_657), abci: at(26_658), api: at(1317) };
}

const collect = (value: string, before: readonly string[] = []) => [...before, value];

async function readAccount(command: Command, text: string) {
  const [account = "", coins = ""] = text.split("=");
  const amount = readCoins(coins);
  if (amount.length === 0) throw new CliError(`${text} is no account; write ADDRESS=1000uvna`);
  return [await surroundings(command).keyring().addressOf(account), amount] as const;
}
