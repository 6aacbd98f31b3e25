/**
 * The number of a vote's option, of gov's enum or group's: `yes`, `no_with_veto`, `no-with-veto`,
 * `NoWithVeto` or the name on the wire. Undefined for any other text.
 */
export function voteOption(
  options: Readonly<Record<string, number>>,
  text: string,
): number | undefined {
  const letters = (name: string) => name.toUpperCase().replace(/^VOTE_OPTION_|[_-]/g, "");
  const wanted = letters(text);
  return Object.entries(options).find(([name, no]) => no !== 0 && letters(name) === wanted)?.[1];
}
