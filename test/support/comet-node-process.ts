// A node with its CometBFT, to be killed. Arguments: home, path of cometbft, RPC address.
import { writeSync } from "node:fs";
import { join } from "node:path";
import { silent } from "../../src/abci/logger.js";
import { startComet } from "../../src/engine/comet/node.js";
import { KvApp } from "./kv-app.js";

const [home = "", bin = "", rpcListen = ""] = process.argv.slice(3);
const node = await startComet({
  home,
  app: new KvApp(join(home, "app.json")),
  logger: silent,
  bin,
  abciListen: `unix://${join(home, "abci.sock")}`,
  rpcListen,
  rpcUrl: rpcListen.replace("tcp:", "http:"),
  p2pListen: "tcp://127.0.0.1:0",
});
await node.started();
writeSync(1, "started\n");
