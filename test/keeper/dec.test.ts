import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as dec from "../../src/keeper/dec.js";
import { ChainError } from "../../src/keeper/errors.js";
import * as int from "../../src/keeper/int.js";
import { vector } from "../support/vectors.js";

type Cell = string | boolean | number;
type Table = readonly (readonly Cell[])[];
const data = vector("dec") as Readonly<Record<string, Table>> & {
  readonly nil_forms: Readonly<Record<string, string>>;
};

/** The rows of a table as records of its columns. */
function rows(name: string): readonly Readonly<Record<string, Cell>>[] {
  const columns = (data[`${name}_columns`] ?? []) as unknown as readonly string[];
  return (data[name] ?? []).map((row) =>
    Object.fromEntries(columns.map((column, i) => [column, row[i] ?? ""])),
  );
}

/** What a call gives in the form of the vectors: its text, or `!` for a refusal. */
function outcome(work: () => bigint | undefined, print: (value: bigint) => string): string {
  try {
    const value = work();
    return value === undefined ? "nil" : print(value);
  } catch (error) {
    if (error instanceof ChainError && error.kind.codespace === "number") return "!";
    throw error;
  }
}

const mark = (cell: Cell | undefined): Cell | undefined =>
  typeof cell === "string" && cell.startsWith("!") ? "!" : cell;
const hex = (text: string): string => Buffer.from(text).toString("hex");
const plain = (value: bigint): string => value.toString();

function compare(name: string, ops: Readonly<Record<string, (row: readonly Cell[]) => Cell>>) {
  const found = rows(name);
  expect(found.length).toBeGreaterThan(0);
  for (const row of found) {
    const cells = Object.values(row);
    for (const [column, op] of Object.entries(ops)) {
      expect(Object.hasOwn(row, column), column).toBe(true);
      expect(op(cells), `${name} ${column} ${JSON.stringify(cells.slice(0, 2))}`).toBe(
        mark(row[column]),
      );
    }
  }
}

const binary = (op: (a: bigint, b: bigint) => bigint) => (row: readonly Cell[]) =>
  outcome(() => op(dec.parse(String(row[0])), dec.parse(String(row[1]))), dec.format);
const unary =
  (op: (a: bigint) => bigint, print = dec.format) =>
  (row: readonly Cell[]) =>
    outcome(() => op(dec.parseProto(String(row[1])) ?? 0n), print);
const read =
  (op: (text: string) => bigint | undefined, print: (value: bigint) => string) =>
  (row: readonly Cell[]) =>
    outcome(() => op(String(row[0])), print);

describe("decimals give the results of the reference", () => {
  it("for two operands", () => {
    compare("binary", {
      add: binary(dec.add),
      sub: binary(dec.sub),
      mul: binary(dec.mul),
      mul_truncate: binary(dec.mulTruncate),
      mul_round_up: binary(dec.mulRoundUp),
      quo: binary(dec.quo),
      quo_truncate: binary(dec.quoTruncate),
      quo_round_up: binary(dec.quoRoundUp),
    });
  });

  it("for one operand", () => {
    compare("unary", {
      a: unary((a) => a),
      raw: unary((a) => a, plain),
      json: unary(
        (a) => a,
        (a) => JSON.stringify(dec.format(a)),
      ),
      proto_hex: unary(
        (a) => a,
        (a) => hex(dec.formatProto(a)),
      ),
      round_int: unary(dec.roundInt, plain),
      truncate_int: unary(dec.truncateInt, plain),
      truncate_dec: unary(dec.truncate),
      ceil: unary(dec.ceil),
      neg: unary((a) => -a),
      abs: unary(dec.abs),
      is_integer: (row) => dec.isInteger(BigInt(String(row[1]))),
      power_0: unary((a) => dec.power(a, 0)),
      power_1: unary((a) => dec.power(a, 1)),
      power_2: unary((a) => dec.power(a, 2)),
      power_3: unary((a) => dec.power(a, 3)),
      power_5: unary((a) => dec.power(a, 5)),
      power_10: unary((a) => dec.power(a, 10)),
      approx_sqrt: unary((a) => dec.approxRoot(a, 2)),
      approx_root_3: unary((a) => dec.approxRoot(a, 3)),
    });
  });

  it("with integers", () => {
    const withInt = (op: (a: bigint, i: bigint) => bigint) => (row: readonly Cell[]) =>
      outcome(() => op(dec.parse(String(row[0])), BigInt(String(row[1]))), dec.format);
    compare("with_int", { mul_int: withInt(dec.mulInt), quo_int: withInt(dec.quoInt) });
  });

  it("for every text", () => {
    compare("parse", {
      from_string: read(dec.parse, dec.format),
      from_json_string: read((text) => dec.parseJson(text), dec.format),
      from_proto_text: read(dec.parseProto, dec.format),
    });
    compare("json_text", {
      decimal: read((json) => dec.parseJson(JSON.parse(json)), dec.format),
      integer: read((json) => int.parseJson(JSON.parse(json)), plain),
    });
  });

  it("for a value that was never set", () => {
    expect(data.nil_forms).toEqual({
      dec_json: '"0"',
      dec_proto_hex: hex(dec.formatProto(0n)),
      int_json: '"0"',
      int_proto_hex: hex("0"),
    });
  });
});

describe("integers give the results of the reference", () => {
  it("for every text", () => {
    compare("int_parse", {
      from_string: read(int.parse, plain),
      from_json_string: read((text) => int.parseJson(text), plain),
      from_proto_text: read(int.parseProto, plain),
    });
  });

  it("for two operands", () => {
    const op = (work: (a: bigint, b: bigint) => bigint) => (row: readonly Cell[]) =>
      outcome(() => work(BigInt(String(row[0])), BigInt(String(row[1]))), plain);
    compare("int_binary", {
      add: op(int.add),
      sub: op(int.sub),
      mul: op(int.mul),
      quo: op(int.quo),
      mod: op(int.mod),
    });
  });

  it("in their other forms", () => {
    const value = (row: readonly Cell[]) => BigInt(String(row[0]));
    compare("int_forms", {
      json: (row) => JSON.stringify(String(value(row))),
      proto_hex: (row) => hex(String(value(row))),
      to_dec: (row) => dec.format(dec.fromInt(value(row))),
      bit_length: (row) => int.bitLength(value(row)),
    });
    compare("construct", {
      int: (row) => outcome(() => int.checked(value(row)), plain),
      dec_without_range_check: (row) => dec.format(dec.fromInt(value(row))),
    });
  });
});

describe("the door", () => {
  it("[D-TX-02] takes one text for each number", () => {
    const wrong = ["010", "0x1F", "1_000", "+5", "-0", "", "--1", " 1", "1 ", "1e3", "٣", "1\n"];
    for (const text of wrong) {
      expect(int.parseStrict(text), text).toBeUndefined();
      expect(dec.parseStrict(text), text).toBeUndefined();
    }
    for (const text of ["+.5", ".5", "5.", "-0.0", "1.0000000000000000000", "00.5", "1.5.5"]) {
      expect(dec.parseStrict(text), text).toBeUndefined();
    }
    expect(dec.parseStrict("1.50")).toBe(1_500_000_000_000_000_000n);
    expect(int.parseStrict(int.MAX.toString())).toBe(int.MAX);
    expect(int.parseStrict((int.MAX + 1n).toString())).toBeUndefined();
  });

  it("reads back what it prints", () => {
    fc.assert(
      fc.property(fc.bigInt(-dec.MAX, dec.MAX), (a) => {
        expect(dec.parseStrict(dec.format(a))).toBe(a);
        expect(dec.parse(dec.format(a))).toBe(a);
        expect(dec.parseProto(dec.formatProto(a))).toBe(a);
      }),
    );
  });
});
