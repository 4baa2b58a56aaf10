// A workbook (XLSX) of plain tables, as spreadsheets and `yuejuan review apply` read them.
import { zip } from "./zip.ts";

export interface Table {
  name: string;
  hidden: boolean;
  /** The first row holds the headers. Texts are cells of text, so that none is taken for a formula. */
  rows: (string | number | null)[][];
}

export function workbook(tables: Table[]): Blob {
  const encode = (text: string) =>
    new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`);
  const numbered = tables.map((table, at) => ({ table, number: at + 1 }));
  const types = numbered.map(
    ({ number }) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${SHEET_TYPE}"/>`,
  );
  const sheets = numbered.map(
    ({ table, number }) =>
      `<sheet name="${escape(table.name)}" sheetId="${number}"${table.hidden ? ' state="hidden"' : ""} r:id="r${number}"/>`,
  );
  const relations = numbered.map(
    ({ number }) => `<Relationship Id="r${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  );
  const files = [
    {
      name: "[Content_Types].xml",
      text: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${types.join("")}</Types>`,
    },
    {
      name: "_rels/.rels",
      text: `<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: "xl/workbook.xml",
      text: `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join("")}</sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      text: `<Relationships xmlns="${RELATIONS}">${relations.join("")}</Relationships>`,
    },
    ...numbered.map(({ table, number }) => ({ name: `xl/worksheets/sheet${number}.xml`, text: sheet(table) })),
  ];
  const packed = zip(files.map(({ name, text }) => ({ name, content: encode(text) })));
  return new Blob([packed], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
}

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";

function sheet({ rows }: Table): string {
  const lines = rows.map(
    (row, at) =>
      `<row r="${at + 1}">${row.map((value, column) => cell(value, `${letters(column)}${at + 1}`)).join("")}</row>`,
  );
  return `<worksheet xmlns="${MAIN}"><sheetData>${lines.join("")}</sheetData></worksheet>`;
}

function cell(value: string | number | null, place: string): string {
  if (value === null || value === "") {
    return "";
  }
  return typeof value === "number"
    ? `<c r="${place}"><v>${value}</v></c>`
    : `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escape(value)}</t></is></c>`;
}

/** A column's name: A, B, …, Z, AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

/** Characters that XML cannot hold are left out. */
function escape(text: string): string {
  const clean = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return clean.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
