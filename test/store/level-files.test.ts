import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, assert, beforeEach, describe, it } from "vitest";
import { StoreFault } from "../../src/store/contract.js";
import { openDatabase } from "../../src/store/database.js";
import { crc32c, masked } from "../../src/store/level-files/crc32c.js";
import { unsnappy } from "../../src/store/level-files/snappy.js";
import { Random } from "./random.js";

const WHOLE = { whole: true };
const text = (value: string) => new TextEncoder().encode(value);

let folder: string;

/** Three starts: two tables and a log of several blocks. */
beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), "vpr-files-")), "db");
  const random = new Random(3);
  for (let start = 0; start < 3; start += 1) {
    const database = await openDatabase(folder);
    for (let batch = 0; batch < 8; batch += 1) {
      const puts = Array.from({ length: 40 }, (_, at) => ({
        key: `${start}/${batch}/${at}`,
        value: at % 2 === 0 ? random.bytes(200, 400) : text("again ".repeat(60)),
      }));
      await database.write(puts);
    }
    await database.close();
  }
});

afterEach(() => rmSync(join(folder, ".."), { recursive: true }));

const named = (kind: RegExp): readonly string[] =>
  readdirSync(folder)
    .filter((name) => kind.test(name))
    .map((name) => join(folder, name));

function file(kind: RegExp): string {
  const path = named(kind).toSorted().at(-1);
  assert.isDefined(path);
  return path;
}

async function refusal(rules = WHOLE): Promise<string> {
  try {
    await (await openDatabase(folder, rules)).close();
    return "";
  } catch (error) {
    assert.instanceOf(error, StoreFault);
    return error.message;
  }
}

function change(path: string, at: number, to: (byte: number) => number): void {
  const bytes = readFileSync(path);
  bytes[at] = to(bytes[at] ?? 0);
  writeFileSync(path, bytes);
}

describe("the files of a database", () => {
  it("are accepted as LevelDB left them", async () => {
    assert.isAbove(named(/\.ldb$/).length, 1);
    assert.equal(await refusal(), "");
  });

  it("are refused with their name when any byte of a table's blocks was changed", async () => {
    const table = file(/\.ldb$/);
    const { length } = readFileSync(table);
    const random = new Random(8);
    for (let times = 0; times < 60; times += 1) {
      // The footer pads its two positions to forty bytes; nobody reads the rest.
      const at = random.below(length - 48);
      change(table, at, (byte) => byte ^ 0x10);
      assert.include(await refusal(), table, `byte ${at}`);
      change(table, at, (byte) => byte ^ 0x10);
    }
    assert.equal(await refusal(), "");
  });

  it("are refused when a table was cut", async () => {
    const table = file(/\.ldb$/);
    truncateSync(table, readFileSync(table).length - 100);
    assert.include(await refusal(), table);
  });

  it("are refused when a log is damaged before its end, if nothing else would tell", async () => {
    const log = file(/\.log$/);
    change(log, 100, (byte) => byte ^ 1);
    assert.include(await refusal(), log);
    assert.equal(await refusal({ whole: false }), "");
  });

  it("are accepted when the end of a log is torn: it may not have been synchronized", async () => {
    const log = file(/\.log$/);
    truncateSync(log, readFileSync(log).length - 50);
    assert.equal(await refusal(), "");
  });

  it("are refused when a log holds something other than changes, which would end the process", async () => {
    writeFileSync(file(/\.log$/), readFileSync(file(/^MANIFEST/)));
    assert.include(await refusal({ whole: false }), "something other than changes");
  });

  it("are refused without CURRENT, where LevelDB would begin anew", async () => {
    rmSync(join(folder, "CURRENT"));
    assert.include(await refusal({ whole: false }), "CURRENT");
    assert.isNotEmpty(named(/\.ldb$/));
  });

  it("are accepted beside what a killed compaction left: tables that the manifest does not name", async () => {
    writeFileSync(join(folder, "009999.ldb"), readFileSync(file(/\.ldb$/)).subarray(0, 900));
    writeFileSync(join(folder, "000001.log"), readFileSync(file(/^MANIFEST/)));
    assert.equal(await refusal(), "");
  });

  it("are not held open after a refusal", async () => {
    const table = file(/\.ldb$/);
    change(table, 10, (byte) => byte ^ 1);
    await refusal();
    change(table, 10, (byte) => byte ^ 1);
    assert.equal(await refusal(), "");
  });
});

describe("checksums", () => {
  it("are those of RFC 3720, and masked as LevelDB's own test has them", () => {
    assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
    assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
    assert.equal(crc32c(text("123456789")), 0xe3069283);
    assert.equal(crc32c(text("6789"), crc32c(text("12345"))), 0xe3069283);
    assert.equal(masked(0), 0xa282ead8);
  });
});

describe("compressed blocks", () => {
  const hex = (value: string) => Uint8Array.from(Buffer.from(value, "hex"));

  it("are read: literals and copies that overlap", () => {
    assert.equal(Buffer.from(unsnappy(hex("0c086162631503"))).toString(), "abcabcabcabc");
    assert.equal(Buffer.from(unsnappy(hex("0508616263060300"))).toString(), "abcab");
  });

  it.each(["", "05", "0508616263", "ffffffffff7f", "0301", "0300610503"])(
    "are refused when they are %s",
    (bytes) => {
      assert.throws(() => unsnappy(hex(bytes)), RangeError);
    },
  );
});
