import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { updateModuleParameters } from "./msgs/update-module-parameters.js";

/**
 * Parameters by their keys. `modules`: those that declare some; each of them stores its own, so that
 * this module has no store.
 */
export function paramsModule(modules: readonly Module[]): { readonly module: Module } {
  const keyed = modules.flatMap(({ params }) =>
    params?.keyed === undefined ? [] : [[params.module, params.keyed] as const],
  );
  return {
    module: {
      name: "params",
      messages: [bindMessage("params", updateModuleParameters(new Map(keyed)))],
    },
  };
}
