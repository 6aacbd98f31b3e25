/** A value of CometBFT's configuration. */
export type TomlValue = string | number | boolean | readonly string[];

/** Values by key. */
export type TomlTable = Readonly<Record<string, TomlValue>>;

/** Prints keys at the top, then each section. JSON's texts are TOML's basic strings. */
export function printToml(top: TomlTable, sections: Readonly<Record<string, TomlTable>>): string {
  const tables = Object.entries(sections).map(([name, table]) => `[${name}]\n${lines(table)}`);
  return `${[lines(top), ...tables].join("\n")}`;
}

function lines(table: TomlTable): string {
  return Object.entries(table)
    .map(([key, value]) => `${key} = ${printValue(value)}\n`)
    .join("");
}

function printValue(value: TomlValue): string {
  if (typeof value === "object") return `[${value.map(printString).join(", ")}]`;
  return typeof value === "string" ? printString(value) : String(value);
}

/** JSON escapes all that TOML wants escaped but the delete character. */
function printString(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}
