import type { RuleId } from "../gen/rules.js";

/** gRPC status names with their numbers. */
export const GRPC_CODE = {
  Canceled: 1,
  Unknown: 2,
  InvalidArgument: 3,
  DeadlineExceeded: 4,
  NotFound: 5,
  AlreadyExists: 6,
  PermissionDenied: 7,
  ResourceExhausted: 8,
  FailedPrecondition: 9,
  Aborted: 10,
  OutOfRange: 11,
  Unimplemented: 12,
  Internal: 13,
  Unavailable: 14,
  DataLoss: 15,
  Unauthenticated: 16,
} as const;

export type GrpcStatus = keyof typeof GRPC_CODE;

/** A registered error. Codespace and code are consensus: frozen once used (D-TX-07). */
export interface ErrorKind {
  readonly codespace: string;
  readonly code: number;
  /** The key of its table. */
  readonly name: string;
  readonly text: string;
  readonly grpc: GrpcStatus;
}

/** Code, text and gRPC status; FailedPrecondition when the status is left out. */
export type ErrorEntry =
  | readonly [code: number, text: string]
  | readonly [code: number, text: string, grpc: GrpcStatus];

/**
 * What a refusal was about. Printed behind the text as ` key=value`; `log` instead stands before the
 * text, as Cosmos SDK wraps its errors.
 */
export interface Facts {
  readonly log?: string;
  readonly [name: string]: Fact;
}

type Fact = string | bigint | number | boolean | null | undefined;

const registered = new Map<string, ErrorKind>();

/** Registers a codespace's errors. A number that is taken is a mistake of the program: TypeError. */
export function defineErrors<const T extends Readonly<Record<string, ErrorEntry>>>(
  codespace: string,
  table: T,
): { readonly [K in keyof T]: ErrorKind } {
  const kinds: Record<string, ErrorKind> = {};
  for (const [name, [code, text, grpc = "FailedPrecondition"]] of Object.entries(table)) {
    kinds[name] = register({ codespace, code, name, text, grpc });
  }
  return kinds as { readonly [K in keyof T]: ErrorKind };
}

function register(kind: ErrorKind): ErrorKind {
  const id = `${kind.codespace}/${kind.code}`;
  if (!Number.isInteger(kind.code) || kind.code < 1 || kind.code > 0xffff_ffff) {
    throw new TypeError(`error number ${id} is out of range`);
  }
  const other = registered.get(id);
  if (other !== undefined) throw new TypeError(`${id} is ${other.name}, and ${kind.name} too`);
  registered.set(id, Object.freeze(kind));
  return kind;
}

/** Every error that the loaded modules registered, by codespace and number. */
export function registeredErrors(): readonly ErrorKind[] {
  return [...registered.values()].sort((a, b) =>
    a.codespace === b.codespace ? a.code - b.code : a.codespace < b.codespace ? -1 : 1,
  );
}

/** A refusal every honest node agrees on. Anything else thrown is a bug or a sick store. */
export class ChainError extends Error {
  override readonly name = "ChainError";

  constructor(
    readonly kind: ErrorKind,
    readonly facts: Facts = {},
    readonly rule?: RuleId,
  ) {
    super(describe(kind, facts, rule));
  }
}

/** Refuses unless `ok`, naming the rule that says so. */
export function ensure(ok: boolean, rule: RuleId, kind: ErrorKind, facts?: Facts): asserts ok {
  if (!ok) throw new ChainError(kind, facts, rule);
}

/** Refuses; for platform behaviour the rule may be left out. */
export function refuse(kind: ErrorKind, facts?: Facts, rule?: RuleId): never {
  throw new ChainError(kind, facts, rule);
}

const MAX_FACT = 200;
const MAX_LOG = 4096;
const PLAIN = /^[\w:./+@%#-]+$/;
// What could start a line, hide text or turn it around is shown by its number. Listed here, because
// the runtime's own character tables change between versions.
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]/gu;

function describe(kind: ErrorKind, facts: Facts, rule: RuleId | undefined): string {
  const { log, ...rest } = facts;
  // Cosmos SDK never registered these, so its log is the cause alone.
  const text = log !== undefined && kind.codespace === "undefined" ? "" : kind.text;
  const before = log === undefined ? "" : `${visible(cut(log, MAX_LOG))}${text === "" ? "" : ": "}`;
  const known = Object.entries(rest).filter(([, value]) => value !== undefined);
  const after = known.map(([name, value]) => ` ${name}=${factText(value)}`).join("");
  return `${before}${text}${after}${rule === undefined ? "" : ` [${rule}]`}`;
}

/** A text that is not plain is quoted, so that a value cannot look like another fact. */
function factText(value: Fact): string {
  if (typeof value !== "string") return String(value);
  const short = cut(value, MAX_FACT);
  if (PLAIN.test(short)) return short;
  return `"${visible(short.replace(/["\\]/g, "\\$&"))}"`;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}...(${text.length} characters)`;
}

function visible(text: string): string {
  return text.replace(UNSEEN, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}
