import type { MessageType, MethodDescriptor } from "./descriptor.js";

/** Message types and methods by name. Generated code builds the one instance, `src/gen/registry.ts`. */
export class TypeRegistry {
  /** All types, in the order of their packages. */
  readonly types: readonly MessageType[];
  readonly methods: readonly MethodDescriptor[];
  private readonly names: ReadonlyMap<string, MessageType>;
  private readonly paths: ReadonlyMap<string, MethodDescriptor>;

  constructor(types: readonly MessageType[], methods: readonly MethodDescriptor[]) {
    this.types = types;
    this.methods = methods;
    this.names = new Map(types.map((type) => [type.name, type]));
    this.paths = new Map(methods.map((method) => [method.path, method]));
  }

  /** The type of a full name (`cosmos.bank.v1beta1.MsgSend`). */
  byName(name: string): MessageType | undefined {
    return this.names.get(name);
  }

  /** The type of a type URL: exactly one leading slash, then the full name. */
  byUrl(typeUrl: string): MessageType | undefined {
    return typeUrl.startsWith("/") ? this.names.get(typeUrl.slice(1)) : undefined;
  }

  /** The method of a path (`/cosmos.bank.v1beta1.Query/Balance`). */
  method(path: string): MethodDescriptor | undefined {
    return this.paths.get(path);
  }
}
