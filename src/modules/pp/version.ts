import { Participant } from "../../gen/verana/pp/v1.js";
import { bitLength } from "../../keeper/int.js";
import {
  concat,
  stringKey,
  TIME_BYTES,
  timeKey,
  tupleKey,
  u8Key,
  u64Key,
} from "../../keeper/keys.js";
import type { ValueCodec } from "../../keeper/values.js";

/** [D-PP-55] What a participant was until a block changed it. */
export interface Version {
  readonly participant: Participant;
  /** Time of the block that changed it: from then on it was something else. */
  readonly until: bigint;
  /** Whether that block changed `modified` too; deposits of sessions do not. */
  readonly modified: boolean;
}

/** By participant, then by their end: the first one that ends behind a moment was in force then. */
export const versionKey = tupleKey<readonly [bigint, bigint]>(u64Key, timeKey);

/** The end, a flag, the participant. */
export const versionValue: ValueCodec<Version> = {
  encode: ({ participant, until, modified }) =>
    concat([
      timeKey.encode(until),
      u8Key.encode(modified ? 1 : 0),
      Participant.encode(participant),
    ]),
  decode(bytes) {
    const [until, flag] = timeKey.read(bytes, 0);
    const [modified, end] = u8Key.read(bytes, flag);
    const participant = Participant.decode(bytes.subarray(end));
    return { participant, until, modified: modified === 1 };
  },
  copies: true,
};

/** A filter that a list can go along: which one, and its value as text. */
export type Filter = readonly [kind: number, value: string];

/** Kinds of filters. Numbers are part of stored keys. */
export const FILTER = {
  all: 0,
  schema: 1,
  corporation: 2,
  did: 3,
  validator: 4,
  role: 5,
  opState: 6,
  slashed: 7,
  repaid: 8,
  open: 9,
} as const;

/** Every filter that a participant passes. */
export function filtersOf(p: Participant): readonly Filter[] {
  const found: Filter[] = [
    [FILTER.all, ""],
    [FILTER.schema, `${p.schemaId}`],
    [FILTER.corporation, `${p.corporationId}`],
    [FILTER.role, `${p.role}`],
  ];
  if (p.did !== "") found.push([FILTER.did, p.did]);
  if (p.validatorParticipantId !== 0n) {
    found.push([FILTER.validator, `${p.validatorParticipantId}`]);
  }
  if (p.opState !== 0) found.push([FILTER.opState, `${p.opState}`]);
  if (p.slashed !== undefined) found.push([FILTER.slashed, ""]);
  if (p.repaid !== undefined) found.push([FILTER.repaid, ""]);
  const isOpen = p.revoked === undefined && p.slashed === undefined;
  if (isOpen && p.effectiveFrom !== undefined) found.push([FILTER.open, ""]);
  return found;
}

type EndedRef = readonly [kind: number, value: string, level: number, modified: bigint];

/** Ended versions by filter, by how long they stood, and by the time since which they stood. */
export const endedKey = tupleKey<EndedRef>(u8Key, stringKey, u8Key, timeKey);

const SECOND = 1_000_000_000n;

/** How long a version stood, as the power of two in seconds that is above it. */
const levelOf = (length: bigint): number => bitLength((length - 1n) / SECOND);

/** The longest there may be: the years 1 to 9999 have fewer than 2^39 seconds. */
export const LEVELS = 40;

/**
 * How long the versions of a level stood at most, nanoseconds. Those that were in force at a moment
 * began no longer before it; and of one participant no more than two ended in between, since those of
 * a level stood at least half as long. So a list as of a moment reads little that had ended.
 */
export const longestOf = (level: number): bigint => (1n << BigInt(level)) * SECOND;

/** Where `ended` lists a version: nowhere when the next one has the same `modified`. */
export function endedRefs({ participant, until, modified }: Version): readonly EndedRef[] {
  const since = participant.modified ?? 0n;
  if (!modified || until <= since) return [];
  const level = levelOf(until - since);
  return filtersOf(participant).map(([kind, value]) => [kind, value, level, since] as const);
}

const levelKey = tupleKey<readonly [kind: number, value: string, level: number]>(
  u8Key,
  stringKey,
  u8Key,
);

/** When the version of an entry of `ended` ended: the last that its key tells. */
export const endedUntil = (key: Uint8Array): bigint =>
  timeKey.read(key, key.length - TIME_BYTES)[0];

/** What the entries of a level of a filter start with. */
export const endedStart = (filter: Filter, level: number): Uint8Array =>
  levelKey.encode([...filter, level]);
