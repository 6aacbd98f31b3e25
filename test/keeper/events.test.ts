import { expect, it } from "vitest";
import { event, typedEvent } from "../../src/keeper/events.js";

it("a typed event sorts its attributes and quotes their values as Go prints JSON", () => {
  const values = { logs: 'a<b> & "c"\u2028', proposal_id: "1", tally: { yes: "<" }, none: null };
  expect(typedEvent("cosmos.group.v1.EventExec", values)).toEqual({
    type: "cosmos.group.v1.EventExec",
    attributes: [
      ["logs", String.raw`"a\u003cb\u003e \u0026 \"c\"\u2028"`],
      ["none", "null"],
      ["proposal_id", '"1"'],
      ["tally", String.raw`{"yes":"\u003c"}`],
    ],
  });
});

it("a plain event keeps the order and the texts that it was given", () => {
  expect(event("transfer", { sender: "<b>", amount: 5n }).attributes).toEqual([
    ["sender", "<b>"],
    ["amount", "5"],
  ]);
});

it("a plain event has the attributes of its parts one after the other", () => {
  expect(event("transfer", { sender: "a" }, {}, { recipient: "b", amount: 5n })).toEqual(
    event("transfer", { sender: "a", recipient: "b", amount: 5n }),
  );
});
