// The application behind its ABCI socket, in a process of its own. Arguments: data folder, address.
import { writeSync } from "node:fs";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import type { Logger } from "../../src/abci/logger.js";
import { startAbciServer } from "../../src/abci/socket-server.js";
import { openMultiStore } from "../../src/store/multistore.js";

const [path = "", listen = ""] = process.argv.slice(3);
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

const store = await openMultiStore({ path, stores: [...STORES] });
const app = new App({ store, logger, version: "test" });
const server = await startAbciServer({
  app,
  listen,
  logger,
  onFatal: () => process.exit(3),
});
process.once("SIGTERM", async () => {
  await server.close();
  await store.close();
  process.exit(0);
});
writeSync(1, `${server.address}\n`);
