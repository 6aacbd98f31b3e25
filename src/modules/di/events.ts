import { type Event, event } from "../../keeper/events.js";
import { formatTime } from "../../keeper/formats/time.js";

/** Who had a digest stored, and how. */
export interface DigestSource {
  /** Policy account of the corporation. */
  readonly corporation: string;
  readonly operator: string;
  readonly source: "msg" | "module_call";
}

/** A digest was stored; not when it was there already. */
export const digestStored = (
  digest: string,
  { corporation, operator, source }: DigestSource,
  time: bigint,
): Event =>
  event("store_digest", {
    corporation,
    digest,
    source,
    timestamp: formatTime(time, "trimmed"),
    operator,
  });
