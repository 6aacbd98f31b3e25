/** Metrics in Prometheus' text form: the type of each family, the value of each series. */
export interface ReadMetrics {
  readonly types: ReadonlyMap<string, string>;
  readonly series: ReadonlyMap<string, number>;
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[^{}]*\})? (\S+)$/;

/**
 * Reads metrics as Prometheus does. Throws for a family that is told twice, a series that comes
 * twice or without its family, and for a line of another form.
 */
export function readMetrics(text: string): ReadMetrics {
  const types = new Map<string, string>();
  const series = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("# HELP ")) continue;
    if (line.startsWith("# TYPE ")) {
      const [, , name = "", type = ""] = line.split(" ");
      if (types.has(name)) throw new Error(`told twice: ${name}`);
      types.set(name, type);
      continue;
    }
    const [, name = "", given = "", value] = SAMPLE.exec(line) ?? [];
    if (value === undefined) throw new Error(`no sample: ${line}`);
    const labels = sorted(given);
    const family = name.replace(/_(?:bucket|sum|count)$/, "");
    if (!types.has(name) && !types.has(family)) throw new Error(`without a type: ${name}`);
    if (series.has(name + labels)) throw new Error(`comes twice: ${name}${labels}`);
    series.set(name + labels, Number(value));
  }
  return { types, series };
}

/** `{b="2",a="1"}` with its labels by name. */
function sorted(labels: string): string {
  const pairs = labels.match(/[a-zA-Z_]\w*="(?:[^"\\]|\\.)*"/g) ?? [];
  return pairs.length === 0 ? "" : `{${pairs.sort().join(",")}}`;
}
