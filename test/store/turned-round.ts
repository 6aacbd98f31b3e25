/**
 * Vectors of stores whose verdict a decision turns round: the reference stores empty values, which
 * it cannot prove; a proved store refuses them at its door, the bare tree takes them.
 */
export const TURNED_ROUND: Readonly<Record<string, "D-TX-02">> = {
  "set empty value": "D-TX-02",
  "empty value: accepted and stored": "D-TX-02",
};
