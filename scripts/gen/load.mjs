// Reads the .proto files of a folder into a plain model: packages with messages, enums and services.
import fs from "node:fs";
import path from "node:path";
import protobuf from "protobufjs";

const WELL_KNOWN = {
  "google.protobuf.Timestamp": "timestamp",
  "google.protobuf.Duration": "duration",
  "google.protobuf.Any": "any",
};
const REFUSED = new Set(["double", "float", "group"]);
const MSG_INTERFACE = "cosmos.base.v1beta1.Msg";

/** All .proto files below a folder, sorted, as paths relative to it. */
export function protoFiles(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".proto"))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join("/"))
    .sort();
}

/** The packages of a folder of .proto files, sorted by name. */
export function loadPackages(folder) {
  const root = new protobuf.Root();
  for (const file of protoFiles(folder)) {
    if (file === "vpr/options.proto") continue;
    protobuf.parse(fs.readFileSync(path.join(folder, file), "utf8"), root, { keepCase: true });
  }
  const packages = new Map();
  collect(root, packages);
  const list = [...packages.values()].filter((p) => p.messages.length + p.enums.length > 0);
  markRequests(list);
  return list.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function collect(namespace, packages) {
  for (const item of namespace.nestedArray) {
    if (item instanceof protobuf.Type) collectType(item, packageOf(item, packages));
    else if (item instanceof protobuf.Enum) packageOf(item, packages).enums.push(enumModel(item));
    else if (item instanceof protobuf.Service) {
      packageOf(item, packages).services.push(serviceModel(item));
    } else if (item instanceof protobuf.Namespace) collect(item, packages);
  }
}

function collectType(type, owner) {
  for (const item of type.nestedArray) {
    if (item instanceof protobuf.Type) collectType(item, owner);
    else if (item instanceof protobuf.Enum) owner.enums.push(enumModel(item));
  }
  owner.messages.push(messageModel(type));
}

function packageName(item) {
  let parent = item.parent;
  while (parent instanceof protobuf.Type) parent = parent.parent;
  return parent.fullName.slice(1);
}

function packageOf(item, packages) {
  const name = packageName(item);
  const known = packages.get(name) ?? { name, messages: [], enums: [], services: [] };
  packages.set(name, known);
  return known;
}

/** Identifier in TypeScript: nested types are joined by `_`. */
function reference(item) {
  const pkg = packageName(item);
  return { pkg, id: item.fullName.slice(pkg.length + 2).replaceAll(".", "_") };
}

function options(item, name) {
  const key = `(vpr.${name})`;
  return (item.parsedOptions ?? []).filter((o) => key in o).map((o) => o[key]);
}

function messageModel(type) {
  const fields = type.fieldsArray.map(fieldModel).sort((a, b) => a.no - b.no);
  const keyOf = (name) => {
    const field = fields.find((f) => f.name === name);
    if (field === undefined) throw new Error(`${type.fullName}: no field ${name}`);
    return field.key;
  };
  return {
    name: type.fullName.slice(1),
    id: reference(type).id,
    fields,
    aminoName: options(type, "amino_name")[0],
    aminoEncoding: options(type, "amino_encoding")[0],
    signers: options(type, "signer").map(keyOf),
    implements: options(type, "implements"),
  };
}

function fieldModel(field) {
  if (field.map || REFUSED.has(field.type)) throw new Error(`${field.fullName}: not supported`);
  const known = WELL_KNOWN[field.type];
  const target = known === undefined ? field.resolve().resolvedType : null;
  if (target === null && known === undefined && protobuf.types.basic[field.type] === undefined) {
    throw new Error(`${field.fullName}: unknown type ${field.type}`);
  }
  const isEnum = target instanceof protobuf.Enum;
  const kind = known ?? (target === null ? field.type : isEnum ? "enum" : "message");
  const one = (name) => options(field, name)[0];
  const custom = one("number");
  if (field.repeated && custom) throw new Error(`${field.fullName}: repeated custom number`);
  const oneof = field.partOf !== null && !field.partOf.isProto3Optional;
  return {
    no: field.id,
    name: field.name,
    key: camelCase(field.name),
    kind,
    repeated: field.repeated,
    target: target === null ? undefined : reference(target),
    oneof: oneof ? field.partOf.name : undefined,
    optional: field.partOf !== null,
    custom,
    always: one("always") === true,
    accepts: one("accepts"),
    amino: aminoFlags(one),
  };
}

function aminoFlags(one) {
  const flags = {};
  if (one("keep")) flags.keep = true;
  if (one("coins")) flags.coins = true;
  if (one("amino_field")) flags.name = one("amino_field");
  if (one("amino_member")) flags.wrap = one("amino_member");
  return Object.keys(flags).length > 0 ? flags : undefined;
}

function camelCase(name) {
  return name.replace(/_([a-z0-9])/g, (_, c) => c.toUpperCase());
}

function enumModel(type) {
  return {
    name: type.fullName.slice(1),
    id: reference(type).id,
    values: Object.entries(type.values),
  };
}

function serviceModel(service) {
  const methods = service.methodsArray.map((method) => {
    method.resolve();
    return {
      name: method.name,
      path: `/${service.fullName.slice(1)}/${method.name}`,
      request: reference(method.resolvedRequestType),
      response: reference(method.resolvedResponseType),
      http: options(method, "http"),
    };
  });
  return { name: service.name, methods };
}

/** The requests of `Msg` services are what a transaction may carry. */
function markRequests(packages) {
  const byName = new Map(packages.map((p) => [p.name, p]));
  for (const service of packages.flatMap((p) => p.services)) {
    if (service.name !== "Msg") continue;
    for (const { request } of service.methods) {
      const message = byName.get(request.pkg).messages.find((m) => m.id === request.id);
      message.implements.push(MSG_INTERFACE);
    }
  }
}
