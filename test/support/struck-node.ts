// A node that sends itself transactions and is killed at a given point. Arguments: home, point, height.
import { writeSync } from "node:fs";
import { join } from "node:path";
import { startEmbedded } from "../../src/engine/embedded/node.js";
import { KvApp } from "./kv-app.js";

const [home = "", point = "", height = "0"] = process.argv.slice(3);
const app = new KvApp(join(home, "app.json"));
const die = () => process.kill(process.pid, "SIGKILL");

app.strike = (where, at) => {
  if (where === point && at === BigInt(height)) die();
};

const finalize = app.finalizeBlock.bind(app);
app.finalizeBlock = (request) => {
  if (point === "saved" && request.height === BigInt(height)) die();
  return finalize(request);
};

const node = await startEmbedded({
  home,
  app,
  rpcListen: "tcp://127.0.0.1:0",
  blockTimeMs: 5,
  instant: true,
});

for (let count = 0; ; count += 1) {
  await node.backend.mempool.addAndWait(Buffer.from(`key${count}=${count}`, "utf8"));
  // Written at once, so that what was told is known after the kill.
  writeSync(1, `key${count}\n`);
}
