import type { ReadContext, WriteContext } from "./context.js";
import type { MessageBinding } from "./handler.js";
import type { Json, QueryBinding } from "./query.js";

/** Genesis of one module: a section of `app_state` in the SDK's shape. */
export interface ModuleGenesis {
  /** Key under `app_state`. */
  readonly name: string;
  /** The section of a fresh chain with this base denomination. */
  fresh(settings: { readonly denom: string }): Json;
  /** Checks and stores a section. Refuses with a ChainError that names what is wrong. */
  init(ctx: WriteContext, section: Json): void;
  export(ctx: ReadContext): Json;
}

/** A module as the application composes it: a table, no logic. */
export interface Module {
  readonly name: string;
  readonly messages?: readonly MessageBinding[];
  readonly queries?: readonly QueryBinding[];
  readonly genesis?: ModuleGenesis;
  beginBlock?(ctx: WriteContext): void;
  endBlock?(ctx: WriteContext): void;
}
