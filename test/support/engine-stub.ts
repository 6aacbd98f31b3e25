import { createServer, type Server } from "node:http";

/** What the stand-in for an engine's RPC says of its chain. */
export interface EngineState {
  height: string;
  catchingUp: boolean;
  /** RFC 3339. */
  time: string;
  /** Milliseconds before it answers. */
  delayMs: number;
}

/** An engine that answers `status` alone, as CometBFT does, for states that no real one is put into. */
export async function engineStub(state: EngineState) {
  const server: Server = createServer((request, response) => {
    request.resume();
    setTimeout(() => response.end(JSON.stringify(statusOf(state))), state.delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, stop };
}

function statusOf({ height, catchingUp, time }: EngineState) {
  const protocol_version = { p2p: "8", block: "11", app: "0" };
  const other = { tx_index: "on", rpc_address: "tcp://127.0.0.1:1" };
  const who = { id: "", listen_addr: "", network: "c-1", version: "0.38.17", moniker: "m" };
  return {
    jsonrpc: "2.0",
    id: 1,
    result: {
      node_info: { protocol_version, ...who, channels: "", other },
      sync_info: {
        latest_app_hash: "00",
        latest_block_height: height,
        latest_block_time: time,
        catching_up: catchingUp,
      },
    },
  };
}
