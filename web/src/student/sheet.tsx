// The answer sheet of 25 cells a row. A text area lies over the cells and takes the keys; the cells show its text and caret.
import { memo } from "preact/compat";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { usePick } from "../settings.ts";
import { COLUMNS, type Row, lay, locate, offsetAt } from "../text/grid.ts";

/** Rows that are shown at least: a page of 300 cells. */
const ROWS_MIN = 12;
/** A mark on the edge every 100 cells, as on printed sheets. */
const ROWS_A_MARK = 4;

interface Props {
  text: string;
  onText: (text: string) => void;
}

export function Sheet({ text, onText }: Props) {
  const pick = usePick();
  const area = useRef<HTMLTextAreaElement>(null);
  const [selection, setSelection] = useState({ start: 0, end: 0, focused: false });
  const rows = useMemo(() => lay(text), [text]);

  const read = useCallback(() => {
    const { selectionStart = 0, selectionEnd = 0 } = area.current ?? {};
    setSelection({ start: selectionStart, end: selectionEnd, focused: document.activeElement === area.current });
  }, []);
  useEffect(() => {
    document.addEventListener("selectionchange", read);
    return () => document.removeEventListener("selectionchange", read);
  }, [read]);

  const select = (from: number, to: number) => {
    area.current?.setSelectionRange(Math.min(from, to), Math.max(from, to), to < from ? "backward" : "forward");
    read();
  };
  const caret = locate(rows, selection.end);
  const held = useRef<number | null>(null);

  const at = (event: MouseEvent) => {
    const box = area.current?.getBoundingClientRect();
    if (!box) {
      return 0;
    }
    const size = box.width / COLUMNS;
    return offsetAt(
      rows,
      Math.floor((event.clientY - box.top) / (size * ROW_PITCH)),
      Math.min(COLUMNS - 1, Math.floor((event.clientX - box.left) / size + 0.3)),
    );
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === "ArrowUp" || event.key === "ArrowDown") && !event.isComposing) {
      event.preventDefault();
      const row = caret.row + (event.key === "ArrowDown" ? 1 : -1);
      const to = row < 0 ? 0 : row >= rows.length ? text.length : offsetAt(rows, row, caret.column);
      select(event.shiftKey ? selection.start : to, to);
    }
  };

  const shown: (Row | null)[] = [...rows];
  while (shown.length < ROWS_MIN) {
    shown.push(null);
  }
  return (
    <div class="sheet">
      <div class="rows" aria-hidden="true">
        {shown.map((row, index) => (
          <SheetRow
            key={index}
            texts={row ? row.cells.map((cell) => cell.text).join("\n") : ""}
            chosen={row ? chosen(row, selection) : ""}
            caret={selection.focused && caret.row === index ? Math.min(caret.column, COLUMNS - 1) : -1}
            mark={(index + 1) % ROWS_A_MARK === 0 ? (index + 1) * COLUMNS : 0}
          />
        ))}
      </div>
      <textarea
        ref={area}
        value={text}
        aria-label={pick("作答（稿纸）", "Answer on the sheet")}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => {
          onText(event.currentTarget.value);
          read();
        }}
        onFocus={read}
        onBlur={read}
        onKeyDown={onKeyDown}
        onMouseDown={(event) => {
          event.preventDefault();
          area.current?.focus();
          held.current = at(event);
          select(held.current, held.current);
        }}
        onMouseMove={(event) => {
          if (event.buttons === 1 && held.current !== null) {
            select(held.current, at(event));
          }
        }}
      />
    </div>
  );
}

/** Height of a row with the gap below it, in widths of a cell; style/sheet.css has the same. */
const ROW_PITCH = 1.28;

/** Which cells of a row are selected, a digit each, so that rows compare by value. */
function chosen(row: Row, { start, end }: { start: number; end: number }): string {
  if (start === end || end <= row.start || row.end <= start) {
    return "";
  }
  return row.cells.map((cell) => (cell.start < end && start < cell.end ? "1" : "0")).join("");
}

const SheetRow = memo(function SheetRow({
  texts,
  chosen,
  caret,
  mark,
}: {
  texts: string;
  chosen: string;
  caret: number;
  mark: number;
}) {
  const cells = texts === "" ? [] : texts.split("\n");
  return (
    <div class="row" data-mark={mark || undefined}>
      {Array.from({ length: COLUMNS }, (_, column) => {
        const text = cells[column] ?? "";
        const wide = text.length > 1 ? " two" : "";
        return (
          <span
            key={column}
            class={`cell${wide}${chosen[column] === "1" ? " chosen" : ""}${caret === column ? " caret" : ""}`}
          >
            {text}
          </span>
        );
      })}
    </div>
  );
});
