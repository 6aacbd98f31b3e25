import {
  MsgUpdateModuleParameters,
  MsgUpdateModuleParametersResponse,
  type ParamEntry,
} from "../../../gen/vpr/params/v1.js";
import type { WriteContext } from "../../../keeper/context.js";
import { ensure, refuse } from "../../../keeper/errors.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import type { KeyedParams } from "../../../keeper/module-params.js";
import { paramsErrors } from "../errors.js";
import { readParam } from "../value.js";

type UpdateModuleParameters = Handler<
  MsgUpdateModuleParameters,
  Governance,
  (ctx: WriteContext) => void,
  MsgUpdateModuleParametersResponse
>;

/** Modules whose parameters can be given by keys, by name (D-WIRE-01). */
export type KeyedModules = ReadonlyMap<string, KeyedParams>;

/**
 * "Update Module Parameters" of every registry module: the keys given change, all of them or none.
 * Only governance sends it; what is to be known without state is refused when a proposal is submitted.
 */
export const updateModuleParameters = (modules: KeyedModules): UpdateModuleParameters => ({
  type: MsgUpdateModuleParameters,
  response: MsgUpdateModuleParametersResponse,
  parse: ({ module, params }) => void readValues(moduleOf(modules, module), params),
  authorize: governance,

  check(ctx, { module, params }) {
    const keyed = moduleOf(modules, module);
    return keyed.prepare(ctx, readValues(keyed, params));
  },

  execute(ctx, _message, _by, store) {
    store(ctx);
    return {};
  },
});

function moduleOf(modules: KeyedModules, module: string): KeyedParams {
  const found = modules.get(module);
  if (found !== undefined) return found;
  const known = [...modules.keys()].join(",");
  return refuse(paramsErrors.unknownModule, { module, known }, "D-WIRE-01");
}

/** The values by property. At least one key, each known and given once (D-CO-05). */
function readValues(
  { rule, fields }: KeyedParams,
  entries: readonly ParamEntry[],
): Readonly<Record<string, unknown>> {
  ensure(entries.length > 0, rule, paramsErrors.nothingGiven);
  const values = new Map<string, unknown>();
  for (const { key, value: text } of entries) {
    const field = fields.get(key);
    ensure(field !== undefined, rule, paramsErrors.unknownKey, { key });
    ensure(!values.has(field.key), "D-WIRE-01", paramsErrors.keyTwice, { key });
    const value = readParam(field, text);
    ensure(value !== undefined, "D-CO-05", paramsErrors.malformedValue, { key, value: text });
    values.set(field.key, value);
  }
  return Object.fromEntries(values);
}
