// How a text lies on an answer sheet, as the server counts its cells (COUNT_MODE_GRID); the count itself is the server's.

/** Cells in a row. */
export const COLUMNS = 25;

export interface Cell {
  text: string;
  /** Where it begins in the text, in UTF-16 units. */
  start: number;
  end: number;
}

/** A row of the sheet; short where a line ends. */
export interface Row {
  cells: Cell[];
  /** Where it begins in the text, in UTF-16 units. */
  start: number;
  /** Where it ends, a line break not counted. */
  end: number;
}

/** Rows of cells, at least one. */
export function lay(text: string): Row[] {
  let row: Row = { cells: [], start: 0, end: 0 };
  const rows = [row];
  const begin = (start: number) => {
    row = { cells: [], start, end: start };
    rows.push(row);
  };
  const put = (written: string, start: number, end: number) => {
    if (row.cells.length === COLUMNS) {
      begin(start);
    }
    row.cells.push({ text: written, start, end });
    row.end = end;
  };
  const characters = [...text];
  let start = 0;
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] as string;
    const next = characters[at + 1] ?? "";
    let end = start + character.length;
    const last = row.cells[COLUMNS - 1];
    if (character === "\n") {
      begin(end);
    } else if ((SHARING.test(character) && SHARING.test(next)) || (character === " " && next === " ")) {
      at += 1;
      end += next.length;
      put(character + next, start, end);
    } else if (character === "—" || character === "…") {
      const doubled = next === character ? 1 : 0;
      at += doubled;
      put(character, start, end);
      put(character, end, end + doubled);
      end += doubled;
    } else if (CLOSING.has(character) && last) {
      row.cells[COLUMNS - 1] = { text: last.text + character, start: last.start, end };
      row.end = end;
    } else {
      put(character, start, end);
    }
    start = end;
  }
  return rows;
}

/** Small letters and digits stand two to a cell. */
const SHARING = /^[0-9a-z]$/;
/** Marks that never open a row: they share the last cell of the row before. */
const CLOSING = new Set("，。、；：！？）”’》」』】〉〕,.;:!?)");

/** The row and column at which a caret before `offset` stands; the column is at most COLUMNS, behind a full row. */
export function locate(rows: Row[], offset: number): { row: number; column: number } {
  const at = Math.max(
    0,
    rows.findLastIndex((row) => row.start <= offset),
  );
  const cells = rows[at]?.cells ?? [];
  const column = cells.findIndex((cell) => offset < cell.end);
  return { row: at, column: column === -1 ? cells.length : column };
}

/** The offset in the text of a row and column; the row's end where the row is shorter. */
export function offsetAt(rows: Row[], row: number, column: number): number {
  const found = rows[Math.min(row, rows.length - 1)];
  return found?.cells[column]?.start ?? found?.end ?? 0;
}
