import { compose } from "../src/abci/compose.js";
import { silent } from "../src/abci/logger.js";
import type { Route } from "../src/gateway/route.js";
import { specRoutes } from "../src/gateway/spec-routes.js";
import type { Gateway, GatewayOptions } from "../src/gateway/start.js";
import { statePort } from "../src/gateway/state-port.js";
import { queryMethods, wireRoutes } from "../src/gateway/wire-routes.js";
import { SharedState } from "../src/store/shared-state.js";
import { load } from "./http-load.js";
import { calibrate, type Figure, Figures, percentile, timed } from "./measure.js";
import { READING_ROWS, type ReadingRow } from "./reading-rows.js";
import { type ReadingState, readingState } from "./reading-state.js";
import type { Sizes } from "./sizes.js";

/** Requests of a kind in a round, and milliseconds after which a round has had enough of them. */
const ASKED = 40;
const ENOUGH = 1_000;
const CONNECTIONS = 16;
/** Seconds of one load over HTTP. */
const secondsOf = ({ load: size }: Sizes): number => Math.min(1.5, size / 1_000);

/**
 * Reading participants from the state that a node shares with its gateway: what each kind of list
 * costs as a handler, and how many answers a second the gateway's thread gives over HTTP.
 */
export async function benchReading(sizes: Sizes): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const entities of sizes.entities) {
    const opening = new Figures("reading", `${entities} participants`);
    let state: ReadingState | undefined;
    opening.add(
      "state made",
      "ms",
      await timed(async () => (state = await readingState(entities))),
    );
    if (state === undefined) throw new Error("no state");
    opening.add("keys", "", state.keys);
    figures.push(...opening.all());
    figures.push(...(await benchHandlers(state, sizes)), ...(await benchHttp(state, sizes)));
  }
  return figures;
}

/** Query, state and printed answer, in this thread: all but HTTP itself. */
async function benchHandlers(reading: ReadingState, { rounds }: Sizes): Promise<readonly Figure[]> {
  const { settings, place } = reading;
  const state = new SharedState(reading.share());
  const { queries } = compose(settings);
  const never = () => Promise.reject(new Error("the state was not answered from"));
  const port = statePort({
    state,
    answering: { chain: settings },
    queries,
    remote: { ask: never },
  });
  const bindings = [...queries.values()];
  const routes = [...specRoutes(bindings, port), ...wireRoutes(queryMethods(bindings, port))];
  const figures: Figure[] = [];
  for (const row of READING_ROWS) {
    const found = new Figures(`handler: ${row.name}`, `${place.entities} participants`);
    const route = routes.find(({ verb, path }) => verb === "GET" && path === row.path);
    if (route === undefined) throw new Error(`no route ${row.path}`);
    for (let round = 0; round <= rounds; round++) {
      const one = await askRound(route, row, reading, round);
      if (round === 0) continue;
      found.add("calibration loop", "ms", one.calibration);
      found.add("median", "ms", one.median);
      found.add("95th percentile", "ms", one.late);
      found.add("processor time", "ms", one.used);
    }
    figures.push(...found.all());
  }
  state.close();
  return figures;
}

async function askRound(route: Route, row: ReadingRow, { place }: ReadingState, round: number) {
  const calibration = calibrate();
  const took: number[] = [];
  const before = process.cpuUsage();
  const start = performance.now();
  for (let i = 0; i < ASKED && (i === 0 || performance.now() - start < ENOUGH); i++) {
    const query = Object.entries(row.query(round * ASKED + i, place));
    const call = { params: {}, query, body: new Uint8Array(0), height: undefined };
    took.push(
      await timed(async () => {
        const { status, body } = await route.answer(call);
        if (status !== 200 || !body.includes(row.expect)) throw new Error(`${row.name}: ${body}`);
      }),
    );
  }
  const { user, system } = process.cpuUsage(before);
  return {
    ...{ calibration, median: percentile(took, 50), late: percentile(took, 95) },
    used: (user + system) / took.length / 1e3,
  };
}

interface Built {
  startGateway(options: GatewayOptions): Promise<Gateway>;
}

/** A thread runs what was built, as in the node that people run. */
const built = (): Promise<Built> =>
  import(new URL("../dist/gateway/start.js", import.meta.url).href);

/** The gateway in its thread, and the load in this one. */
async function benchHttp(reading: ReadingState, sizes: Sizes): Promise<readonly Figure[]> {
  const { settings, place } = reading;
  const { startGateway } = await built();
  const gateway = await startGateway({
    ...{ listen: "tcp://127.0.0.1:0", rpcUrl: "http://127.0.0.1:1", settings, logger: silent },
    version: { name: "vprd", version: "bench" },
    ask: () => {
      throw new Error("the state was not answered from");
    },
    share: () => ({ feed: reading.share(), close: () => undefined }),
  });
  const figures: Figure[] = [];
  const url = gateway.address.replace("tcp:", "http:");
  for (const row of READING_ROWS.filter(({ http }) => http)) {
    const found = new Figures(`HTTP: ${row.name}`, `${place.entities} participants`);
    const path = (n: number) => `${row.path}?${new URLSearchParams(row.query(n, place))}`;
    const asked = { url, path, expect: row.expect, connections: CONNECTIONS };
    for (let round = 0; round <= sizes.rounds; round++) {
      const calibration = calibrate();
      const { perSecond, p50, p99 } = await load({ ...asked, seconds: secondsOf(sizes) });
      if (round === 0) continue;
      found.add("calibration loop", "ms", calibration);
      found.add("answers", "/s", perSecond);
      found.add("half within", "ms", p50);
      found.add("99 % within", "ms", p99);
    }
    figures.push(...found.all());
  }
  await gateway.stop();
  return figures;
}
