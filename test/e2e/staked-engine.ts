import { startFast } from "../cli/in-process.js";
import { makeStakedNetwork } from "../support/staked-network.js";
import type { RunningChain } from "./transfer-engines.js";

/** One home as of a network of validators, with these funded accounts; the embedded engine makes its blocks. */
export async function stakedChain(
  addresses: readonly string[],
): Promise<Pick<RunningChain, "rpcUrl" | "stop">> {
  const network = await makeStakedNetwork({ bin: "", validators: 1, addresses });
  const running = await startFast(network.member(0).node.home, {
    ...{ blockTimeMs: 200, instant: true, snapshots: { interval: 0, keepRecent: 0 } },
  });
  return {
    rpcUrl: running.rpcAddress.replace("tcp:", "http:"),
    async stop() {
      await running.stop();
      await network.end();
    },
  };
}
