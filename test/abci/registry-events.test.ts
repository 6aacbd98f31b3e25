import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { AppChain } from "../support/app-chain.js";
import { runEveryMessage } from "../support/gas-script.js";

/** Events of a message in order, each with the names of its attributes. */
type Told = readonly (readonly [type: string, names: readonly string[]])[];

const recorded: readonly { readonly message: string; readonly events: Told }[] = JSON.parse(
  readFileSync(new URL("../recorded/registry-events.json", import.meta.url), "utf8"),
);

/** What every transaction with these messages told, the events of its fee and signatures left out. */
const told = new Map<string, Told[]>();
const chain = await AppChain.start({ people: 16 });
await runEveryMessage(chain, 0, ({ typeUrl }, { events }) => {
  const own = events
    .map(({ type, attributes }) => [type, attributes.map(({ key }) => key)] as const)
    .filter(([, names]) => names.includes("msg_index"));
  told.set(typeUrl, [...(told.get(typeUrl) ?? []), own]);
});
await chain.close();

const both = recorded.filter(({ message }) => told.has(message));

it("every change of ecosystems, frameworks and schemas is among what is compared", () => {
  const compared = new Set(both.map(({ message }) => message.split(".")[1]));
  expect([...compared]).toEqual(expect.arrayContaining(["ec", "gf", "cs"]));
  const missing = recorded.filter(({ message }) => !told.has(message));
  expect(missing.filter(({ message }) => /^\/verana\.(ec|gf|cs)\./.test(message))).toEqual([]);
});

it.each(both.map(({ message, events }) => [message, events] as const))(
  "%s tells the recorded events with their attributes, and at most more of these",
  (message, events) => {
    // A message may tell more the first time, or at another place; one of its runs is as recorded.
    const runs = told.get(message) ?? [];
    const fitting = runs.filter(
      (own) =>
        own.length === events.length &&
        events.every(([type, names], i) => {
          const [ownType, ownNames = []] = own[i] ?? [];
          return ownType === type && names.every((name) => ownNames.includes(name));
        }),
    );
    expect(fitting.length, JSON.stringify(runs[0])).toBeGreaterThan(0);
  },
);
