import {
  type Answer,
  type Answering,
  type Ask,
  answerFrom,
  refusalOf,
  responseFrom,
  type Seen,
} from "../abci/answer.js";
import type { QueryBinding } from "../keeper/query.js";
import type { SharedState, SharedView } from "../store/shared-state.js";
import type { QueryPort } from "./query-port.js";

interface StatePortParts {
  readonly state: SharedState;
  readonly answering: Answering;
  /** By gRPC path. */
  readonly queries: ReadonlyMap<string, QueryBinding>;
  /** The application in its thread. */
  readonly remote: QueryPort;
}

/**
 * Answers queries in this thread from the state that it shares. Whatever is out of the ordinary goes
 * to the application: other heights than those in memory, simulations, and errors that nobody
 * registered, which it meets again and tells.
 */
export function statePort({ state, answering, queries, remote }: StatePortParts): QueryPort {
  const look = (question: Ask): Seen | undefined => {
    const binding = queries.get(question.path);
    if (binding?.whole !== true) return undefined;
    return state.read(question.height, (view) =>
      from(responseFrom, binding, answering, view, question),
    );
  };
  const read = (question: Ask): Answer | undefined => {
    const binding = queries.get(question.path);
    if (binding === undefined) return undefined;
    return state.read(question.height, (view) =>
      from(answerFrom, binding, answering, view, question),
    );
  };
  return { ask: async (question) => read(question) ?? remote.ask(question), look };
}

/** How an answer is made of a view: encoded, or not. */
type Make<A> = (...args: Parameters<typeof responseFrom>) => A;

function from<A>(
  make: Make<A>,
  binding: QueryBinding,
  answering: Answering,
  { stores, version: height, time: blockTime }: SharedView,
  { data }: Ask,
): A | Extract<Answer, { readonly ok: false }> | undefined {
  if (blockTime === undefined) return undefined;
  try {
    return make(binding, answering, { stores, height, blockTime }, data);
  } catch (error) {
    const refusal = refusalOf(error);
    return refusal && { ok: false, height, refusal };
  }
}
