import { textParam } from "../../keeper/query-params.js";

/** `cursor` of both lists; the query reads it. */
export const holderCursorParam = textParam.meta({
  description:
    "for the next page, corporation and account of the last entry that was seen: 4,verana1...",
});
