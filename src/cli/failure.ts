/** Something the user must know and can act on: printed as one line, exit status 1. */
export class CliError extends Error {
  override readonly name = "CliError";
}

/** What any thrown thing says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
