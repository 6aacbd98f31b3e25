import { END_OF_TIME } from "../../../keeper/keys.js";

/** The first second of the year 1, nanoseconds since the Unix epoch. */
const START_OF_TIME = -62_135_596_800n * 1_000_000_000n;

/** [D-AUTHZ-09] A time of the years 1 to 9999, or none: no end. */
export const isRecordTime = (time: bigint | undefined): boolean =>
  time === undefined || (time >= START_OF_TIME && time < END_OF_TIME);
