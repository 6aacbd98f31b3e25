import { Command } from "commander";
import { z } from "zod";
import { registry } from "../../gen/registry.js";
import type { FieldDescriptor, MethodDescriptor } from "../../wire/descriptor.js";
import { toJson } from "../../wire/proto-json.js";
import { fromJson, JsonError } from "../../wire/proto-json-read.js";
import { Chain } from "../chain/chain.js";
import { CliError } from "../failure.js";
import { fieldFlags, fieldsJson, isGivable, isPage, pageJson } from "../fields.js";
import { addressReader } from "../keyring/key-address.js";
import { moduleNames, moduleOrder } from "../modules.js";
import { flagsOf, nodeFlag, outputFlag, surroundings, wholeNumber } from "../options.js";
import { print } from "../output.js";
import { QUERY_PATHS, queryHelp } from "../query/help.js";
import { queryNames } from "../query/names.js";
import { exampleHelp } from "../tx/message-command.js";
import { chainQueryCommands } from "./query-chain.js";

/** `query …`: a command for each query that the chain answers, and those of blocks and transactions. */
export function queryCommand(): Command {
  const query = new Command("query").alias("q").summary("ask the chain");
  const groups = new Map<string, MethodDescriptor[]>();
  for (const method of QUERY_PATHS.flatMap((path) => registry.method(path) ?? [])) {
    const { module } = queryNames(method);
    groups.set(module, [...(groups.get(module) ?? []), method]);
  }
  const ordered = [...groups].sort(([a], [b]) => moduleOrder(a) - moduleOrder(b));
  for (const [module, methods] of ordered) {
    const { name, aliases, summary } = moduleNames(module);
    const group = new Command(name).aliases(aliases).summary(summary);
    for (const method of methods) group.addCommand(methodCommand(method));
    query.addCommand(group);
  }
  for (const command of chainQueryCommands()) query.addCommand(command);
  return query;
}

const flagsSchema = z.looseObject({ height: z.number().default(0) });

function methodCommand(method: MethodDescriptor): Command {
  const { command: name, args, optional } = queryNames(method);
  const fields: readonly FieldDescriptor[] = method.request.fields.filter(isGivable);
  const positional = args.flatMap((arg) => fields.find((field) => field.name === arg) ?? []);
  const [summary, example] = queryHelp(method);
  const command = new Command(name).summary(summary).description(`${summary} (${method.path})`);
  exampleHelp(command, `${name} ${example}`.trimEnd());
  for (const field of positional) command.argument(`[${field.name.replaceAll("_", "-")}]`);
  // `--height` says which state is asked, also where a field of that name is an argument.
  fieldFlags(
    command,
    fields.filter(({ name }) => name !== "height"),
  );
  outputFlag(nodeFlag(command), "text").option("--height <height>", "block to ask of", wholeNumber);
  return command.action(async () => {
    const flags = flagsOf(command, flagsSchema);
    const { node, output, keyring, client } = surroundings(command);
    const chain = new Chain(node);
    const given = (field: FieldDescriptor): unknown => {
      const at = positional.indexOf(field);
      const argument: unknown = at === -1 ? undefined : command.processedArgs[at];
      return isPage(field) ? pageJson(flags) : (argument ?? flags[field.key]);
    };
    const missing = positional.find(
      (field) => given(field) === undefined && !optional.has(field.name),
    );
    if (missing !== undefined && noOther(fields, positional, given)) {
      throw new CliError(`missing argument ${missing.name.replaceAll("_", "-")}`);
    }
    const json = await fieldsJson(fields, given, {
      now: () => chain.latestTime(),
      ...addressReader(() => keyring(), client["bech32-prefix"]),
    });
    const request = readRequest(method, json);
    const response = await chain.query<object>(method, request, BigInt(flags.height));
    print(toJson(method.response, response, { registry }), output ?? "text");
  });
}

/** Whether nothing but the arguments could say what is asked for. */
function noOther(
  fields: readonly FieldDescriptor[],
  positional: readonly FieldDescriptor[],
  given: (field: FieldDescriptor) => unknown,
): boolean {
  return !fields.some((field) => !positional.includes(field) && given(field) !== undefined);
}

function readRequest(method: MethodDescriptor, json: object): object {
  try {
    return fromJson<object>(method.request, json, registry);
  } catch (error) {
    if (error instanceof JsonError) throw new CliError(error.message);
    throw error;
  }
}
