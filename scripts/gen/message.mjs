// Emits one message: its interface, and a codec with static write and read functions.

const BIG = new Set(["uint64", "int64", "sint64", "fixed64", "sfixed64"]);
const FIXED64 = new Set(["fixed64", "sfixed64"]);
const FIXED32 = new Set(["fixed32", "sfixed32"]);
const LENGTH = new Set(["string", "bytes", "message", "timestamp", "duration", "any"]);
const METHOD = { enum: "int32", bytes: "bytesValue" };

/** The declarations of a message. `ref` gives the expression for a type of any package. */
export function emitMessage(message, ref) {
  const fields = message.fields.map((field) => ({ ...field, ...shape(field, ref) }));
  return [interfaceText(message, fields), codecText(message, fields, ref)].join("\n");
}

function elementType(field, ref) {
  if (field.custom || BIG.has(field.kind)) return "bigint";
  if (field.kind === "timestamp" || field.kind === "duration") return "bigint";
  if (field.kind === "bytes") return "Uint8Array";
  if (field.kind === "string") return "string";
  if (field.kind === "bool") return "boolean";
  if (field.kind === "any") return "Any";
  return field.kind === "message" ? ref(field.target) : "number";
}

function zero(field, ref) {
  if (field.custom || BIG.has(field.kind) || field.kind === "duration") return "0n";
  if (field.kind === "timestamp") return "ZERO_TIME";
  if (field.kind === "bytes") return "new Uint8Array(0)";
  if (field.kind === "string") return '""';
  if (field.kind === "bool") return "false";
  if (field.kind === "message") return `${ref(field.target)}.create()`;
  return "0";
}

/** TypeScript type, whether absence is told from zero, and the value of a field that is not there. */
function shape(field, ref) {
  const element = elementType(field, ref);
  if (field.repeated) return { element, presence: false, initial: "[]" };
  const composite =
    ["message", "timestamp", "duration", "any"].includes(field.kind) || field.custom;
  const presence =
    !field.always && (composite !== false && composite !== undefined ? true : field.optional);
  return { element, presence, initial: presence ? "undefined" : zero(field, ref) };
}

function interfaceText(message, fields) {
  const rows = fields.map((f) => {
    if (f.repeated) return `  readonly ${f.key}: readonly ${f.element}[];`;
    return `  readonly ${f.key}${f.presence ? "?" : ""}: ${f.element}${f.presence ? " | undefined" : ""};`;
  });
  const body = rows.length > 0 ? `{\n${rows.join("\n")}\n}` : "{}";
  return `/** ${message.name} */\nexport interface ${message.id} ${body}`;
}

function codecText(message, fields, ref) {
  const head = [`  name: ${JSON.stringify(message.name)},`];
  if (message.aminoName) head.push(`  aminoName: ${JSON.stringify(message.aminoName)},`);
  if (message.aminoEncoding)
    head.push(`  aminoEncoding: ${JSON.stringify(message.aminoEncoding)},`);
  if (message.signers.length > 0) head.push(`  signers: ${JSON.stringify(message.signers)},`);
  if (message.implements.length > 0)
    head.push(`  implements: ${JSON.stringify(message.implements)},`);
  const table = fields.map((f) => `    ${descriptorText(f, ref)},`);
  head.push(table.length > 0 ? `  fields: [\n${table.join("\n")}\n  ],` : "  fields: [],");
  const parts = [...head, createText(fields), writeText(fields, ref), readText(fields, ref)];
  return `export const ${message.id}: Codec<${message.id}> = codec<${message.id}>({\n${parts.join("\n")}\n});`;
}

function descriptorText(field, ref) {
  const rows = [
    `no: ${field.no}`,
    `name: "${field.name}"`,
    `key: "${field.key}"`,
    `kind: "${field.kind}"`,
  ];
  if (field.repeated) rows.push("repeated: true");
  if (field.kind === "message") rows.push(`message: () => ${ref(field.target)}`);
  if (field.kind === "enum") rows.push(`enum: ${ref(field.target)}Enum`);
  if (field.oneof) rows.push(`oneof: "${field.oneof}"`);
  if (field.custom) rows.push(`custom: "${field.custom}"`);
  if (field.always) rows.push("always: true");
  if (field.amino) rows.push(`amino: ${JSON.stringify(field.amino)}`);
  if (field.accepts) rows.push(`accepts: "${field.accepts}"`);
  return `{ ${rows.join(", ")} }`;
}

function createText(fields) {
  if (fields.length === 0) return "  create() {\n    return {};\n  },";
  const rows = fields.map((f) => `${f.key}: ${f.initial}`);
  return `  create(init) {\n    return { ${rows.join(", ")}, ...init };\n  },`;
}

function wireType(kind) {
  if (LENGTH.has(kind)) return 2;
  if (FIXED64.has(kind)) return 1;
  return FIXED32.has(kind) ? 5 : 0;
}

function tagOf(field, type) {
  return ((field.no << 3) | type) >>> 0;
}

function writeValue(field, value, ref) {
  if (field.kind === "message") return `message(${ref(field.target)}, ${value})`;
  if (field.custom) return `int(${value})`;
  return `${METHOD[field.kind] ?? field.kind}(${value})`;
}

function present(field) {
  const value = `m.${field.key}`;
  if (field.presence) return `${value} !== undefined`;
  if (field.kind === "bytes") return `${value}.length > 0`;
  if (field.kind === "bool") return value;
  return `${value} !== ${field.initial}`;
}

function writeText(fields, ref) {
  if (fields.length === 0) return "  write() {},";
  return `  write(w, m) {\n${fields.map((f) => `    ${writeField(f, ref)}`).join("\n")}\n  },`;
}

function writeField(field, ref) {
  const value = `m.${field.key}`;
  const type = field.custom ? 2 : wireType(field.kind);
  const tag = `w.uint32(${tagOf(field, type)})`;
  if (field.repeated && type !== 2) {
    const packed = `const s = w.uint32(${tagOf(field, 2)}).open(); for (const v of ${value}) w.${writeValue(field, "v", ref)}; w.close(s);`;
    return `if (${value}.length > 0) { ${packed} }`;
  }
  if (field.repeated) return `for (const v of ${value}) ${tag}.${writeValue(field, "v", ref)};`;
  const put = `${tag}.${writeValue(field, value, ref)};`;
  return field.always ? put : `if (${present(field)}) ${put}`;
}

function readText(fields, ref) {
  if (fields.length === 0) {
    return "  read(r, end) {\n    while (r.pos < end) r.skip(r.tag(), []);\n    return {};\n  },";
  }
  const locals = fields.map((f) => `    ${localText(f)}`);
  const cases = fields.flatMap((f) => caseTexts(f, fields, ref)).map((row) => `        ${row}`);
  const result = fields.map((f) => `${f.key}: ${resultText(f)}`).join(", ");
  const numbers = fields.map((f) => f.no).join(", ");
  return `  read(r, end, b) {
${locals.join("\n")}
    while (r.pos < end) {
      const tag = r.tag();
      switch (tag) {
${cases.join("\n")}
        default: r.skip(tag, [${numbers}]);
      }
    }
    return { ${result} };
  },`;
}

function lazy(field) {
  return field.always && field.kind === "message";
}

function localText(field) {
  const id = `f${field.no}`;
  const value = `b?.${field.key}`;
  if (field.repeated)
    return `const ${id}: ${field.element}[] = b === undefined ? [] : [...b.${field.key}];`;
  if (field.presence || lazy(field)) return `let ${id}: ${field.element} | undefined = ${value};`;
  return `let ${id}: ${field.element} = ${value} ?? ${field.initial};`;
}

function resultText(field) {
  return lazy(field) ? `f${field.no} ?? ${field.initial}` : `f${field.no}`;
}

function readValue(field, ref) {
  if (field.custom) return field.custom === "int" ? "r.int()" : "r.dec()";
  const base = field.repeated || field.oneof ? "" : `f${field.no}`;
  if (field.kind === "any") return `r.any(${base})`;
  if (field.kind === "message") return `r.message(${ref(field.target)}${base && `, ${base}`})`;
  return `r.${METHOD[field.kind] ?? field.kind}()`;
}

function caseTexts(field, fields, ref) {
  const id = `f${field.no}`;
  const type = field.custom ? 2 : wireType(field.kind);
  const value = readValue(field, ref);
  if (!field.repeated) {
    const others = fields.filter((f) => field.oneof && f.oneof === field.oneof && f !== field);
    const clear = others.map((f) => ` f${f.no} = undefined;`).join("");
    return [`case ${tagOf(field, type)}:${clear} ${id} = ${value}; break;`];
  }
  const rows = [`case ${tagOf(field, type)}: ${id}.push(${value}); break;`];
  if (type !== 2) {
    rows.push(
      `case ${tagOf(field, 2)}: for (const e = r.end(); r.pos < e || r.close(e); ) ${id}.push(${value}); break;`,
    );
  }
  return rows;
}
