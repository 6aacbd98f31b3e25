/** A value of CometBFT's configuration. */
export type TomlValue = string | number | boolean | readonly string[];

/** Values by key. */
export type TomlTable = Readonly<Record<string, TomlValue>>;

/** Comments: of a section under its name in brackets, of a key as `key` or `section.key`. */
export type TomlComments = Readonly<Record<string, string>>;

/** Prints keys at the top, then each section. JSON's texts are TOML's basic strings. */
export function printToml(
  top: TomlTable,
  sections: Readonly<Record<string, TomlTable>>,
  comments: TomlComments = {},
): string {
  const tables = Object.entries(sections).map(
    ([name, table]) =>
      `${comment(comments[`[${name}]`])}[${name}]\n${lines(table, `${name}.`, comments)}`,
  );
  return `${[lines(top, "", comments), ...tables].join("\n")}`;
}

function lines(table: TomlTable, prefix: string, comments: TomlComments): string {
  return Object.entries(table)
    .map(([key, value]) => {
      const above = comment(comments[prefix + key]);
      return `${above === "" ? "" : `\n${above}`}${key} = ${printValue(value)}\n`;
    })
    .join("");
}

function comment(text: string | undefined): string {
  if (text === undefined) return "";
  return text
    .split("\n")
    .map((line) => `# ${line}\n`)
    .join("");
}

/** A value as TOML writes it. */
export function printValue(value: TomlValue): string {
  if (typeof value === "object") return `[${value.map(printString).join(", ")}]`;
  return typeof value === "string" ? printString(value) : String(value);
}

/** JSON escapes all that TOML wants escaped but the delete character. */
function printString(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}
