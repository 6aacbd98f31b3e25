import { existsSync, readFileSync, statSync } from "node:fs";
import { Command, Option } from "commander";
import { z } from "zod";
import { printValue } from "../../engine/comet/toml.js";
import { placeOf, withSetting } from "../config/edit.js";
import { CONFIG_FILES, type ConfigFile, inspect, parsedFile } from "../config/files.js";
import {
  asKind,
  keyNames,
  readSettings,
  type Sections,
  type Setting,
  valueAt,
} from "../config/settings.js";
import { CliError, messageOf } from "../failure.js";
import { flagsOf, homeOf } from "../options.js";
import { print, say } from "../output.js";
import { closest } from "../text/closest.js";
import { writeWhole } from "../write-whole.js";

/** `config …` */
export function configCommand(): Command {
  return new Command("config")
    .summary("read and change the configuration files")
    .description(
      "Read and change app.toml, config.toml and client.toml of the home. A variable of the " +
        "environment (api.enable is VPRD_API_ENABLE) stands before the files, a flag before both.",
    )
    .addCommand(diffCommand())
    .addCommand(getCommand())
    .addCommand(homeCommand())
    .addCommand(migrateCommand())
    .addCommand(setCommand())
    .addCommand(viewCommand());
}

function getCommand(): Command {
  const command = new Command("get")
    .summary("print a value")
    .argument("<file>", "app, config or client")
    .argument("[key]", "as api.enable; all keys without");
  return command.action((name: string, key: string | undefined) => {
    const of = fileOf(name);
    const { values } = inspect(homeOf(command), of);
    if (key !== undefined) {
      process.stdout.write(`${printValue(settingOf(of, values, key))}\n`);
      return;
    }
    for (const known of keyNames(of.defaults)) {
      process.stdout.write(`${known} = ${printValue(settingOf(of, values, known))}\n`);
    }
  });
}

function setCommand(): Command {
  const command = new Command("set")
    .summary("change a value, keeping all else in the file")
    .argument("<file>", "app, config or client")
    .argument("<key>", "as api.enable")
    .argument("<value>", "lists by commas")
    .option("--stdout", "print the changed file instead of writing it")
    .option("-s, --skip-validate", "accept keys and values that are not known");
  return command.action((name: string, key: string, given: string) => {
    const flags = flagsOf(
      command,
      z.object({ stdout: z.boolean().default(false), skipValidate: z.boolean().default(false) }),
    );
    const of = fileOf(name);
    const path = of.path(homeOf(command));
    const text = readText(path);
    const edited = flags.skipValidate
      ? setAnything(text, key, given)
      : setKnown(of, text, key, given);
    if (flags.stdout) process.stdout.write(edited);
    else writeWhole(path, edited, statSync(path).mode & 0o777);
  });
}

function setKnown(of: ConfigFile<Sections>, text: string, key: string, given: string): string {
  const place = placeOf(of.defaults, key);
  if (place === undefined) throw unknownKey(of, key);
  const usual = of.defaults[place.section]?.[place.key] ?? "";
  const value = asKind(given, usual);
  const found = { told: (name: string) => (name === key ? given : undefined), found: {} };
  const [wrong] = readSettings(of.defaults, { ...found, checks: of.checks }).wrong;
  if (wrong !== undefined || value === undefined) {
    throw new CliError(`${of.file}: ${wrong?.message ?? `${key} cannot be ${given}`}`);
  }
  return withSetting(text, place, value);
}

function setAnything(text: string, key: string, given: string): string {
  const at = key.lastIndexOf(".");
  const place = { section: at === -1 ? "" : key.slice(0, at), key: key.slice(at + 1) };
  const value = given === "true" || given === "false" ? given === "true" : given;
  return withSetting(text, place, /^-?\d{1,15}$/.test(given) ? Number(given) : value);
}

function viewCommand(): Command {
  const command = new Command("view")
    .summary("print a whole file")
    .argument("<file>", "app, config or client")
    .addOption(new Option("--output-format <format>").choices(["toml", "json"]).default("toml"));
  return command.action((name: string) => {
    const { outputFormat } = flagsOf(command, z.object({ outputFormat: z.string() }));
    const path = fileOf(name).path(homeOf(command));
    const text = readText(path);
    if (outputFormat === "toml") process.stdout.write(text);
    else print(z.json().parse(parsedFile(path)), "json");
  });
}

function homeCommand(): Command {
  const command = new Command("home").summary("print the home folder");
  return command.action(() => {
    process.stdout.write(`${homeOf(command)}\n`);
  });
}

function diffCommand(): Command {
  const command = new Command("diff")
    .summary("print what differs from the defaults")
    .argument("[version]", "accepted; the defaults are this version's")
    .argument("[file]", "a file to read instead of the home's app.toml");
  return command.action((_version: string | undefined, file: string | undefined) => {
    const of = fileOf("app");
    const path = file ?? of.path(homeOf(command));
    const { values, unknown } = readSettings(of.defaults, { found: parsedOf(path) });
    const lines = keyNames(of.defaults).flatMap((key) => {
      const place = placeOf(of.defaults, key);
      const usual = printValue(of.defaults[place?.section ?? ""]?.[place?.key ?? ""] ?? "");
      const now = printValue(settingOf(of, values, key));
      return usual === now ? [] : [`${key} = ${now}  # default: ${usual}\n`];
    });
    if (lines.length === 0) say("All config values are the same as the defaults.");
    process.stdout.write(lines.join(""));
    for (const { message } of unknown) say(message);
  });
}

function migrateCommand(): Command {
  const command = new Command("migrate")
    .summary("add keys that an older file lacks, with their defaults")
    .argument("[version]", "accepted; the keys are this version's")
    .argument("[file]", "a file to change instead of the home's app.toml")
    .option("--stdout", "print the file instead of writing it");
  return command.action((_version: string | undefined, file: string | undefined) => {
    const { stdout } = flagsOf(command, z.object({ stdout: z.boolean().default(false) }));
    const of = fileOf("app");
    const path = file ?? of.path(homeOf(command));
    const found = parsedOf(path);
    let text = readText(path);
    for (const [section, table] of Object.entries(of.defaults)) {
      for (const [key, usual] of Object.entries(table)) {
        if (valueAt(found, section, key) !== undefined) continue;
        text = withSetting(text, { section, key }, usual);
        say(`added ${section === "" ? key : `${section}.${key}`}`);
      }
    }
    if (stdout) process.stdout.write(text);
    else writeWhole(path, text, statSync(path).mode & 0o777);
  });
}

function fileOf(name: string): ConfigFile<Sections> {
  const found = CONFIG_FILES[name.replace(/\.toml$/, "")];
  if (found !== undefined) return found;
  throw new CliError(`${name} is no configuration file; there are app, config and client`);
}

function settingOf(of: ConfigFile<Sections>, values: object, key: string): Setting {
  const place = placeOf(of.defaults, key);
  if (place === undefined) throw unknownKey(of, key);
  const usual = of.defaults[place.section]?.[place.key] ?? "";
  const { section } = place;
  const at = new Map<string, unknown>(Object.entries(values));
  const table = section === "" ? values : at.get(section);
  const value = new Map<string, unknown>(Object.entries(table ?? {})).get(place.key);
  return asKind(value, usual) ?? usual;
}

function unknownKey(of: ConfigFile<Sections>, key: string): CliError {
  const like = closest(key, keyNames(of.defaults));
  const hint = like === undefined ? "" : `; is ${like} meant?`;
  return new CliError(`${of.file} has no key ${key}${hint}`);
}

function parsedOf(path: string): unknown {
  if (!existsSync(path)) throw new CliError(`${path} is not there; vprd init writes it`);
  return parsedFile(path);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CliError(`cannot read ${path}: ${messageOf(error)}`);
  }
}
