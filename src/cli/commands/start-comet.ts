import type { Command } from "commander";
import { z } from "zod";
import { chosenComet } from "../comet-program.js";
import { CliError } from "../failure.js";
import type { SupervisedComet } from "../node/engines.js";
import { httpUrl } from "../options.js";

/** Values of the flags of `start` that tell of CometBFT. */
export const cometFlags = {
  engine: z.enum(["embedded", "comet"]).optional(),
  withComet: z.boolean().default(false),
  cometBin: z.string().optional(),
  rpcLaddr: z.string().optional(),
  p2pLaddr: z.string().optional(),
  p2pPersistentPeers: z.string().optional(),
  p2pSeeds: z.string().optional(),
};

type Flags = z.output<z.ZodObject<typeof cometFlags>>;

/** Adds the flags of a CometBFT that runs beside the node. */
export function cometOptions(command: Command): Command {
  return command
    .option("--with-comet", "run CometBFT too, in the same home")
    .option("--comet.bin <file>", "the cometbft to run (default: the first on the PATH)")
    .option("--p2p.laddr <address>", "where its peers connect (tcp://0.0.0.0:26656)")
    .option("--p2p.persistent_peers <peers>", "its peers, as id@host:port,…")
    .option("--p2p.seeds <peers>", "its seeds, as id@host:port,…");
}

/** The CometBFT that is to run beside the node. Throws CliError where flags do not fit together. */
export function supervisedComet(flags: Flags): SupervisedComet | undefined {
  const p2pListen = flags.p2pLaddr;
  const { p2pPersistentPeers: persistentPeers, p2pSeeds: seeds, rpcLaddr: rpcListen } = flags;
  if (!flags.withComet) {
    const alone = [flags.cometBin, p2pListen, persistentPeers, seeds];
    if (alone.every((flag) => flag === undefined)) return undefined;
    throw new CliError("--comet.bin and --p2p.… are for a CometBFT that runs here: --with-comet");
  }
  if (flags.engine === "embedded") {
    throw new CliError("--with-comet runs CometBFT; it does not go with --engine embedded");
  }
  if (rpcListen !== undefined && /:0$/.test(rpcListen)) {
    throw new CliError("--rpc.laddr of a CometBFT needs a port: nobody is told which it took");
  }
  const bin = chosenComet(flags.cometBin);
  return { bin, rpcListen, p2pListen, persistentPeers, seeds };
}

/** An RPC that listens on every address is asked on this machine's own. */
export function reachable(address: string): string {
  const url = httpUrl(address);
  return url.replace(
    /^(http:\/\/)(?:0\.0\.0\.0|\[::\])(?=:)/,
    (_, scheme: string) => `${scheme}127.0.0.1`,
  );
}
