import { RequestQuery } from "../src/gen/tendermint/abci.js";
import type { MethodDescriptor } from "../src/wire/descriptor.js";
import { AppChain, type AppChainOptions } from "../test/support/app-chain.js";
import { type Figure, Figures, memory, percentile, timed } from "./measure.js";

/** Questions of a kind in a round. */
const ASKED = 20;

/**
 * Opens the application on a prepared state, whose first `people` sign; what that cost. `keeping` is
 * how the state is kept from then on, where not as by a node.
 */
export async function openChain(
  path: string,
  people: number,
  opening: Figures,
  keeping?: AppChainOptions["keeping"],
): Promise<{ readonly chain: AppChain; readonly figures: readonly Figure[] }> {
  const before = await memory();
  const start = performance.now();
  const chain = await AppChain.resume(path, people, keeping);
  opening.add("open", "ms", performance.now() - start);
  opening.add("memory beyond the process's own", "MB", (await memory()) - before);
  return { chain, figures: opening.all() };
}

/** A question to a state `S`; `n` counts them from 0. */
export interface Question<S> {
  readonly name: string;
  readonly method: MethodDescriptor;
  request(n: number, state: S): object;
}

/** Where questions are asked. */
export interface Asked<S> {
  readonly chain: AppChain;
  readonly size: string;
  readonly state: S;
  /** Rounds that are counted; one before them warms up. */
  readonly rounds: number;
}

/** Asks through ABCI: decoding, handler and encoding. */
export async function ask<S>(
  { chain, size, state, rounds }: Asked<S>,
  question: Question<S>,
): Promise<readonly Figure[]> {
  const figures = new Figures(`query: ${question.name}`, size);
  let n = 0;
  for (let round = 0; round <= rounds; round++) {
    const took: number[] = [];
    const used = process.cpuUsage();
    for (let i = 0; i < ASKED; i++) {
      const request = question.request(n++, state);
      took.push(await timed(() => answerOf(chain, question.method, request)));
    }
    const { user, system } = process.cpuUsage(used);
    if (round === 0) continue;
    figures.add("answer, median", "ms", percentile(took, 50));
    figures.add("answer, 95th percentile", "ms", percentile(took, 95));
    figures.add("processor time", "ms", (user + system) / ASKED / 1e3);
  }
  return figures.all();
}

/** The encoded answer to a question that is asked through ABCI; throws on a refusal. */
export async function answerOf(
  chain: AppChain,
  method: MethodDescriptor,
  request: object,
): Promise<Uint8Array> {
  const data = method.request.encode(method.request.create(request));
  const { code, log, value } = await chain.app.query(
    RequestQuery.create({ path: method.path, data }),
  );
  if (code !== 0) throw new Error(`${method.path}: ${log}`);
  return value;
}
