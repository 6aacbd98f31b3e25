import type { RuleId } from "../gen/rules.js";
import type { FieldDescriptor, MessageType } from "../wire/descriptor.js";
import type { ReadContext, WriteContext } from "./context.js";
import { refuse } from "./errors.js";
import { event } from "./events.js";
import { type Governance, governance, governanceAddress } from "./governance.js";
import { bindMessage, type MessageBinding } from "./handler.js";
import { sdkErrors } from "./sdk-errors.js";

/** Every module's `MsgUpdateParams`: governance replaces all of its parameters. */
export interface UpdateParams<P> {
  readonly authority: string;
  readonly params: P;
}

/** How a module's parameters are replaced. */
export interface ParamsUpdate<P> {
  readonly type: MessageType<UpdateParams<P>>;
  /** An empty message. */
  readonly response: MessageType<object>;
  /** Refuses parameters that are not valid. */
  check(ctx: ReadContext, next: P): void;
  /** Stores parameters that were checked. */
  set(ctx: WriteContext, next: P): void;
}

/** The handler of a module's `MsgUpdateParams`. */
export function updateParams<P>(module: string, update: ParamsUpdate<P>): MessageBinding {
  const { type, response } = update;
  return bindMessage<UpdateParams<P>, Governance, void, object>(module, {
    type,
    response,
    authorize: governance,
    check: (ctx, { params }) => update.check(ctx, params),
    execute(ctx, { params }) {
      update.set(ctx, params);
      return {};
    },
  });
}

/** Refuses what `fault` finds wrong as platform modules do, with `sdk` 18. */
export const sdkParamsCheck =
  <P>(fault: (params: P) => string | undefined) =>
  (_ctx: ReadContext, next: P): void => {
    const log = fault(next);
    if (log !== undefined) refuse(sdkErrors.invalidRequest, { log });
  };

/** Parameters that the specification names, see MOD-CS-MSG-4. */
export interface ParamKeys<P> {
  /** The rule that refuses a key that there is not: `MOD-CS-MSG-4-2-1`. */
  readonly rule: RuleId;
  /** Names as in the .proto file. Empty where the specification defines none (D-CO-05). */
  readonly names: readonly string[];
  /** Refuses what the values may not become from what they are, beside `check`. */
  check?(ctx: ReadContext, next: P, now: P): void;
}

/**
 * What a registry module says of its parameters, once: codec, validation and keys. Genesis, the typed
 * message and the message with keys follow it.
 */
export interface ModuleParams<P> {
  /** Name of the module in messages: `cs`. */
  readonly module: string;
  readonly type: MessageType<P>;
  /** `MsgUpdateParams` and its response. */
  readonly typed: Pick<ParamsUpdate<P>, "type" | "response">;
  /** The parameters as they are, defaults where nothing is stored. */
  get(ctx: ReadContext): P;
  /** Stores parameters that were checked. */
  set(ctx: WriteContext, next: P): void;
  /** Refuses parameters that are not valid, wherever they come from. */
  check?(ctx: ReadContext, next: P): void;
  /** What the typed message may not change (D-GLO-03): what is stored of the parameters given. */
  kept?(given: P, now: P): P;
  /** Absent: the message with keys does not know the module. */
  readonly keys?: ParamKeys<P>;
}

/** A module's parameters by name, for the message with keys. */
export interface KeyedParams {
  readonly rule: RuleId;
  /** By key; how its text is read follows from the kind. */
  readonly fields: ReadonlyMap<string, FieldDescriptor>;
  /** Refuses values that are not valid together with those that stay; returns what stores them. */
  prepare(ctx: ReadContext, values: Readonly<Record<string, unknown>>): (ctx: WriteContext) => void;
}

/** Parameters whose types are closed: what a module's table holds. */
export interface ParamsBinding {
  readonly module: string;
  /** `MsgUpdateParams`. */
  readonly typed: MessageBinding;
  readonly keyed?: KeyedParams;
}

/** `get` and `set` of a module whose parameters are an empty message. */
export const noParams = { get: () => ({}), set() {} };

/** Closes a declaration. A key that is no field of the parameters is a mistake of the program: TypeError. */
export function moduleParams<P>(params: ModuleParams<P>): ParamsBinding {
  const { module, keys } = params;
  const store = (ctx: WriteContext, next: P) => {
    params.set(ctx, next);
    ctx.emit(event("update_params", { authority: governanceAddress(ctx.chain.prefix), module }));
  };
  const typed = updateParams(module, {
    ...params.typed,
    check: (ctx, given) => params.check?.(ctx, stored(params, ctx, given)),
    set: (ctx, given) => store(ctx, stored(params, ctx, given)),
  });
  return { module, typed, ...(keys === undefined ? {} : { keyed: keyed(params, keys, store) }) };
}

function stored<P>({ get, kept }: ModuleParams<P>, ctx: ReadContext, given: P): P {
  return kept === undefined ? given : kept(given, get(ctx));
}

function keyed<P>(
  params: ModuleParams<P>,
  { rule, names, check }: ParamKeys<P>,
  store: (ctx: WriteContext, next: P) => void,
): KeyedParams {
  const fields = names.map((name) => {
    const field = params.type.fields.find((one) => one.name === name);
    if (field === undefined) throw new TypeError(`${params.module} has no parameter ${name}`);
    return [name, field] as const;
  });
  return {
    rule,
    fields: new Map(fields),
    prepare(ctx, values) {
      const now = params.get(ctx);
      const next = { ...now, ...values };
      params.check?.(ctx, next);
      check?.(ctx, next, now);
      return (inner) => store(inner, next);
    },
  };
}
