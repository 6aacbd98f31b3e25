// The application behind its ABCI socket, in a process of its own. Arguments: data folder, address,
// blocks between snapshots (none: none are taken).
import { writeSync } from "node:fs";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import type { Logger } from "../../src/abci/logger.js";
import { startAbciServer } from "../../src/abci/socket-server.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { SnapshotShelf } from "../../src/store/snapshot/shelf.js";

const [path = "", listen = "", interval = "0", retain = "100"] = process.argv.slice(3);
const say =
  (level: string) =>
  (message: string, facts: object = {}) => {
    writeSync(2, `${level} ${message} ${JSON.stringify(facts)}\n`);
  };
const logger: Logger = {
  debug: say("debug"),
  info: say("info"),
  warn: say("warn"),
  error: say("error"),
};

const store = await openMultiStore({ path, stores: [...STORES], retain: Number(retain) });
const snapshots = await SnapshotShelf.open({
  folder: `${path}-snapshots`,
  store,
  interval: Number(interval),
  keepRecent: 3,
  tell: (level, message, facts) => logger[level](message, { ...facts }),
});
const app = new App({ store, snapshots, logger, version: "test" });
const server = await startAbciServer({
  app,
  listen,
  logger,
  onFatal: () => process.exit(3),
});
process.once("SIGTERM", async () => {
  await server.close();
  await snapshots.stop();
  await store.close();
  process.exit(0);
});
writeSync(1, `${server.address}\n`);
