import { describe, expect, it } from "vitest";
import { matches } from "../../src/engine/query/match.js";
import { parseQuery, QuerySyntaxError } from "../../src/engine/query/parse.js";

const events = new Map<string, readonly string[]>([
  ["tm.event", ["Tx"]],
  ["tx.height", ["162"]],
  ["transfer.amount", ["100uvna", "7uvna"]],
  ["transfer.sender", ["alice"]],
  ["message.action", ["/cosmos.bank.v1beta1.MsgSend"]],
  ["upgrade.time", ["2026-11-22T01:24:33Z"]],
]);

const holds = (text: string) => matches(parseQuery(text), events);

describe("the query language", () => {
  it.each([
    "tm.event='Tx'",
    "tm.event = 'Tx' AND tx.height = 162",
    "tx.height>161 AND tx.height<=162 AND tx.height >= 1 AND tx.height < 1000",
    "transfer.amount > 99.5",
    "transfer.amount = 7",
    "message.action CONTAINS 'MsgSend'",
    "transfer.sender EXISTS",
    "transfer EXISTS",
    "upgrade.time >= TIME 2026-11-22T01:24:33Z",
    "upgrade.time > DATE 2026-11-21",
    "transfer.sender='alice' AND message.action='/cosmos.bank.v1beta1.MsgSend'",
  ])("finds what %s describes", (text) => {
    expect(holds(text)).toBe(true);
  });

  it.each([
    "tm.event='NewBlock'",
    "tx.height='163'",
    "tx.height>162",
    "transfer.amount > 100",
    "nothing.here EXISTS",
    "tm.event='Tx' AND transfer.sender='bob'",
    "transfer.sender > 5",
  ])("does not find %s", (text) => {
    expect(holds(text)).toBe(false);
  });

  it.each([
    "",
    "nonsense",
    "tx.height=",
    "a.b='x' OR c.d='y'",
    "a.b='x' AND",
    "a.b='x",
    "= 5",
    "a.b=x",
  ])("refuses %j", (text) => {
    expect(() => parseQuery(text)).toThrow(QuerySyntaxError);
  });

  it("names the offset as CometBFT does when the text ends too early", () => {
    expect(() => parseQuery("nonsense")).toThrow("offset 8: EOF");
    expect(() => parseQuery("")).toThrow("offset 0: EOF");
  });
});
