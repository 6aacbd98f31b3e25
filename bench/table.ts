import { cpus, totalmem } from "node:os";
import type { Figure } from "./measure.js";

/** Processor, memory and Node of this machine, a line each. */
export function machine(): string {
  const [first] = cpus();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(1);
  return [
    `cpu     ${first?.model.trim() ?? "unknown"}, ${cpus().length} cores`,
    `memory  ${gigabytes} GB`,
    `node    ${process.version} ${process.platform}-${process.arch}`,
  ].join("\n");
}

const HEAD = ["benchmark", "size", "what", "median", "least", "most", "unit", "rounds"];

/** The figures as a table of text. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((f) => [
    ...[f.name, f.size, f.what, number(f.median), number(f.least), number(f.most)],
    ...[f.unit, String(f.rounds)],
  ]);
  const widths = HEAD.map((head, i) =>
    Math.max(head.length, ...rows.map((r) => r[i]?.length ?? 0)),
  );
  return [HEAD, ...rows].map((row) => line(row, widths)).join("\n");
}

const RIGHT: ReadonlySet<number> = new Set([3, 4, 5, 7]);

const line = (row: readonly string[], widths: readonly number[]): string =>
  row
    .map((cell, i) => (RIGHT.has(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
    .join("  ")
    .trimEnd();

/** Three digits that matter. */
function number(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
