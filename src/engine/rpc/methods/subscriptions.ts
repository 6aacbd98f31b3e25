import { internalError } from "../errors.js";
import { type Caller, defineMethod, type Method, type Session } from "../method.js";
import { requiredText } from "../params.js";

/** Methods of a connection that stays: events come under the id of the subscription. */
export function subscriptionMethods(): readonly Method[] {
  return [
    defineMethod("subscribe", {
      params: { query: requiredText },
      socketOnly: true,
      run({ query }, caller) {
        sessionOf(caller).subscribe(query, caller.id);
        return {};
      },
    }),
    defineMethod("unsubscribe", {
      params: { query: requiredText },
      socketOnly: true,
      run({ query }, caller) {
        sessionOf(caller).unsubscribe(query);
        return {};
      },
    }),
    defineMethod("unsubscribe_all", {
      params: {},
      socketOnly: true,
      run(_, caller) {
        sessionOf(caller).unsubscribeAll();
        return {};
      },
    }),
  ];
}

function sessionOf({ session }: Caller): Session {
  if (session === undefined) throw internalError("only over a WebSocket");
  return session;
}
