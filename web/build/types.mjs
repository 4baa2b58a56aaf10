// Prints src/api/types.ts from the descriptors of the proto files, as `buf build -o -#format=json` gives them on stdin:
// the messages as canonical proto3 JSON has them, and the methods with their paths. scripts/web runs it.
import { readFileSync } from "node:fs";

/** JSON has 64-bit integers as strings of digits and bytes as base64. */
const SCALARS = {
  TYPE_STRING: "string",
  TYPE_BYTES: "string",
  TYPE_INT64: "string",
  TYPE_UINT64: "string",
  TYPE_BOOL: "boolean",
  TYPE_DOUBLE: "number",
  TYPE_FLOAT: "number",
  TYPE_INT32: "number",
  TYPE_UINT32: "number",
};

const image = JSON.parse(readFileSync(0, "utf8"));
const files = image.file.filter((file) => file.package === "yuejuan.v1");
const lines = ["// Generated from proto/ by build/types.mjs; scripts/web writes it anew.", ""];

for (const file of files) {
  for (const type of file.enumType ?? []) {
    lines.push(`export type ${type.name} =`);
    lines.push(...type.value.map((value) => `  | "${value.name}"`));
    lines[lines.length - 1] += ";";
    lines.push("");
  }
  for (const message of file.messageType ?? []) {
    const fields = (message.field ?? []).map((field) => `  ${field.jsonName}?: ${typeOf(message, field)};`);
    lines.push(
      ...(fields.length > 0
        ? [`export interface ${message.name} {`, ...fields, "}"]
        : [`export type ${message.name} = Record<string, never>;`]),
      "",
    );
  }
}

const methods = files.flatMap((file) => (file.service ?? []).flatMap((service) => service.method));
lines.push(
  "/** What each method takes and gives; its path is `/v1/` and its name here. */",
  "export interface Methods {",
);
for (const method of methods) {
  lines.push(
    `  "${kebab(method.name)}": { request: ${last(method.inputType)}; response: ${last(method.outputType)} };`,
  );
}
lines.push("}", "");
process.stdout.write(lines.join("\n"));

function typeOf(message, field) {
  const entry = (message.nestedType ?? []).find(
    (nested) => nested.options?.mapEntry && last(field.typeName ?? "") === nested.name,
  );
  if (entry) {
    return `Record<string, ${typeOf(entry, entry.field[1])}>`;
  }
  const single = SCALARS[field.type] ?? last(field.typeName);
  return field.label === "LABEL_REPEATED" ? `${single}[]` : single;
}

function last(name) {
  return name.split(".").at(-1);
}

function kebab(name) {
  return name.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
}
