import { END_OF_TIME, START_OF_TIME } from "../../../keeper/keys.js";

/** [D-AUTHZ-09] A time of the years 1 to 9999, or none: no end. */
export const isRecordTime = (time: bigint | undefined): boolean =>
  time === undefined || (time >= START_OF_TIME && time < END_OF_TIME);
