import type { MethodTable } from "./method.js";

/** The page at `/`: every method that a URL can call, with its parameters. */
export function indexPage(table: MethodTable): string {
  const lines = [...table.values()]
    .filter((method) => !method.socketOnly)
    .map(({ name, parameters }) => {
      const query = parameters.map((parameter) => `${parameter}=_`).join("&");
      return `<a href="/${name}?${query}">/${name}?${query}</a><br>`;
    })
    .sort();
  return `<html><body><br>Available endpoints:<br>${lines.join("")}</body></html>`;
}
