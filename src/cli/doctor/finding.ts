/** How bad a finding is: an error keeps the node from running, or from running safely. */
export type Severity = "ok" | "note" | "warning" | "error";

/** What was looked at, and what was found. */
export interface Finding {
  /** What was looked at, as `genesis` or `database`. */
  readonly check: string;
  readonly severity: Severity;
  readonly text: string;
  /** What mends it: a command, or what to do. */
  readonly mend?: string;
}

export const ok = (check: string, text: string): Finding => ({ check, severity: "ok", text });

export const note = (check: string, text: string): Finding => ({ check, severity: "note", text });

export const warning = (check: string, text: string, mend?: string): Finding => ({
  check,
  severity: "warning",
  text,
  ...(mend === undefined ? {} : { mend }),
});

export const fault = (check: string, text: string, mend?: string): Finding => ({
  check,
  severity: "error",
  text,
  ...(mend === undefined ? {} : { mend }),
});
