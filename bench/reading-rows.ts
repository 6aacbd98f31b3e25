import { timestampText } from "../src/wire/time.js";
import { GENESIS_TIME } from "../test/support/app-chain.js";
import { DAY } from "../test/support/registry-world.js";
import type { ParticipantPlace } from "./participants-state.js";
import { participantOf, pastOf } from "./reading-state.js";

/** A kind of question over REST; `n` counts them from 0. */
export interface ReadingRow {
  readonly name: string;
  readonly path: string;
  query(n: number, place: ParticipantPlace): Record<string, string>;
  /** What the answer must hold. */
  readonly expect: string;
  /** Whether it is asked over HTTP too. */
  readonly http?: boolean;
}

const LIST = "/pp/v1/list";
/** Any of them, in no order. */
const any = (n: number, { entities }: ParticipantPlace): number => (n * 48_271) % entities;
const ownerOf = (n: number, { owners }: ParticipantPlace): string =>
  `${owners[n % owners.length]?.id ?? 0n}`;
/** While half of the versions were in force or to come; when few had begun; when most had ended. */
const MIDDLE = timestampText(GENESIS_TIME - 200n * DAY);
const EARLY = timestampText(GENESIS_TIME - 295n * DAY);
const LATE = timestampText(GENESIS_TIME - 60n * DAY);

function cursorAt(i: number, place: ParticipantPlace): string {
  const { modified = 0n, id } = participantOf(i, place);
  return `${timestampText(modified)},${id}`;
}

function subject(n: number, place: ParticipantPlace): Record<string, string> {
  const { did, role, schemaId } = participantOf(any(n, place), place);
  return { did, role: `${role}`, schema_id: `${schemaId}` };
}

const list = (
  name: string,
  query: ReadingRow["query"],
  more: Partial<ReadingRow> = {},
): ReadingRow => ({ name, path: LIST, query, expect: '"participants":[', ...more });

const ISSUERS = { role: "ISSUER" };
const PENDING = { op_state: "PENDING" };

/** Pages of 64 unless they say otherwise. */
export const READING_ROWS: readonly ReadingRow[] = [
  list("page", () => ({}), { http: true }),
  list("page anywhere", (n, place) => ({ cursor: cursorAt(any(n, place), place) }), { http: true }),
  list("page of the wire", () => ({}), { path: "/verana/pp/v1/list", http: true }),
  list("page of 1,024", () => ({ response_max_size: "1024" })),
  list("by corporation", (n, place) => ({ corporation_id: ownerOf(n, place) }), { http: true }),
  list("by role and schema", (_, { schemaId }) => ({ ...ISSUERS, schema_id: `${schemaId}` }), {
    http: true,
  }),
  list("by five filters", (n, place) => ({
    ...{ ...ISSUERS, corporation_id: ownerOf(2 * n, place), schema_id: `${place.schemaId}` },
    ...{ op_state: "VALIDATED", modified_after: MIDDLE },
  })),
  list("by two halves that hardly meet", () => ({ ...ISSUERS, ...PENDING })),
  list("the same, near the end", (_, place) => ({
    ...{ ...ISSUERS, ...PENDING },
    cursor: cursorAt(place.entities - Math.min(2_000, place.entities), place),
  })),
  list("valid, where nine of ten expired", () => ({ only_valid: "true" })),
  list("changed late", () => ({ modified_after: LATE })),
  list("slashed issuers", () => ({ ...ISSUERS, only_slashed: "true" })),
  list("when few had begun", () => ({ when: EARLY })),
  list("when half had", () => ({ when: MIDDLE })),
  list("when most had changed", () => ({ when: LATE })),
  list("when half had, anywhere", (n, place) => {
    const i = any(n, place) >> 1;
    const { begun } = pastOf(i, place.entities);
    return { when: MIDDLE, cursor: `${timestampText(begun)},${place.first + BigInt(i)}` };
  }),
  list("when half had, by five filters", (n, place) => ({
    ...{ ...ISSUERS, corporation_id: ownerOf(2 * n, place), schema_id: `${place.schemaId}` },
    ...{ op_state: "VALIDATED", only_valid: "true", when: MIDDLE },
  })),
  list("when half had, by two halves that do not meet", () => ({
    ...{ ...ISSUERS, ...PENDING, when: MIDDLE },
  })),
  {
    ...{ name: "by id", path: "/pp/v1/get", expect: '"participant":{', http: true },
    query: (n, place) => ({ id: `${place.first + BigInt(any(n, place))}` }),
  },
  {
    ...{ name: "authorized", path: "/pp/v1/authorized", expect: '"authorized":', http: true },
    query: subject,
  },
  {
    ...{ name: "authorized in the past", path: "/pp/v1/authorized", expect: '"authorized":' },
    query: (n, place) => ({ ...subject(n, place), when: MIDDLE }),
    http: true,
  },
];
