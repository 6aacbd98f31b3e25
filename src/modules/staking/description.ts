import type { Description } from "../../gen/cosmos/staking/v1beta1.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { utf8Bytes } from "../../wire/text.js";

/** Text that leaves a field as it is when a validator is edited. */
export const UNCHANGED = "[do-not-modify]";

/** Longest texts, in bytes. */
const MOST = {
  moniker: 70,
  identity: 3000,
  website: 140,
  securityContact: 140,
  details: 280,
} as const;

const WORDS = {
  moniker: "moniker",
  identity: "identity",
  website: "website",
  securityContact: "security contact",
  details: "details",
} as const;

const FIELDS = ["moniker", "identity", "website", "securityContact", "details"] as const;

export const isEmpty = (description: Description): boolean =>
  FIELDS.every((field) => description[field] === "");

/** Refuses texts that are too long, with `sdk` 18. */
export function checkLengths(description: Description): Description {
  for (const field of FIELDS) {
    const { length } = utf8Bytes(description[field]);
    if (length > MOST[field]) {
      const log = `invalid ${WORDS[field]} length; got: ${length}, max: ${MOST[field]}`;
      refuse(sdkErrors.invalidRequest, { log });
    }
  }
  return description;
}

/** A description in which the fields of another stand, but those that are to stay. */
export function edited(old: Description, next: Description): Description {
  const field = (name: (typeof FIELDS)[number]) =>
    next[name] === UNCHANGED ? old[name] : next[name];
  return checkLengths({
    moniker: field("moniker"),
    identity: field("identity"),
    website: field("website"),
    securityContact: field("securityContact"),
    details: field("details"),
  });
}
