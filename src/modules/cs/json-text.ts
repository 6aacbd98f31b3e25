import type { Json } from "../../keeper/query.js";

/** Why a text is no JSON that the registry takes [D-CS-03]. */
export type JsonFault =
  | "syntax"
  | "duplicate name"
  | "number out of range"
  | "lone surrogate"
  | "nested too deep";

/** What {@link readJson} found: a value, or what is wrong and at which character. */
export type JsonReading =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly fault: JsonFault; readonly at: number };

/** Deepest nesting of objects and lists; the outermost counts as 1. */
export const MAX_NESTING = 64;

class Fault extends Error {
  constructor(
    readonly fault: JsonFault,
    readonly at: number,
  ) {
    super(fault);
  }
}

/**
 * Reads a JSON text as RFC 8259 has it and I-JSON narrows it: a name twice in an object, a number
 * beyond a double, half a surrogate pair and deep nesting are faults. Names such as `__proto__` are
 * ordinary names. The runtime's parser keeps the last of two equal names, so that two readers of
 * one schema could see two schemas; this one refuses. [D-CS-03]
 */
export function readJson(text: string): JsonReading {
  try {
    return { ok: true, value: new Reader(text).document() };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.fault, at: error.at };
    throw error;
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SPACE = /[ \t\n\r]*/y;
/** With the u flag a pair is one character, so that only halves match. */
const LONE_SURROGATE = /[\ud800-\udfff]/u;
const HEX4 = /[0-9a-fA-F]{4}/y;
const WORDS: readonly (readonly [string, Json])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

class Reader {
  #at = 0;

  constructor(private readonly text: string) {}

  document(): Json {
    const value = this.value(0);
    if (this.#at < this.text.length) throw new Fault("syntax", this.#at);
    return value;
  }

  private value(depth: number): Json {
    this.space();
    const value = this.bare(depth);
    this.space();
    return value;
  }

  private bare(depth: number): Json {
    const head = this.text[this.#at];
    if (head === '"') return this.string();
    if (head === "{" || head === "[") {
      if (depth === MAX_NESTING) throw new Fault("nested too deep", this.#at);
      return head === "{" ? this.object(depth + 1) : this.list(depth + 1);
    }
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private object(depth: number): Json {
    const members: (readonly [string, Json])[] = [];
    const names = new Set<string>();
    this.take("{");
    this.space();
    if (this.skip("}")) return {};
    do {
      this.space();
      const start = this.#at;
      const name = this.string();
      if (names.has(name)) throw new Fault("duplicate name", start);
      names.add(name);
      this.space();
      this.take(":");
      members.push([name, this.value(depth)]);
    } while (this.skip(","));
    this.take("}");
    // fromEntries defines members; an assignment would let `__proto__` reach the prototype.
    return Object.fromEntries(members);
  }

  private list(depth: number): Json {
    const items: Json[] = [];
    this.take("[");
    this.space();
    if (this.skip("]")) return items;
    do items.push(this.value(depth));
    while (this.skip(","));
    this.take("]");
    return items;
  }

  private number(): number {
    const start = this.#at;
    const value = Number(this.match(NUMBER));
    if (!Number.isFinite(value)) throw new Fault("number out of range", start);
    return value;
  }

  private string(): string {
    const start = this.#at;
    this.take('"');
    let out = "";
    let from = this.#at;
    for (;;) {
      const code = this.text.charCodeAt(this.#at);
      if (Number.isNaN(code) || code < 0x20) throw new Fault("syntax", this.#at);
      if (code === 0x22 || code === 0x5c) {
        out += this.text.slice(from, this.#at);
        this.#at++;
        if (code === 0x22) break;
        out += this.escape();
        from = this.#at;
      } else this.#at++;
    }
    // Half a pair as it stands is a byte that is no UTF-8: it must not pair with an escaped half.
    const written = this.text.slice(start, this.#at);
    if (LONE_SURROGATE.test(written) || LONE_SURROGATE.test(out)) {
      throw new Fault("lone surrogate", start);
    }
    return out;
  }

  private escape(): string {
    const letter = this.text[this.#at] ?? "";
    const at = this.#at++;
    if (letter === "u") return String.fromCharCode(Number.parseInt(this.match(HEX4), 16));
    const plain = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
    if (plain === undefined) throw new Fault("syntax", at);
    return plain;
  }

  private space(): void {
    this.match(SPACE);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) throw new Fault("syntax", this.#at);
    this.#at += found.length;
    return found;
  }

  private take(mark: string): void {
    if (!this.skip(mark)) throw new Fault("syntax", this.#at);
  }

  private skip(mark: string): boolean {
    if (this.text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }
}
